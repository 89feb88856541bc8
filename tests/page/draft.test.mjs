// What may be typed into the request bar, and what is said of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyDraft, readDraft, requestOf } from "../../www/model/draft.js";
import { exchanged } from "../../www/model/exchange.js";
import { jsonAhead, jsonProblem } from "../../www/model/json.js";
import { readLink } from "../../www/model/share.js";

const API = "http://a.example/base/with/seed=1";
const JSON_TYPE = { name: "Content-Type", value: "application/json", on: true };
const row = (name, value, on = true) => ({ name, value, on });
const made = (patch) => requestOf({ ...emptyDraft(), path: "/health", ...patch }, API);

const before = jsonProblem("{");
await jsonAhead();

test("says what is wrong, and where", () => {
  const cases = [
    [{ path: "health" }, "path", /^A path starts with a slash/],
    [{ path: "?page=2" }, "path", /new URL\(link, response.url\)/],
    [{ path: "https://example.com/x" }, "path", /^This page can only call http:\/\/a\.example/],
    [{ path: "http://a.example.evil/base/with/seed=1/x" }, "path", /^This page can only call /],
    [{ path: "javascript:alert(1)" }, "path", /^This page can only call /],
    [{ path: "/../../../x" }, "path", /leads out of the playground/],
    [{ path: "/%2e%2e/x" }, "path", /leads out of the playground/],
    [{ path: "/a#b" }, "path", /%23/],
    [{ path: "/pagination/path/{page}" }, "path", /in place of \{page\}/],
    [{ query: [row("", "5")] }, "query", /a name/],
    [{ headers: [row("X Y", "1")] }, "headers", /‘X-Y’/],
    [{ headers: [row("Ä", "1")] }, "headers", /letters, digits and hyphens/],
    [{ headers: [row("", "1")] }, "headers", /a name/],
    [{ headers: [row("X", "a\nb")] }, "headers", /line break/],
    [{ headers: [row("X", "→")] }, "headers", /no header can hold/],
    [{ headers: [row("Cookie", "a=b")] }, "headers", /Browsers set/],
    [{ body: "{}" }, "body", /^GET takes no body/],
    [{ method: "POST", headers: [JSON_TYPE], body: '{"a":1,}' }, "body", /line 1, column 8/],
  ];
  for (const [patch, field, text] of cases) {
    const { problem, request } = made(patch);
    assert.equal(request, undefined, JSON.stringify(patch));
    assert.equal(problem.field, field);
    assert.match(problem.text, text);
  }
});

test("sends what is switched on, as it was typed", () => {
  const { request } = made({
    method: "POST",
    path: " /a b?x=1 ",
    query: [row("$top", "2"), row("ä", "a&b"), row("off", "1", false), row("", "")],
    headers: [row("X-A", " 1 "), row("bad name", "", false)],
    body: "no JSON, and none is said to be",
  });
  assert.equal(request.url, `${API}/a%20b?$top=2&%C3%A4=a%26b&x=1`);
  assert.deepEqual(request.headers, [["X-A", "1"]]);
  assert.equal(made({ path: `${API}/health?a=1` }).request.url, `${API}/health?a=1`);
});

test("says where JSON ends to be JSON, once the parser is here", () => {
  assert.match(before, /^The body is not JSON: \S.*\.$/);
  for (const fine of ["1", " null ", '{"a":[1,-2.5e3,"\\u00e4"],"b":{}}', "[]"]) assert.equal(jsonProblem(fine), null);
  const cases = [
    ["", /line 1, column 1 .* a value, but the text ends/],
    ["{\n  a: 1}", /line 2, column 3 .* a name in double quotes instead of "a"/],
    ["[1 2]", /column 4 .* a comma or a closing bracket instead of "2"/],
    ['{"a" 1}', /column 6 .* a colon/],
    ["[01]", /column 3 .* a comma/],
    ["1 1", /column 3 .* nothing more/],
    ['["a\nb"]', /column 2 .* a string that ends/],
    ["'a'", /column 1/],
    ["[1,]", /column 4 .* a value instead of "]"/],
    ['{"a":1', /column 7 .* a comma or }, but the text ends/],
    ['{"a":1,}', /column 8 .* a name in double quotes instead of "}"/],
    ['{"a":tru}', /column 6 .* a value instead of "t"/],
    ["[1, // one\n2]", /column 5 .* no comments, instead of "\/"/],
    ['["\\x"]', /column 2 .* known escapes/],
    ["-", /column 1 .* a value/],
  ];
  for (const [text, said] of cases) assert.match(jsonProblem(text), said);
  assert.match(jsonProblem("[".repeat(100_000)), /not JSON/);
});

test("takes drafts and links from outside only where they are some", () => {
  const some = [
    { method: "TRACE", path: "/" },
    { method: "GET", path: 5 },
    { method: "GET", path: "/", query: [1] },
  ];
  for (const wrong of [null, 1, [], {}, ...some]) assert.equal(readDraft(wrong), null);
  assert.deepEqual(readDraft({ method: "GET", path: "/", query: [{ name: "a", value: "b" }] }).query, [row("a", "b")]);
  assert.equal(readLink("#/one").id, "one");
  assert.equal(readLink("").id, "");
  for (const broken of ["#/one?request=%", "#/one?request=bm8", "#/one?settings=W10", "#/one?request=&settings=e30"]) {
    assert.match(readLink(broken).problem, /^The link is broken/);
  }
});

test("keeps an exchange of whatever comes", async () => {
  const by = { id: 1, by: "hand", sync: 0, apiBase: API, now: () => 5 };
  const asked = { method: "GET", url: `${API}/x`, headers: [], body: null };
  const answered = async (fetch) => (await exchanged(asked, { ...by, fetch })).exchange;
  const refused = await answered(async () => {
    throw new TypeError("Failed to fetch");
  });
  assert.deepEqual([refused.status, refused.path], [0, "/x"]);
  assert.match(refused.error, /^No answer from a\.example: Failed to fetch\. See in the Server drawer/);
  const large = await answered(async () => Response.json({ n: 1, all: Array(300_000).fill("text") }));
  assert.deepEqual([large.rows, large.text.length, large.error], [300_000, 2 ** 20, null]);
  const marked = await exchanged(asked, { ...by, fetch: async () => new Response(new Uint8Array([0xef, 0xbb, 0xbf, 97])) });
  assert.deepEqual([marked.exchange.text, [...marked.body]], ["\ufeffa", [0xef, 0xbb, 0xbf, 97]]);
});

test("half of a pair of surrogates goes out as the replacement character", () => {
  const { request } = requestOf({ method: "GET", path: "/a", query: [row("b", "\ud83d")], headers: [], body: "" }, "http://x.example");
  assert.equal(request.url, "http://x.example/a?b=%EF%BF%BD");
});
