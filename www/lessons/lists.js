// How a list is read: all its pages, and after that only what is new.
import { count } from "../model/words.js";
import { atMost, byHand, everyRow, followsLinks, nothingTwice, ofSyncs } from "./judge.js";
import { code, DATA, get, prose } from "./start.js";

const path = "/pagination/page_number?per_page=";

export const firstRequest = {
  id: "first-request",
  title: "A first request",
  text: prose`
An API is asked by URL. \`GET\` means: read. The path says which list, the parameters behind the \`?\` say how much of it.

The answer has three parts. The *status* says how it went: 200 means that all is well, 4xx that the request is wrong, 5xx that the
server is in trouble. *Headers* say what came. The *body* holds the rows, here as JSON.

Long lists come in pages, and a page has a largest size: 100 rows at GitHub and Stripe, 50 here. If you ask for more, you get less, or
an error whose body says why. Read it before you guess.
`,
  task: "Send the request as it stands. Then ask for 50 rows on a page, and then for 51.",
  settings: DATA,
  request: get(`${path}5`),
  start: null,
  solution: [get(`${path}5`), get(`${path}50`), get(`${path}51`)],
  hint: "The number of rows is the value of `per_page`. The third answer is meant to fail: look at its status and its body.",
  checks: [
    byHand("rows", "An answer with rows came.", ({ status, rows }) => status === 200 && rows > 0),
    byHand("fifty", "50 rows came at once.", ({ status, rows }) => status === 200 && rows === 50),
    byHand("refused", "A 400 came, and says what is wrong.", ({ status, text }) => status === 400 && text.includes("per_page")),
  ],
  reason: "fifty",
};

export const pageNumbers = {
  id: "page-numbers",
  title: "Page numbers",
  text: prose`
The simplest paging counts: \`page=1\`, 2, 3 and so on. WordPress does it, and so do many APIs that began as a web page with numbers at
its foot.

From now on you write code. \`api(path)\` makes a request, \`land(rows)\` puts rows into the destination. The picture has a cell for
each row of the API, in order of \`updatedAt\`.

The end is where it goes wrong. Is \`total_pages\` the last page, or one behind it? A loop that is off by one loses a whole page, often
the newest rows, and nobody gets an error.
`,
  task: "Press Run and look at what is missing. Then mend the loop.",
  settings: { ...DATA, records: "220" },
  request: get("/pagination/page_number?per_page=50&page=5"),
  start: code`
async function sync(api, land, state) {
  let page = 1;
  let answer;
  do {
    const path = "/pagination/page_number?per_page=50&page=" + page;
    const response = await api(path);
    answer = await response.json();
    await land(answer.data);
    page += 1;
  } while (page < answer.total_pages);
}
`,
  solution: code`
async function sync(api, land, state) {
  let page = 1;
  let answer;
  do {
    const path = "/pagination/page_number?per_page=50&page=" + page;
    const response = await api(path);
    answer = await response.json();
    await land(answer.data);
    page += 1;
  } while (page <= answer.total_pages);
}
`,
  hint: "Pages count from 1, so 5 is a page too. Which value has `page` when the loop asks whether to go on?",
  checks: [everyRow, nothingTwice, atMost(6)],
  reason: "every-row",
};

export const offset = {
  id: "offset",
  title: "Offset, and what goes wrong at borders",
  text: prose`
\`offset\` says how many rows to skip, \`limit\` how many to return, as in SQL. Jira calls them \`startAt\` and \`maxResults\`,
Elasticsearch \`from\` and \`size\`.

A page must begin exactly where the one before ended. One too far, and each border loses a row; one too few, and it brings a row twice.
Among a million rows, nobody notices for months.

Even right code has a weakness: when a row is deleted while you page, those behind it move up, and one slips over the border. Deep
offsets are slow, too: Elasticsearch stops at 10,000 rows unless told otherwise.
`,
  task: "Mend the loop so that no border loses a row.",
  settings: DATA,
  request: get("/pagination/offset?limit=20&offset=0"),
  start: code`
async function sync(api, land, state) {
  const limit = 20;
  let offset = 0;
  let total;
  do {
    const path = "/pagination/offset?limit=" + limit + "&offset=" + offset;
    const answer = await (await api(path)).json();
    await land(answer.data);
    total = answer.total;
    // The next page starts one behind the end of this one.
    offset = offset + limit + 1;
  } while (offset < total);
}
`,
  solution: code`
async function sync(api, land, state) {
  let offset = 0;
  let total;
  do {
    const path = "/pagination/offset?limit=20&offset=" + offset;
    const answer = await (await api(path)).json();
    await land(answer.data);
    total = answer.total;
    offset += answer.data.length;
  } while (offset < total);
}
`,
  hint: "After the first page you have 20 rows. How many rows does the next request have to skip?",
  checks: [everyRow, nothingTwice, atMost(11)],
  reason: "every-row",
};

