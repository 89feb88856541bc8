// Every list of the OpenAPI document, walked to its end at the edge by what its hints say (`x-paging`), and judged by the checker there. A
// new list is walked without a change here; one with a new way of paging fails until there is a loop for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, settings } from "./table.mjs";
import { startEdge } from "./tasks.mjs";

const limit = { timeout: 120_000 };
const ROWS = 200;
/** More pages than any list here has. */
const ENDLESS = 100;
/** Rows on a page, where a client may choose. 200 is no multiple of it. */
const SIZE = 30;

/** What of a list is asked for next; `answer` is the one before, none at first. Each ends with nothing. */
const WAYS = {
  *next_link({ member, first }) {
    for (let answer = yield first(); member(answer); ) answer = yield { url: member(answer) };
  },
  *link_header({ first }) {
    for (let answer = yield first(); ; ) {
      const next = /<([^>]*)>; rel="next"/.exec(answer.headers.link ?? "");
      if (!next) return;
      answer = yield { url: next[1] };
    }
  },
  *page({ member, first, hints }) {
    for (let [page, pages] = [1, 1]; page <= pages; page += 1) pages = member(yield first({ [hints.parameter]: page }));
  },
  // Nothing but a page without rows tells the end.
  *page_in_path({ first, hints }) {
    for (let page = 1; (yield first({}, { [hints.parameter]: page })).rows.length; page += 1);
  },
  *offset({ member, first, hints }) {
    for (let [offset, total] = [0, 1]; offset < total; ) {
      const answer = yield first({ [hints.parameter]: offset });
      offset += answer.rows.length;
      total = member(answer);
    }
  },
  *cursor({ member, first, bare, hints }) {
    for (let answer = yield first(); member(answer); ) answer = yield bare({ [hints.parameter]: member(answer) });
  },
  *token({ member, first, hints }) {
    for (let answer = yield first(); member(answer); ) answer = yield first({ [hints.parameter]: member(answer) });
  },
  *token_header({ first, hints }) {
    const next = ({ headers }) => headers[hints.next.toLowerCase()];
    for (let answer = yield first(); next(answer); ) answer = yield first({ [hints.parameter]: next(answer) });
  },
  *last_key({ member, first, hints }) {
    for (let answer = yield first(); member(answer); ) answer = yield first({ [hints.parameter]: answer.rows.at(-1)[hints.key] });
  },
  *range({ first, hints }) {
    for (let [from, total] = [0, 1]; from < total; ) {
      const answer = yield { ...first(), headers: { [hints.parameter]: `items=${from}-${from + SIZE - 1}` } };
      from += answer.rows.length;
      total = Number(answer.headers[hints.next.toLowerCase()].split("/")[1]);
    }
  },
  *single({ first }) {
    yield first();
  },
};

/** All rows of a list, by a right loop for its way of paging. `places` has the values of its path. */
async function walk({ origin, base, path, method, hints, places }) {
  assert.ok(Object.hasOwn(WAYS, hints.way), `${path}: no loop for the way '${hints.way}'`);
  const size = hints.size ? { [hints.size]: SIZE } : {};
  const bare = (parameters, more = {}) => {
    const target = path.replace(/\{(\w+)\}/g, (_, name) => ({ ...places, ...more })[name]);
    if (method === "post") return { url: base + target, body: JSON.stringify(parameters) };
    return { url: `${base}${target}?${new URLSearchParams(parameters)}` };
  };
  const first = (parameters = {}, more) => bare({ ...size, ...parameters }, more);
  const member = ({ body }) => body[hints.next];
  const asked = WAYS[hints.way]({ member, first, bare, hints });
  const rows = [];
  let answer;
  for (let pages = 0; ; pages += 1) {
    assert.ok(pages < ENDLESS, `${path}: no end`);
    const { done, value: next } = asked.next(answer);
    if (done) return { rows, pages };
    answer = await page({ origin, method, hints, optional: Object.keys(places).length > 0 }, next);
    rows.push(...answer.rows);
  }
}

async function page({ origin, method, hints, optional }, { url, headers = {}, body }) {
  const type = body ? { "content-type": "application/json" } : {};
  assert.ok(url.startsWith(origin), url);
  const answer = await ask(origin, url.slice(origin.length), { method: method.toUpperCase(), headers: { ...headers, ...type }, body });
  // A list of children that is not there, or is empty, has no rows.
  if (optional && [204, 404].includes(answer.status)) return { headers: answer.headers, body: {}, rows: [] };
  assert.ok([200, 206].includes(answer.status), `${url}: ${answer.status} ${answer.body}`);
  const whole = JSON.parse(answer.body);
  return { headers: answer.headers, body: whole, rows: hints.rows ? whole[hints.rows] : whole };
}

