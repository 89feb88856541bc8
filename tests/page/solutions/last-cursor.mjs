// What people write for the lesson on the cursor that leads to itself.
const PATH = "/pagination/cursor_header";
const walk = ({ limit = 20, stop = "!next || next === cursor" }) => `async function sync(api, land) {
  let cursor = "", rows = 0;
  const seen = new Set();
  for (;;) {
    const response = await api("${PATH}?limit=${limit}&cursor=" + encodeURIComponent(cursor));
    const { data } = await response.json();
    await land(data);
    rows += data.length;
    const next = response.headers.get("x-next-cursor");
    if (${stop}) break;
    seen.add(next);
    cursor = next;
  }
}`;

export const right = {
  "compares the cursor with the one it sent": walk({}),
  "keeps all cursors": walk({ stop: "seen.has(next)" }),
  "compares on an empty page alone": walk({ stop: "data.length === 0 && next === cursor" }),
  "takes full pages": walk({ limit: 50 }),
  "takes pages of the usual size": walk({ limit: 10 }),
  "recurs": `async function sync(api, land, state, cursor = "") {
    const response = await api("${PATH}?limit=40&cursor=" + cursor);
    await land((await response.json()).data);
    const next = response.headers.get("X-Next-Cursor");
    if (next && next !== cursor) await sync(api, land, state, next);
  }`,
  "collects, and lands once": `async function sync(api, land) {
    const all = [];
    let cursor, next = "";
    while (next !== cursor) {
      cursor = next;
      const response = await api("${PATH}?" + new URLSearchParams({ limit: 30, cursor }));
      all.push(...(await response.json()).data);
      next = response.headers.get("x-next-cursor");
    }
    await land(all);
  }`,
};

const fixed = (pages) => `async function sync(api, land) {
  let cursor = "";
  for (let n = 0; n < ${pages}; n++) {
    const response = await api("${PATH}?limit=20&cursor=" + cursor);
    await land((await response.json()).data);
    cursor = response.headers.get("x-next-cursor");
  }
}`;

export const wrong = {
  "goes on while there is a cursor": ["ends", walk({ stop: "!next" })],
  "stops at an empty page": ["every-row", walk({ stop: "data.length === 0" })],
  "stops at an empty page, or where the cursor stands": ["every-row", walk({ stop: "!data.length || next === cursor" })],
  "stops at a short page": ["every-row", walk({ stop: "data.length < 20" })],
  "reads ten pages": ["every-row", fixed(10)],
  "reads 14 pages": ["second", fixed(14)],
  "reads 20 pages": ["second", fixed(20)],
  "reads a hundred pages": ["requests", fixed(100)],
  "takes headers for an object": ["every-row", walk({ stop: "!response.headers['x-next-cursor']" })],
  "knows that there are 200": ["second", walk({ stop: "rows >= 200" })],
  "stops at the second empty page": ["every-row", walk({ stop: "data.length === 0 && (seen.size > 4)" })],
  "takes a row at a time": ["requests", walk({ limit: 1 })],
  "lands the last page once more": ["nothing-twice", walk({}).replace("await land(data);", "await land(data); if (data.length) globalThis.last = data;").replace("break;", "{ await land(globalThis.last); break; }")],
};
