// What people write for the lesson on offset over rows that move.

/** A walk by what an answer gives to go on with. */
const walk = (path, name, next) => `async function sync(api, land, state) {
  let query = "";
  do {
    const answer = await (await api("${path}" + query)).json();
    await land(answer.data);
    const next = ${next};
    query = next && "${path.includes("?") ? "&" : "?"}${name}=" + encodeURIComponent(next);
  } while (query);
}`;
const KEYSET = walk("/pagination/keyset", "scroll_param", "answer.scroll_param");
const pages = (path) => `async function sync(api, land, state) {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await (await api("${path}&page=" + page)).json();
    await land(answer.data);
    pages = answer.total_pages;
  }
}`;
const offset = (step, more = "") => `async function sync(api, land, state) {
  let offset = 0, total = 1;
  while (offset < total) {
    const answer = await (await api("/pagination/offset?limit=20&offset=" + offset + "${more}")).json();
    await land(answer.data);
    total = answer.total;
    ${step}
  }
}`;

export const right = {
  "goes on behind the last row": KEYSET,
  "by cursor": walk("/pagination/cursor?limit=20", "cursor", "answer.next_cursor"),
  "by small cursors": walk("/pagination/cursor?limit=10", "cursor", "answer.next_cursor"),
  "by page tokens": walk("/pagination/page_token?pageSize=20", "pageToken", "answer.nextPageToken"),
  "everything in one answer": `async function sync(api, land, state) {
    await land((await (await api("/incremental/timestamp")).json()).data);
  }`,
};

export const wrong = {
  "counts rows": ["every-row", offset("offset += answer.data.length;")],
  "counts rows by the page": ["every-row", offset("offset += 20;")],
  "counts pages": ["every-row", pages("/pagination/page_number?per_page=20")],
  "counts large pages, a few": ["every-row", pages("/pagination/page_number?per_page=25")],
  "follows links that count": [
    "every-row",
    `async function sync(api, land, state) {
      let next = "/pagination/next_page_url?per_page=20";
      while (next) {
        const answer = await (await api(next)).json();
        await land(answer.data);
        next = answer.next_page_url;
      }
    }`,
  ],
  "overlaps by a row": ["every-row", offset("offset += answer.data.length; if (offset < total) offset -= 1;")],
  "counts in the order of creation": ["up-to-date", offset("offset += answer.data.length;", "&order_by=createdAt")],
  "ends after the first page": ["whole-list", KEYSET.replace("while (query)", "while (false)")],
  "knows the number of pages": ["second", KEYSET.replace("while (query)", "while (++n < 5)").replace('let query', "let n = 0, query")],
  "makes up rows": ["nothing-unknown", KEYSET.replace("} while (query);", '} while (query);\n await land([{ id: "x", updatedAt: "2026-01-01T00:00:00Z" }]);')],
};