export const nextLink = {
  id: "next-link",
  title: "Follow the next link",
  text: prose`
Some APIs hand you the next request ready-made: a URL in the body, or in the header \`Link\` as GitHub does. Microsoft Graph calls it
\`@odata.nextLink\`. Follow it until there is none.

The link holds all that the next page needs: order, filter, size, place. Take it *whole*. If you pick the page number out of it and
build a URL of your own, you forget a parameter sooner or later. The next page is then a page of *another* list: some rows come twice,
others never, and every answer is a 200.
`,
  task: "This sync reads the newest rows first. Let it follow the links as they come.",
  settings: DATA,
  request: get("/pagination/next_page_url?per_page=40&order_type=desc"),
  start: code`
async function sync(api, land, state) {
  let path = "/pagination/next_page_url?per_page=40&order_type=desc";
  while (path) {
    const answer = await (await api(path)).json();
    await land(answer.data);

    path = null;
    if (answer.next_page_url) {
      const page = new URL(answer.next_page_url).searchParams.get("page");
      path = "/pagination/next_page_url?page=" + page;
    }
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=40&order_type=desc";
  while (next) {
    const answer = await (await api(next)).json();
    await land(answer.data);
    next = answer.next_page_url;
  }
}
`,
  hint: "Compare the second request in the timeline with the first answer's `next_page_url`. `api` takes a whole URL, too.",
  checks: [everyRow, nothingTwice, followsLinks("next_page_url")],
  reason: "every-row",
};

export const keyset = {
  id: "keyset",
  title: "Keyset, and rows that share a second",
  text: prose`
Keyset paging does not count rows. It resumes *after* the last row seen: “all later than 10:15:00, please”. Rows may come and go, and
page 1,000 is as fast as page 1.

But timestamps tie. A bulk import stamps thousands of rows with the same second. If a page ends among them, “later than” skips the rest.
So Elasticsearch's \`search_after\` needs a tie-breaker, a second key that is unique.

Here 15 rows share a second, and a border falls among them. The API's \`scroll_param\` remembers the row; a cursor made of a timestamp
remembers only the second.
`,
  task: "Find the rows that get lost, and page in a way that keeps them.",
  settings: { ...DATA, ties: "15" },
  request: get("/pagination/keyset"),
  start: code`
async function sync(api, land, state) {
  let path = "/pagination/keyset";
  while (true) {
    const { data } = await (await api(path)).json();
    if (data.length === 0) break;
    await land(data);

    // Go on behind the last row.
    const last = data[data.length - 1];
    const cursor = encodeURIComponent(btoa(last.updatedAt));
    path = "/pagination/keyset?scroll_param=" + cursor;
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let path = "/pagination/keyset";
  while (path) {
    const answer = await (await api(path)).json();
    await land(answer.data);
    const next = answer.scroll_param;
    path = next && "/pagination/keyset?scroll_param=" + encodeURIComponent(next);
  }
}
`,
  hint: "Each answer says in `scroll_param` where to go on. Send that back until it is null.",
  checks: [everyRow, nothingTwice, atMost(5)],
  reason: "every-row",
};

