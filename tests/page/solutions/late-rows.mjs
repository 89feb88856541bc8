// What people write for the lesson on late rows.
const PATH = "/incremental/timestamp";

/** A sync that asks from a time which `from` computes out of `state.since`, and keeps `keep`. */
const sync = (from, keep = "if (data.length) state.since = data.at(-1).updatedAt;") => `const text = (ms) => new Date(ms).toISOString().slice(0, 19) + "Z";
async function sync(api, land, state) {
  const since = state.since && ${from};
  const { data } = await (await api("${PATH}" + (since ? "?since=" + since : ""))).json();
  await land(data);
  ${keep}
}`;
const back = (seconds) => sync(`text(Date.parse(state.since) - ${seconds} * 1000)`);

export const right = {
  "looks back ten minutes": back(600),
  "looks back a quarter of an hour": back(900),
  "keeps the earlier time": sync("state.since", "if (data.length) state.since = text(Date.parse(data.at(-1).updatedAt) - 600_000);"),
  "by pages": `async function sync(api, land, state) {
    let newest = state.newest;
    const from = newest && new Date(Date.parse(newest) - 600_000).toISOString().slice(0, 19) + "Z";
    let cursor;
    do {
      const query = new URLSearchParams({ limit: 50, ...(from && { updated_since: from }), ...(cursor && { cursor }) });
      const answer = await (await api("/pagination/cursor?" + query)).json();
      await land(answer.data);
      newest = answer.data.at(-1)?.updatedAt ?? newest;
      cursor = answer.next_cursor;
    } while (cursor);
    state.newest = newest;
  }`,
};

export const wrong = {
  "asks from the newest row": ["up-to-date", sync("state.since")],
  "looks back a second": ["up-to-date", back(1)],
  "looks back a minute": ["up-to-date", back(60)],
  "looks ahead": ["up-to-date", sync("text(Date.parse(state.since) + 1000)")],
  "asks for everything": ["brings-little", sync("null", "")],
  "looks back a day": ["brings-little", back(86_400)],
  "looks back two hours": ["brings-little", back(7200)],
  "asks nothing the second time": [
    "up-to-date",
    `async function sync(api, land, state) {
      if (state.done) return;
      await land((await (await api("${PATH}")).json()).data);
      state.done = true;
    }`,
  ],
  "trusts its own clock": ["every-row", sync("state.since", "state.since = text(Date.now());")],
};
