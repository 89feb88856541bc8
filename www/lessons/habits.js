// The odd habits of lists. Each has a setting that switches it on.
import { atMost, comesToAnEnd, everyRow, nothingTwice } from "./judge.js";
import { code, DATA, get, prose } from "./start.js";

export const emptyPages = {
  id: "empty-pages",
  title: "Empty pages in the middle",
  text: prose`
A page without rows: surely the end? Not where the server filters *after* reading. A DynamoDB scan with a filter reads so much data,
drops what does not match, and may give you nothing but the key to go on with. Google's rules for its APIs allow empty pages, too.

A loop that stops there works in every test, for test data are dense. In production it ends at the first gap, wherever that is today.

Only the API knows where the end is. Here it says so in \`has_more\` and \`next_cursor\`.
`,
  task: "Go on behind the empty pages, to the real end.",
  settings: { ...DATA, empty_pages: "true" },
  request: get("/pagination/cursor?limit=20"),
  start: code`
async function sync(api, land, state) {
  let cursor = "";
  while (true) {
    const path = "/pagination/cursor?limit=20&cursor=" + cursor;
    const answer = await (await api(path)).json();
    if (answer.data.length === 0) break;
    await land(answer.data);
    if (!answer.next_cursor) break;
    cursor = answer.next_cursor;
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let cursor = "";
  do {
    const path = "/pagination/cursor?limit=20&cursor=" + cursor;
    const answer = await (await api(path)).json();
    await land(answer.data);
    cursor = answer.next_cursor;
  } while (cursor);
}
`,
  hint: "Look at the last answer in the timeline: it has no rows. What else does it hold?",
  checks: [everyRow, nothingTwice, atMost(20)],
  reason: "every-row",
};

export const repeatedLastPage = {
  id: "repeated-last-page",
  title: "The last page, again and again",
  text: prose`
What is on page 9 of 8? Most APIs say: nothing. Some say 404. And some give page 8 once more, for their paginator turns a number too
high into the last one: Django's \`get_page\` does.

If the API does not tell how many pages there are, a loop “until a page is empty” never ends. People put a cap on it, and the last page
lands a dozen times. Where the destination merges, nobody even notices.

So notice that nothing new comes: the same first id as on the page before. A full last page looks like any other.
`,
  task: "Stop when the last page comes again, and land it once.",
  settings: { ...DATA, past_end: "repeat", drop_total: "true" },
  request: get("/pagination/page_number?per_page=25&page=9"),
  start: code`
async function sync(api, land, state) {
  // It ran for ever once, so there is a limit now.
  for (let page = 1; page <= 20; page++) {
    const path = "/pagination/page_number?per_page=25&page=" + page;
    const { data } = await (await api(path)).json();
    if (data.length === 0) break;
    await land(data);
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let before;
  for (let page = 1; ; page++) {
    const path = "/pagination/page_number?per_page=25&page=" + page;
    const { data } = await (await api(path)).json();
    if (data.length === 0 || data[0].id === before) break;
    await land(data);
    before = data[0].id;
  }
}
`,
  hint: "Keep the id of each page's first row, and compare it with the next page's before you land anything.",
  checks: [nothingTwice, everyRow, atMost(10)],
  reason: "nothing-twice",
};

export const shortPages = {
  id: "short-pages",
  title: "Short pages in the middle",
  text: prose`
“Fewer rows than I asked for, so this was the last page.” It saves a request, and it is a guess: a limit is the *most* that may come,
never a promise.

Slack's manual says that a page may be short although more follow, and so do Google's rules: rows may be dropped after the page was
read, or time ran out. The guess holds in tests and breaks with the first account that hides something.

Here the paging is Google's: send \`nextPageToken\` back as \`pageToken\` until there is none.
`,
  task: "End where the API ends, not where a page is short.",
  settings: { ...DATA, short_pages: "true" },
  request: get("/pagination/page_token?pageSize=20"),
  start: code`
async function sync(api, land, state) {
  const size = 20;
  let token = "";
  let rows;
  do {
    const query = "?pageSize=" + size + "&pageToken=" + token;
    const response = await api("/pagination/page_token" + query);
    const answer = await response.json();
    rows = answer.data;
    token = answer.nextPageToken;
    await land(rows);
  } while (rows.length === size);
}
`,
  solution: code`
async function sync(api, land, state) {
  let token = "";
  do {
    const query = "?pageSize=20&pageToken=" + token;
    const response = await api("/pagination/page_token" + query);
    const answer = await response.json();
    await land(answer.data);
    token = answer.nextPageToken;
  } while (token);
}
`,
  hint: "The last answer that came still has a `nextPageToken`. What does the loop ask instead?",
  checks: [everyRow, nothingTwice, atMost(15)],
  reason: "every-row",
};

export const lastCursor = {
  id: "last-cursor",
  title: "A cursor that never ends",
  text: prose`
Lists that grow have no last page. Their APIs always give a cursor, so that you can come back later. Zendesk's incremental export does,
with \`end_of_stream\` beside it.

The loop “while there is a cursor” then asks for nothing, for ever, as fast as it can. It looks like a sync that hangs.

The sign of the end differs, and stands in the manual: a flag, a missing link or, as here in the header \`X-Next-Cursor\`, a cursor that
leads to *itself*. An empty page alone is no sign; you know why.
`,
  task: "Stop when the cursor no longer moves.",
  settings: { ...DATA, last: "cursor" },
  seconds: 3,
  request: get("/pagination/cursor_header?limit=20"),
  start: code`
async function sync(api, land, state) {
  let cursor = "";
  do {
    const path = "/pagination/cursor_header?limit=20&cursor=" + cursor;
    const response = await api(path);
    const { data } = await response.json();
    await land(data);
    cursor = response.headers.get("x-next-cursor");
  } while (cursor);
}
`,
  solution: code`
async function sync(api, land, state) {
  let cursor = "";
  let next = "";
  do {
    cursor = next;
    const path = "/pagination/cursor_header?limit=20&cursor=" + cursor;
    const response = await api(path);
    const { data } = await response.json();
    await land(data);
    next = response.headers.get("x-next-cursor");
  } while (next && next !== cursor);
}
`,
  hint: "Look at the `cursor` of the last requests in the timeline. Compare the cursor you get with the one you sent.",
  checks: [comesToAnEnd, everyRow, nothingTwice, atMost(12)],
  reason: "ends",
};

/** No habit and no check: for trying things. */
export const free = {
  id: "free",
  title: "Try freely",
  text: prose`
No task here. Requests go to the server as it is; the drawer *Server* has its settings: a million records, ties, limits, the odd habits
of real APIs.

The Reference lists every endpoint and sends any of them to this request bar. Or write a sync: the picture says what is missing.
`,
  task: "Build the connector that you need, and then switch on a setting that breaks it.",
  settings: {},
  request: get("/pagination/offset?limit=10"),
  start: code`
async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=50";
  while (next) {
    const response = await api(next);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    await land(answer.data);
    console.log(answer.page, answer.data.length);
    next = answer.next_page_url;
  }
}
`,
  solution: null,
  hint: "",
  checks: [],
  reason: null,
};
