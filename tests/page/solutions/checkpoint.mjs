// What people write for the lesson on checkpoints.
const PATH = "/incremental/timestamp";
const since = (after, before = "") => `async function sync(api, land, state) {
  const query = state.since ? "?since=" + state.since : "";
  const { data } = await (await api("${PATH}" + query)).json();
  ${before}
  await land(data);
  ${after}
}`;
const NEWEST = "if (data.length) state.since = data.at(-1).updatedAt;";

export const right = {
  "keeps the time of the last row": since(NEWEST),
  "keeps the greatest time": since("for (const { updatedAt } of data) if (!state.since || updatedAt > state.since) state.since = updatedAt;"),
  "loops until the time no longer moves": `async function sync(api, land, state) {
    let s = state.since;
    for (;;) {
      const a = await (await api("${PATH}" + (s ? "?since=" + s : ""))).json();
      await land(a.data);
      const n = a.data.at(-1)?.updatedAt;
      if (!n || n === s) break;
      s = n;
    }
    state.since = s;
  }`,
  "looks back an hour": since(`const last = data.at(-1);
    if (last) state.since = new Date(Date.parse(last.updatedAt) - 3600e3).toISOString().slice(0, 19) + "Z";`),
  "reads pages by updated_since": `async function sync(api, land, state) {
    let next = "/pagination/next_page_url?per_page=50" + (state.from ? "&updated_since=" + state.from : "");
    let newest = state.from;
    while (next) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      newest = answer.data.at(-1)?.updatedAt ?? newest;
      next = answer.next_page_url;
    }
    state.from = newest;
  }`,
  "keeps the time after each page": `async function sync(api, land, state) {
    const since = state.checkpoint?.since;
    for (let page = 1, pages = 1; page <= pages; page++) {
      const query = new URLSearchParams({ page, per_page: 25, ...(since && { updated_since: since }) });
      const answer = await (await api("/pagination/page_number?" + query)).json();
      pages = answer.total_pages;
      await land(answer.data);
      if (answer.data.length) state.checkpoint = { since: answer.data.at(-1).updatedAt, kind: "updatedAt" };
    }
  }`,
  "notes when it ran": since(NEWEST, "state.lastRun = new Date().toISOString(); state.began = Date.now();"),
  "reads newest first, down to what it knows": `async function sync(api, land, state) {
    const fresh = [];
    for (let page = 1, known = false; !known; page++) {
      const answer = await (await api("/pagination/page_number?per_page=25&order_type=desc&page=" + page)).json();
      for (const row of answer.data) (known ||= row.updatedAt < (state.since ?? "")) || fresh.push(row);
      known ||= page >= answer.total_pages;
    }
    await land(fresh);
    state.since = fresh[0].updatedAt;
  }`,
  "lands only what it does not know": `async function sync(api, land, state) {
    const known = new Set(state.atBound ?? []);
    const { data } = await (await api("${PATH}" + (state.since ? "?since=" + state.since : ""))).json();
    await land(data.filter(({ id }) => !known.has(id)));
    const last = data.at(-1)?.updatedAt;
    state.since = last;
    state.atBound = data.filter(({ updatedAt }) => updatedAt === last).map(({ id }) => id);
  }`,
  "keeps the time as a number": `async function sync(api, land, state) {
    const text = (ms) => new Date(ms).toISOString().replace(".000", "");
    const response = await api("${PATH}" + (state.ms ? "?since=" + text(state.ms) : ""));
    const rows = (await response.json()).data;
    await land(rows);
    state.ms = Math.max(state.ms ?? 0, ...rows.map((row) => Date.parse(row.updatedAt)));
  }`,
};

export const wrong = {
  "trusts its own clock": ["every-row", since("state.since = new Date().toISOString().slice(0, 19) + 'Z';")],
  "moves the checkpoint before landing": ["lands-first", since("", NEWEST)],
  "moves it while the rows are on their way": ["lands-first", since(NEWEST).replace("await land(data)", "land(data)")],
  "moves it page by page, before landing": ["lands-first", right["keeps the time after each page"].replace(/(await land\(answer\.data\);)\s*(if .*)/, "$2 $1")],
  "moves it as a number, before landing": ["lands-first", right["keeps the time as a number"].replace(/(await land\(rows\);)\s*(state\.ms.*;)/, "$2 $1")],
  "keeps no checkpoint": ["resumes", since("")],
  "replaces the state": ["resumes", since("state = { since: data.at(-1).updatedAt };")],
  "returns the state": ["resumes", since("return { since: data.at(-1).updatedAt };")],
  "takes the oldest row": ["resumes", since("state.since = data[0].updatedAt;")],
  "asks from a second after": ["resumes", since("state.since = new Date(Date.parse(data.at(-1).updatedAt) + 1000).toISOString().slice(0, 19) + 'Z';")],
  "knows the time by heart": ["second", since("state.since = '2025-12-30T22:48:08Z';")],
  "looks back a week": ["resumes", since("state.since = new Date(Date.parse(data.at(-1).updatedAt) - 7 * 86400e3).toISOString().slice(0, 19) + 'Z';")],
  "asks for everything, and filters": ["resumes", `async function sync(api, land, state) {
    const { data } = await (await api("${PATH}")).json();
    const fresh = data.filter((row) => !state.since || row.updatedAt > state.since);
    await land(fresh);
    state.since = data.at(-1).updatedAt;
  }`],
  "asks nothing the second time": ["every-row", `async function sync(api, land, state) {
    if (state.done) return;
    await land((await (await api("${PATH}")).json()).data);
    state.done = true;
  }`],
  "asks from the checkpoint, then for everything": ["resumes", `async function sync(api, land, state) {
    if (state.since) await api("${PATH}?since=" + state.since);
    const { data } = await (await api("${PATH}")).json();
    await land(data);
    state.since = data.at(-1).updatedAt;
  }`],
  "sends milliseconds": ["every-row", since("state.since = new Date(data.at(-1).updatedAt).toISOString();")],
};
