// What was seen of a sync, in sentences: each fact from requests made up for it, and none where it would not be true.
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosis } from "../../www/model/facts.js";
import { problemOf } from "../../www/model/problem.js";

const BASE = "http://page.example";
const rows = (...ids) => ids.map((id) => ({ id: String(id), updatedAt: "2026-01-01T00:00:00Z" }));

/** Exchanges from paths with what they brought. */
const exchanges = (...made) =>
  made.map(([path, body, { status = 200, method = "GET", headers = [], sent = [] } = {}], n) => ({
    method,
    path,
    url: BASE + path,
    status,
    requestHeaders: sent,
    requestBody: null,
    started: n * 2,
    ended: n * 2 + 1,
    error: null,
    headers: [["content-type", "application/json"], ...headers],
    text: body === null ? "" : JSON.stringify(body),
    bytes: 100,
  }));

/** What is said of one sync that ended. */
function said(made, landed, { missing = 0, duplicates = 0, unknown = 0, hint = null, state = "ended", code = "", ...sync } = {}) {
  const syncs = [{ exchanges: exchanges(...made), landed: [landed], state: {}, error: null, stopped: false, returned: null, ...sync }];
  const counts = Object.fromEntries(Object.entries({ missing, duplicates, unknown }).map(([name, count]) => [name, { count }]));
  const verdict = { verdict: missing + duplicates + unknown ? "incomplete" : "complete", landed: landed.length, hint, ...counts };
  return diagnosis({ lesson: { stream: "people" }, code, syncs, verdict, state });
}

const lost = (made, landed, more) => said(made, landed, { missing: 5, ...more })?.text;
const page = (...ids) => ({ data: rows(...ids) });

test("the way on is seen wherever APIs write it", () => {
  const ways = [
    [{ ...page(1), nextPageToken: "b" }, [], "`nextPageToken`"],
    [{ ...page(1), has_more: true }, [], "said `has_more`: true"],
    [{ value: rows(1), "@odata.nextLink": `${BASE}/x?$skip=1` }, [], "`@odata.nextLink`"],
    [{ data: { people: { edges: [{ node: rows(1)[0] }], pageInfo: { hasNextPage: true, endCursor: "b" } } } }, [], "`endCursor`"],
    [rows(1), [["Link", `<${BASE}/x?page=2>; rel="next", <${BASE}/x?page=1>; rel="first"`]], "a `Link` to the next page"],
    [page(1), [["X-Next-Cursor", "b"]], "the header `X-Next-Cursor`"],
  ];
  for (const [body, headers, way] of ways) {
    const text = lost([["/x", body, { headers }]], rows(1));
    assert.match(text, /^The sync ended while the last answer, to request 1, still .*: the list goes on\.$/);
    assert.ok(text.includes(way), text);
  }
});

test("a cursor that leads to itself is no way on, and an end is an end", () => {
  assert.equal(lost([["/x?cursor=b", page(1), { headers: [["x-next-cursor", "b"]] }]], rows(1)), undefined);
  assert.equal(lost([["/x", { ...page(1), nextPageToken: "", has_more: false }]], rows(1)), undefined);
  assert.equal(said([["/x", { ...page(1), nextPageToken: "b" }]], rows(1)), null);
});

test("a cursor that was not encoded is told by its space", () => {
  const text = lost(
    [
      ["/x", { ...page(1), next_cursor: "a+b" }],
      ["/x?cursor=a+b", page(2)],
    ],
    rows(1, 2),
  );
  assert.equal(text, "Request 2 sent `cursor` with a space where the answer had a plus: write `encodeURIComponent(cursor)`.");
});

test("a gap is one only between requests that were answered, of pages of one size", () => {
  const gap = "Page 2 was asked for by no request: request 1 ended with 1, request 2 began at 3.";
  const walk = (...more) => lost([["/x?page=1", page(1)], ["/x?page=3", page(3)], ...more], rows(1, 3));
  assert.equal(walk(), gap);
  assert.equal(walk(["/x?page=2", page(2)]), "1 row came with request 3, and did not land.");
  assert.doesNotMatch(String(walk(["/x?page=2", { error: "Gone" }, { status: 404 }])), /asked for by no request/);
  assert.equal(walk(["/x?page=2&per_page=50", page(3)]), undefined);
});

test("a request that failed and was made again is none that was dropped", () => {
  const busy = ["/x?page=2", { error: "Slow down" }, { status: 429 }];
  const dropped = "Request 2, GET /x?page=2, was answered with 429 ‘Slow down’, and was not asked again.";
  assert.equal(lost([["/x?page=1", page(1)], busy], rows(1)), dropped);
  assert.equal(lost([["/x?page=1", page(1)], busy, ["/x?page=2", page(2)]], rows(1, 2)), undefined);
  assert.match(lost([busy, busy, busy], []), /^Request 1, .* and was asked again 2 times without another answer\.$/);
});

