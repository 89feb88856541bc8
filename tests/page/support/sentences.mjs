// What the page says of code that goes wrong: the one list of it, for Node and for browsers. A text is the whole sentence, an expression
// a part that time or chance does not change; a guess is what the rows alone show.

/** Of each lesson's start: what is said below the picture, or as the error; null of one that is right. */
export const STARTS = {
  "page-numbers": { seen: "The sync ended with page 4, request 4, and its answer says `total_pages`: 5." },
  offset: { seen: "Offset 20 came with no request: request 1 ended with 19, request 2 began at 21. There are 9 such gaps." },
  "next-link": {
    seen: "Request 2 is not the link that the answer before gave in `next_page_url`: `per_page`, `order_by` and `order_type` are missing.",
  },
  keyset: { seen: "Request 2 sent a `scroll_param` that no answer gave: the answer before had another in `scroll_param`." },
  checkpoint: {
    seen: /^Sync 2 asked for what changed since \S+Z, and the newest row that had landed before is from \S+Z\. What came between the two was never asked for\.$/,
  },
  crash: {
    seen: /^Sync 1 was killed after its request 3, whose answer leads on to older rows, and sync 2 asked only for what changed since 2025-12-31T\S+Z\.$/,
  },
  "moving-offset": { guess: /Rows are missing that never were late: it looks as if pages were counted/ },
  "late-rows": {
    guess:
      /\d+ of the rows that are missing or too old came late: .* Begin each sync 600 seconds before the newest updatedAt of the last one/,
  },
  "id-steps": { seen: "7 rows came twice. The first of them: the last row of request 1 is the first of request 2." },
  passwords: {
    error: {
      line: 11,
      what: "`land` takes an array of rows, and this is undefined.",
      came: "The answer to request 1, GET /auth/http_basic, was 401 ‘Invalid API key or format’, so it has no rows.",
      help:
        'What follows ‘Basic’ is not the base64 form of user:password. Write `btoa(user + ":" + password)`. ' +
        "Look at `response.status` before you read the body.",
    },
  },
  "token-expiry": { seen: /^From request \d on, \d answers were 401 ‘[^’]+’\. No login followed\.$/ },
  "csv-export": { seen: "The file of request 1 holds 200 rows, and 400 landed. A line break inside quotes does not end a row." },
  companies: {
    error: {
      line: 12,
      what: "`land` takes an array of rows, and this is undefined.",
      came: "The answer to request 4, GET /cursors/2/departments/3/employees, was 404 ‘employees of department_id '3' not found’, so it has no rows.",
      help: "Look at `response.status` before you read the body, and decide what this one means here.",
    },
  },
  limits: {
    seen: /^\d+ requests were answered with 429 ‘Rate limit exceeded’, and none of them was asked again\. The first was request \d, GET \/pagination\/page_number\?per_page=20&page=\d\.$/,
  },
  "empty-pages": { seen: "The sync ended while the last answer, to request 3, still had `next_cursor`: the list goes on." },
  "repeated-last-page": { seen: "Requests 9 to 20 brought the same rows as request 8." },
  "last-cursor": {
    seen:
      "From request 14 on, all requests were the same: the cursor that they sent was the one that came back in `X-Next-Cursor`. " +
      "No rows came with any of them.",
    error: {
      line: null,
      what: /^Stopped after (3 seconds|1,000 requests, the most that one sync can make here)\.$/,
      came: "Request 13 brought the last new row; those after it brought none.",
    },
  },
  free: null,
};

const whole = (body) => `async function sync(api, land, state) {\n${body.trim().replace(/^/gm, "  ")}\n}\n`;
const has =
  (...parts) =>
  ({ start }) =>
    parts.every((part) => start.includes(part));
const error = (line, what, help, more = {}) => ({ error: { line, what, help, ...more } });
const lineOf = (code, part) => code.split("\n").findIndex((line) => line.includes(part)) + 1;
/** The path of a lesson's request. */
const pathOf = ({ request: { path, query } }) =>
  `${path}${query.length ? "?" : ""}${query.map(({ name, value }) => `${name}=${value}`).join("&")}`;
const isList = (lesson) => lesson.stream === "people" && !/auth|export/.test(lesson.request.path);