export const checkpoint = {
  id: "checkpoint",
  title: "Incremental sync, and the checkpoint",
  text: prose`
A sync that runs every hour must not read everything every hour. It keeps a *checkpoint* and asks only for what changed since. Singer
calls it a bookmark, Airbyte a cursor, Fivetran state. Here it is \`state\`: the next sync finds what you write into it. Run starts two
syncs.

Take the checkpoint from the *data*: the newest \`updatedAt\` that landed. Your clock is not the server's; where it is ahead, rows are
lost for good. Land first, then move the checkpoint: a crash in between repeats rows instead of losing them.

\`since\` includes the bound, so the last row comes again. This destination merges by \`id\`, so it does no harm.
`,
  task: "Let the second sync ask only for what is new.",
  settings: DATA,
  merges: true,
  syncs: 2,
  request: get("/incremental/timestamp?since=2025-12-31T00:00:00Z"),
  start: code`
async function sync(api, land, state) {
  const response = await api("/incremental/timestamp");
  const { data } = await response.json();
  await land(data);
  state.lastSync = new Date().toISOString();
}
`,
  solution: code`
async function sync(api, land, state) {
  const query = state.since ? "?since=" + state.since : "";
  const response = await api("/incremental/timestamp" + query);
  const { data } = await response.json();
  await land(data);
  if (data.length > 0) state.since = data.at(-1).updatedAt;
}
`,
  hint: "Rows come in order of `updatedAt`: the last one is the newest. Keep its time in `state`, and send it as `since`.",
  checks: [
    everyRow,
    ofSecond("resumes", "The second sync asks from the newest row of the first on.", ([{ path }], bound) => {
      const since = new URLSearchParams(path.split("?")[1]).get("since");
      return since === bound || (since ? `It asked since ${since}; the newest row is of ${bound}.` : "It asked for everything.");
    }),
    ofSecond("brings-little", "The second sync brings the rows of that moment, and no others.", (exchanges, _, rows) => {
      const brought = exchanges.reduce((sum, exchange) => sum + (exchange.rows ?? 0), 0);
      return brought === rows || `It brought ${count(brought, "row")}; ${rows} would do.`;
    }),
  ],
  reason: "resumes",
};

/** A check of the second sync: its requests, against the newest `updatedAt` of the first, and how many rows have that. */
function ofSecond(id, text, holds) {
  return ofSyncs(id, text, ([first, second]) => {
    const times = first.landed.flat().map(({ updatedAt }) => updatedAt).sort();
    if (!times.length || !second?.exchanges.length) return "There was no second sync after a first that landed rows.";
    const bound = times.at(-1);
    return holds(second.exchanges, bound, times.filter((time) => time === bound).length);
  });
}

export const idSteps = {
  id: "id-steps",
  title: "Steps by id",
  text: prose`
Some APIs have no list, only rows with numbers. Hacker News tells you its highest item, and you fetch your way up.

A step has two ends. Do both belong to it? SQL's \`BETWEEN\` includes both, Python's \`range\` only the first. Here \`start_id\` and
\`end_id\` are both *included*, so a step that begins where the last one ended lands a row twice.

In production ids have gaps where rows were deleted: an empty step need not be the end. And reading by id finds new rows, but never that
an old one changed.
`,
  task: "Let the steps meet without sharing a row.",
  settings: DATA,
  stream: "step",
  request: get("/incremental/step?start_id=1&end_id=25"),
  start: code`
async function sync(api, land, state) {
  const step = 25;
  let start = 1;
  while (true) {
    const end = start + step;
    const query = "?start_id=" + start + "&end_id=" + end;
    const { data } = await (await api("/incremental/step" + query)).json();
    if (data.length === 0) break;
    await land(data);
    start = end;
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  const step = 25;
  let start = 1;
  while (true) {
    const end = start + step - 1;
    const query = "?start_id=" + start + "&end_id=" + end;
    const { data } = await (await api("/incremental/step" + query)).json();
    if (data.length === 0) break;
    await land(data);
    start = end + 1;
  }
}
`,
  hint: "How many rows are there from 1 to 26, both included? And which is the first row that the first step did not bring?",
  checks: [everyRow, nothingTwice, atMost(10)],
  reason: "nothing-twice",
};