test("rows that landed twice came twice, or did not", () => {
  const twice = (made, landed) => said(made, landed, { duplicates: 1 })?.text;
  assert.equal(
    twice(
      [
        ["/x?a", page(1, 2)],
        ["/x?b", page(1, 2)],
      ],
      rows(1, 2, 1, 2),
    ),
    "Request 2 brought the same rows as request 1.",
  );
  assert.equal(
    twice(
      [
        ["/x?a", page(1, 2)],
        ["/x?b", page(2, 3)],
      ],
      rows(1, 2, 2, 3),
    ),
    "A row came twice: the last row of request 1 is the first of request 2.",
  );
  assert.equal(
    twice([["/x?a", page(1, 2)]], rows(1, 1, 2)),
    "1 row landed more than once, though no row came more than once: `land` got them again.",
  );
});

test("a guess is the checker's, is said to be one, and only where nothing was seen of a sync that ended", () => {
  const more = { missing: 1, hint: "Perhaps so." };
  assert.deepEqual(said([["/x", page(1)]], rows(1), more), { text: "Perhaps so.", isGuess: true });
  assert.equal(said([["/x", { ...page(1), has_more: true }]], rows(1), more).isGuess, false);
  assert.equal(said([["/x", page(1)]], rows(1), { ...more, state: "stopped", stopped: true }), null);
  assert.equal(said([["/x", page(1)]], rows(1), { ...more, state: "failed" }), null);
  assert.equal(said([["/x", { data: [] }]], [], more).text, "No rows landed: each list that landed was empty.");
});

const fault = (about, what = "It failed.") => ({ line: 3, what, help: "Help.", about });

test("an error that missed something of an answer tells how that answer ended", () => {
  const after = (status, about, body = { error: "Not so" }, more = {}) =>
    problemOf(fault(about), [{ exchanges: exchanges(["/x", body, { status, ...more }]) }]);
  assert.equal(after(400, "rows").came, "The answer to request 1, GET /x, was 400 ‘Not so’, so it has no rows.");
  assert.equal(after(204, "rows", null).came, "The answer to request 1, GET /x, was 204, so it has no rows.");
  assert.equal(
    after(429, "any", {}, { headers: [["Retry-After", "2"]] }).help,
    "Wait the 2 seconds of `Retry-After`, then ask for the same again.",
  );
  assert.deepEqual([after(200, "rows").came, after(200, "rows").help], [null, "Help."]);
  // Errors that have nothing to do with an answer.
  assert.equal(after(500, "").came, null);
  assert.equal(
    problemOf(fault("any", "ReferenceError: a is not defined"), [{ exchanges: exchanges(["/x", {}, { status: 500 }]) }]).came,
    null,
  );
});

test("a walk that is stopped while it brings new rows is not said to be endless", () => {
  const walk = (brought) =>
    problemOf(fault("limit"), [{ exchanges: exchanges(...Array.from({ length: 40 }, (_, n) => [`/x?page=${n}`, brought(n)])) }]);
  assert.match(walk((n) => page(n)).came, /^The last answers still brought new rows/);
  assert.equal(walk((n) => page(Math.min(n, 20))).came, "Request 21 brought the last new row; those after it brought none.");
});

test("a 401 says which credential was refused, and how code sends it", () => {
  const credentials = { basic_user: "me", basic_pass: "secret", bearer: "b", api_key: "k" };
  const refused = (path, authorization) => {
    const sent = [["authorization", authorization]];
    return problemOf(fault("rows"), [{ exchanges: exchanges([path, { error: "No" }, { status: 401, sent }]) }], { credentials }).help;
  };
  const look = "Look at `response.status` before you read the body.";
  const cure = 'Write `btoa(user + ":" + password)`.';
  assert.equal(
    refused("/auth/http_basic", "Basic me:secret"),
    `What follows ‘Basic’ is not the base64 form of user:password. ${cure} ${look}`,
  );
  assert.equal(
    refused("/auth/http_basic", `Basic ${btoa("me:guess")}`),
    `The user name of HTTP Basic is right, its password is wrong. ${look}`,
  );
  assert.equal(refused("/auth/http_bearer", "Bearer k"), `This is the API key; the bearer token is wanted. ${look}`);
  assert.equal(refused("/elsewhere", "Bearer k"), look);
});