/**
 * Slips of those who write their first sync. `suits` says in which lessons one can be made, `code` makes it in a lesson, `says` what the
 * page says of that code, as above.
 */
export const SLIPS = [
  {
    name: "no await before api",
    suits: has("await api("),
    code: ({ start }) => start.replace("await api(", "api("),
    says: (code) =>
      error(
        lineOf(code, "api("),
        "Write `await` before `api(…)`.",
        /^Without it there is only a promise, and `(json|text)` of the answer is not there yet\.$/,
      ),
  },
  {
    name: "no await before json()",
    suits: has("await response.json()"),
    code: ({ start }) => start.replace("await response.json()", "response.json()"),
    says: (code) =>
      error(
        lineOf(code, "response.json()"),
        "Write `await` before the call of `json()`.",
        /^Without it there is only a promise, and `\w+` of the answer is not there yet\.$/,
      ),
  },
  {
    name: "no await before api, and a line between",
    suits: ({ id }) => id === "page-numbers",
    code: () => whole('const r = api("/pagination/offset");\nconst a = await r.json();\nawait land(a.data);'),
    says: () =>
      error(2, "Write `await` before `api(…)`.", "Without it there is only a promise, and `json` of the answer is not there yet."),
  },
  {
    name: "a promise that is gone through",
    suits: ({ id }) => id === "companies",
    code: () => whole('for (const company of api("/cursors/companies")) console.log(company);'),
    says: () => error(2, "Write `await` before `api(…)`.", "Without it there is only a promise, which is no list."),
  },
  {
    name: "an answer that is gone through",
    suits: ({ id }) => id === "companies",
    code: () => whole('const response = await api("/cursors/companies");\nfor (const company of response) console.log(company);'),
    says: () => error(3, "The rows are in the body of the answer.", "Read it first: `const { data } = await response.json()`."),
  },
  {
    name: "an object that is gone through",
    suits: ({ id }) => id === "companies",
    code: () =>
      whole('const answer = await (await api("/cursors/companies")).json();\nfor (const company of answer) console.log(company);'),
    says: () => error(3, /is not iterable$/, "What is gone through is no list. Take the list of the answer, such as `answer.data`."),
  },
  {
    name: "places in place of rows",
    suits: ({ id }) => id === "page-numbers",
    code: () =>
      whole('const { data } = await (await api("/pagination/offset")).json();\nfor (const row in data) {\n  await land([row]);\n}'),
    says: () =>
      error(
        4,
        "Row 1 cannot land: it is a string.",
        "`for (… in …)` in line 3 goes through the numbers of the places. Write `of` in place of `in` for the rows themselves.",
      ),
  },
  {
    name: "the last one as in Python",
    suits: ({ id }) => id === "checkpoint",
    code: ({ start }) => start.replace(/state\.since = .*/, "state.since = data[-1].updatedAt;"),
    says: (code) => error(lineOf(code, "data[-1]"), /^TypeError: /, "`[-1]` is Python. In JavaScript the last one is `.at(-1)`."),
  },
  {
    name: "the status as in Python",
    suits: ({ id }) => id === "limits",
    code: () => whole('const response = await api("/health");\nif (response.status_code === 429) await sleep(1);'),
    says: () => error(3, "There is no `status_code`.", "In JavaScript it is `status`."),
  },
  {
    name: "an empty row",
    suits: ({ id }) => id === "csv-export",
    code: () => whole('await land([]);\nawait land([{ id: "" }]);'),
    says: () =>
      error(3, "Row 1 of landing 2 cannot land: it is empty.", "Behind the last line end of a file there is no row: leave it out."),
  },
  {
    name: "a promise that lands",
    suits: isList,
    code: (lesson) => whole(`await land(api("${pathOf(lesson)}"));`),
    says: () => error(2, "`land` takes an array of rows, and this is a promise.", "Write `await` before it."),
  },
  {
    name: "a response that lands",
    suits: isList,
    code: (lesson) => whole(`await land(await api("${pathOf(lesson)}"));`),
    says: () =>
      error(2, "`land` takes an array of rows, and this is a response.", "Its rows are in its body: `(await response.json()).data`."),
  },
  {
    name: "an answer that lands",
    suits: isList,
    code: (lesson) => whole(`await land(await (await api("${pathOf(lesson)}")).json());`),
    says: () => error(2, "`land` takes an array of rows, and this is an object.", "Its `data` is a list: land that."),
  },
  {
    name: "a list by another name",
    suits: isList,
    code: (lesson) => whole(`await land((await (await api("${pathOf(lesson)}")).json()).items);`),
    says: () =>
      error(
        2,
        "`land` takes an array of rows, and this is undefined.",
        "Is there an `await` before `json()`? And does the answer's list have that name?",
        { came: null },
      ),
  },
  {
    name: "rows that are returned",
    suits: isList,
    code: (lesson) => whole(`const { data } = await (await api("${pathOf(lesson)}")).json();\nreturn data;`),
    says: () => ({ seen: /^`sync` returned [\d,]+ rows\. Rows count when they land: `await land\(rows\)`\.$/ }),
  },
  {
    name: "the path of another API",
    suits: isList,
    code: () => whole('const { data } = await (await api("/api/v1/people")).json();\nawait land(data);'),
    says: () =>
      error(
        3,
        "`land` takes an array of rows, and this is undefined.",
        "Look at `response.status` before you read the body, and decide what this one means here.",
        { came: /^The answer to request 1, GET \/api\/v1\/people, was 404 ‘[^’]+’, so it has no rows\.$/ },
      ),
  },
  {
    name: "more rows than there may be",
    suits: has("per_page="),
    code: () => whole('const { data } = await (await api("/pagination/page_number?per_page=100")).json();\nawait land(data);'),
    says: () =>
      error(3, "`land` takes an array of rows, and this is undefined.", "Look at `response.ok` before you read the body.", {
        came: /^The answer to request 1, GET \/pagination\/page_number\?per_page=100, was 400 ‘[^’]*per_page[^’]*’, so it has no rows\.$/,
      }),
  },
  {
    name: "Python",
    suits: () => true,
    code: () => 'def sync(api, land, state):\n    rows = api("/pagination/offset").json()\n    land(rows)\n',
    says: () =>
      error(1, "This looks like Python; here it is JavaScript.", "In JavaScript this line is:", {
        beside: { python: "def sync(api, land, state):", javascript: "async function sync(api, land, state) {" },
      }),
  },
  ...[
    ["import requests", "", "There is nothing to import: `api`, `land`, `sleep` and `state` are here."],
    ["import requests, time", "", "There is nothing to import: `api`, `land`, `sleep` and `state` are here."],
    ['raise Exception("no rows")', 'throw new Error("no rows");'],
    ["newest = max(row.updatedAt for row in rows)", "newest = rows.map((row) => row.updatedAt).reduce((a, b) => (a > b ? a : b))"],
    ["ids = [row.id for row in rows]", "ids = rows.map((row) => row.id)"],
    ["from time import sleep", "", "There is nothing to import: `api`, `land`, `sleep` and `state` are here."],
    ["for row in rows:", "for (const row of rows) {"],
    ["if row is None and not done:", "if (row === null && !done) {"],
    ["elif page == 3:", "} else if (page == 3) {"],
    ["while True:", "while (true) {"],
    ['path = f"/people?page={page}"', "path = `/people?page=${page}`"],
    ["# the next page", "// the next page"],
    ["except KeyError as error:", "} catch (error) {"],
  ].map(([python, javascript, help = "In JavaScript this line is:"]) => ({
    name: `Python: ${python}`,
    suits: ({ id }) => id === "page-numbers",
    code: ({ start }) => start.replace("{\n", `{\n  ${python}\n`),
    says: () => error(2, "This looks like Python; here it is JavaScript.", help, { beside: { python, javascript } }),
  })),
  {
    name: "a name of Python",
    suits: ({ id }) => id === "page-numbers",
    code: () => whole("let page = None;"),
    says: () => error(2, "ReferenceError: None is not defined", "This looks like Python. In JavaScript it is `null`."),
  },
  {
    name: "a syntax error",
    suits: ({ start }) => Boolean(start),
    code: ({ start }) => start.replace("{\n", "{\n  const = 1;\n"),
    says: () => error(2, "SyntaxError: Unexpected token '='", ""),
  },
  {
    name: "a bracket left open",
    suits: ({ start }) => Boolean(start),
    code: ({ start }) => start.replace(/\}\n$/, "\n"),
    says: (code) =>
      error(code.split("\n").length, "SyntaxError: the code ends too early.", "A bracket, a quote or a comment is still open."),
  },
  {
    name: "a header as a member",
    suits: has(".headers.get("),
    code: ({ start }) => start.replace(/\.headers\.get\(("[^"]+")\)/, ".headers[$1]"),
    says: (code) => error(lineOf(code, ".headers["), "Headers are not a dict.", /^Ask with `\.headers\.get\("[\w-]+"\)`\.$/),
  },
  {
    name: "ids that are texts",
    suits: ({ id }) => id === "id-steps",
    code: () =>
      whole(`let start = 1;
while (true) {
  const query = "?start_id=" + start + "&end_id=" + (start + 24);
  const { data } = await (await api("/incremental/step" + query)).json();
  if (data.length === 0) break;
  await land(data);
  start = data.at(-1).id + 1;
}`),
    says: () => ({
      seen: 'Request 2 asked from id 251 on, and brought 0 rows. The ids here are strings: "25" + 1 is "251". Write `Number(id) + 1`.',
    }),
  },
  {
    name: "a time with milliseconds",
    suits: ({ id }) => id === "checkpoint",
    code: ({ start }) => start.replace(/state\.since = .*/, "state.since = now.toISOString();"),
    says: (code) =>
      error(
        lineOf(code, "await land("),
        "`land` takes an array of rows, and this is undefined.",
        "Look at `response.ok` before you read the body.",
        {
          came: /^The answer to request 1 of sync 2, GET \/incremental\/timestamp\?since=\S+Z, was 400 ‘[^’]*since[^’]*’, so it has no rows\.$/,
        },
      ),
  },
  {
    name: "a state of its own",
    suits: ({ id }) => id === "checkpoint",
    code: ({ start }) => start.replace(/state\.since = .*/, "state = { since: data.at(-1).updatedAt };"),
    says: () => ({
      seen: "`state = …` makes another object, which is lost. The next sync finds what was written into the one it was given: `state.since = …`.",
    }),
  },
  {
    name: "a state that is returned",
    suits: ({ id }) => id === "checkpoint",
    code: ({ start }) => start.replace(/state\.since = .*/, "return { since: data.at(-1).updatedAt };"),
    says: () => ({
      seen: "`sync` returned an object, which is lost. The next sync finds what was written into `state`: `state.since = …`.",
    }),
  },
  {
    name: "a throw of a text",
    suits: ({ start }) => Boolean(start),
    code: () => whole('throw "no";'),
    says: () => error(null, "The code threw ‘no’.", "", { came: null }),
  },
  {
    name: "milliseconds in sleep",
    suits: ({ id }) => id === "last-cursor",
    code: () => whole('await api("/health");\nawait sleep(1000);'),
    says: () =>
      error(
        3,
        "Stopped after 3 seconds, and it was asleep: `sleep(1000)` waits for 1,000 seconds.",
        "`sleep` takes seconds, not milliseconds.",
      ),
  },
  {
    name: "an endless loop without a request",
    suits: ({ id }) => id === "page-numbers",
    code: () => whole("while (true) {}"),
    says: () =>
      error(
        null,
        "Stopped after 5 seconds in which the code ran without a pause and made no request.",
        "Does a loop wait for something that never changes in it?",
      ),
  },
  {
    name: "fetch",
    suits: ({ start }) => Boolean(start),
    code: ({ start }) => start.replace("api(", "fetch("),
    says: (code) => error(lineOf(code, "fetch("), /Use api\(path\) in place of fetch: only requests to the playground count here\.$/, ""),
  },
  {
    name: "a path without its slash",
    suits: ({ start }) => Boolean(start),
    code: () => whole('await api("pagination/offset");'),
    says: () => error(2, "A path starts with a slash, such as /pagination/offset; this is ‘pagination/offset’.", ""),
  },
  {
    name: "a row without its key",
    suits: isList,
    code: () => whole('await land([{ name: "x" }]);'),
    says: () => error(2, "Row 1 cannot land: it has no `id`.", "That is what tells the rows apart. This one has `name`."),
  },
];

/** Whether a text is as expected: nothing is expected of what is undefined. */
export const fits = (text, expected) =>
  expected === undefined || (expected instanceof RegExp ? expected.test(String(text ?? "")) : text === expected);