/** The lists of the document, those of parents before those of their children. */
async function lists(origin) {
  const { paths } = JSON.parse((await ask(origin, "/openapi.json")).body);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { "x-paging": hints }]) => ({ path, method, hints })),
  );
  return operations.filter(({ hints }) => hints).sort((a, b) => a.path.split("{").length - b.path.split("{").length);
}

/** What the checker says of an upload. */
async function verdict(origin, prefix, stream, type, body) {
  const answer = await ask(origin, `${prefix}/playground/check?stream=${stream}`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  assert.equal(answer.status, 200, answer.body.toString());
  return JSON.parse(answer.body);
}

/** Asserts that these rows are all there are of a stream. */
async function assertComplete({ origin, prefix, stream, rows, what }) {
  const said = await verdict(origin, prefix, stream, "application/json", JSON.stringify(rows));
  assert.equal(said.verdict, "complete", `${prefix}${what}: ${JSON.stringify(said)}`);
  if (stream === "people") assert.deepEqual([said.truth, said.landed], [ROWS, ROWS]);
}

/** The streams that the checker knows. */
async function checked(origin) {
  const { parameters } = JSON.parse((await ask(origin, "/openapi.json")).body).paths["/playground/check"].post;
  return parameters.find(({ name }) => name === "stream").schema.enum;
}

// Rows that share a second are no trouble, be they some or all.
for (const prefix of ["", "/with/ties=60", "/with/ties=200"]) {
  test(`gives every row once by every paging${prefix && " "}${prefix}`, limit, async (t) => {
    const { origin } = await startEdge(t, { set: settings });
    const [streams, walked] = [await checked(origin), await lists(origin)];
    /** What the rows so far tell of the paths of their children. */
    const parents = [{}];
    assert.ok(walked.length > 10);
    for (const { path, method, hints } of walked) {
      const needed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => name !== hints.parameter);
      const all = [];
      for (const places of parents.filter((parent) => Object.keys(parent).sort().join() === needed.sort().join())) {
        const { rows, pages } = await walk({ origin, base: origin + prefix, path, method, hints, places });
        if (hints.way !== "single") assert.ok(pages >= ROWS / 50, `${path}: ${pages} pages`);
        all.push(...rows);
        if (hints.key !== "id") parents.push(...rows.map((row) => ({ ...places, [hints.key]: row[hints.key] })));
      }
      assert.ok(all.length > 0, path);
      const stream = hints.key === "id" ? "people" : path.split("/").at(-1);
      if (streams.includes(stream)) await assertComplete({ origin, prefix, stream, rows: all, what: path });
      else assert.equal(new Set(all.map((row) => row[hints.key])).size, all.length, path);
    }
  });
}

test("gives every row once by what has no hints: a connection, ranges of numbers, files", limit, async (t) => {
  const { origin } = await startEdge(t, { set: settings });
  for (const prefix of ["", "/with/ties=60"]) {
    const connection = await byConnection(origin + prefix);
    await assertComplete({ origin, prefix, stream: "people", rows: connection, what: "/graphql" });
    await assertComplete({ origin, prefix, stream: "step", rows: await bySteps(origin + prefix), what: "/incremental/step" });
    for (const kind of ["csv", "json", "ndjson"]) {
      const { headers, body } = await ask(origin, `${prefix}/export/${kind}`);
      const said = await verdict(origin, prefix, "people", headers["content-type"], body);
      assert.deepEqual([said.verdict, said.landed], ["complete", ROWS], kind);
    }
  }
});

// What the loops above are judged by can say no.
test("tells a loop that ends too early", limit, async (t) => {
  const { origin } = await startEdge(t, { set: settings });
  const page = JSON.parse((await ask(origin, `/pagination/offset?limit=50`)).body);
  const said = await verdict(origin, "", "people", "application/json", JSON.stringify(page.data));
  assert.deepEqual([said.verdict, said.missing.count, said.landed], ["incomplete", ROWS - 50, 50]);
});

async function byConnection(base) {
  const query =
    "query($after: String) { people(first: 30, after: $after) { edges { node { id updatedAt } } pageInfo { hasNextPage endCursor } } }";
  const [rows, { origin, pathname }] = [[], new URL(`${base}/graphql`)];
  for (let after = null; ; ) {
    const body = JSON.stringify({ query, variables: { after } });
    const answer = await ask(origin, pathname, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { edges, pageInfo } = JSON.parse(answer.body).data.people;
    rows.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return rows;
    after = pageInfo.endCursor;
  }
}

async function bySteps(base) {
  const rows = [];
  for (let start = 1; ; start += SIZE) {
    const { data } = await (await fetch(`${base}/incremental/step?start_id=${start}&end_id=${start + SIZE - 1}`)).json();
    if (!data.length) return rows;
    rows.push(...data);
  }
}
