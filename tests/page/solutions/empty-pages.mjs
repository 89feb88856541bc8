// What people write for the lesson on empty and short pages.
const PATH = "/pagination/cursor";
const walk = ({ limit = 20, stop = "!answer.next_cursor" }) => `async function sync(api, land) {
  let cursor = "", empty = 0, answer;
  for (;;) {
    answer = await (await api("${PATH}?limit=${limit}&cursor=" + encodeURIComponent(cursor))).json();
    empty = answer.data.length ? 0 : empty + 1;
    await land(answer.data);
    if (${stop}) break;
    cursor = answer.next_cursor;
  }
}`;

export const right = {
  "ends with the cursor": walk({}),
  "trusts has_more": walk({ stop: "!answer.has_more" }),
  "takes full pages": walk({ limit: 50 }),
  "takes pages of the usual size": walk({ limit: 10 }),
  "takes 30 a page": walk({ limit: 30 }),
  "has no first cursor": `async function sync(api, land) {
    let path = "${PATH}";
    while (path) {
      const { data, next_cursor, has_more } = await (await api(path)).json();
      if (data.length > 0) await land(data);
      path = has_more ? "${PATH}?cursor=" + next_cursor : null;
    }
  }`,
  "is a generator, and lands once": `async function* pages(api) {
    for (let cursor = ""; cursor !== null; ) {
      const page = await (await api("${PATH}?" + new URLSearchParams({ limit: 25, cursor }))).json();
      yield* page.data;
      cursor = page.next_cursor;
    }
  }
  async function sync(api, land) {
    const rows = [];
    for await (const row of pages(api)) rows.push(row);
    await land(rows);
  }`,
};

const fixed = (pages, limit = 20) => `async function sync(api, land) {
  let cursor = "";
  for (let n = 0; n < ${pages} && cursor !== null; n++) {
    const answer = await (await api("${PATH}?limit=${limit}&cursor=" + cursor)).json();
    await land(answer.data);
    cursor = answer.next_cursor;
  }
}`;

export const wrong = {
  "ends at a short page": ["every-row", walk({ stop: "answer.data.length < 20" })],
  "ends at an empty page": ["every-row", walk({ stop: "answer.data.length === 0" })],
  "ends at an empty page, or where the cursor does": ["every-row", walk({ stop: "!answer.data.length || !answer.next_cursor" })],
  "ends at a page that is not full, of 50": ["every-row", walk({ limit: 50, stop: "answer.data.length !== 50" })],
  "reads 16 pages": ["second", fixed(16)],
  "reads 20 pages": ["second", fixed(20)],
  "reads 6 full pages": ["second", fixed(6, 50)],
  "takes three pages at the least": ["every-row", walk({ stop: "answer.data.length < 20 && cursor" })],
  "reads by offset": ["every-row", `async function sync(api, land) {
    for (let offset = 0, total = 1; offset < total; offset += 20) {
      const answer = await (await api("/pagination/offset?limit=20&offset=" + offset)).json();
      total = answer.total;
      await land(answer.data);
    }
  }`],
  "asks for the empty page again": ["requests", `async function sync(api, land) {
    let cursor = "";
    do {
      let answer;
      for (let n = 0; n < 20; n++) {
        answer = await (await api("${PATH}?limit=20&cursor=" + cursor)).json();
        if (answer.data.length) break;
      }
      await land(answer.data);
      cursor = answer.next_cursor;
    } while (cursor);
  }`],
  "lands short pages twice": ["nothing-twice", walk({}).replace("await land(answer.data);", "await land(answer.data); if (answer.data.length === 10) await land(answer.data);")],
  "leaves short pages out": ["every-row", walk({}).replace("await land(answer.data);", "if (answer.data.length === 20) await land(answer.data);")],
  "takes a row at a time": ["requests", walk({ limit: 1 })],
  "knows that there are 200": ["second", walk({ stop: "(globalThis.got = (cursor ? globalThis.got : 0) + answer.data.length) >= 200" })],
};
