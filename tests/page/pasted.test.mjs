// What is typed or pasted into the path: queries go into the rows, addresses become paths, and lines of curl become requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isWhole, replaced, takenApart } from "../../www/model/address.js";
import { readCurl } from "../../www/model/curl.js";
import { emptyDraft, requestOf } from "../../www/model/draft.js";
import { shellWords } from "../../www/model/shell.js";
import { drafted, SNIPPETS } from "../../www/model/snippets.js";
import { started } from "./support/app.mjs";

const BASE = "http://127.0.0.1:8000/some/project";
const API = `${BASE}/with/seed=lessons,anchor=2026-01-01T00:00:00Z`;
const row = (name, value, on = true) => ({ name, value, on });
const draft = (patch) => ({ ...emptyDraft(), ...patch });
const taken = (patch, api = API) => takenApart(draft(patch), api);
const curl = (line) => readCurl(`curl ${line}`);

test("a query in the path goes into the rows, and fills the row of its name", () => {
  const query = [row("per_page", "5", false), row("page", "2")];
  const { draft: found } = taken({ path: "/pagination/page_number?per_page=50&order_by=a%20b+c", query });
  assert.equal(found.path, "/pagination/page_number");
  assert.deepEqual(found.query, [row("per_page", "50"), row("page", "2"), row("order_by", "a b c")]);
  assert.deepEqual(taken({ path: "/x?a=1&a=2&b", query: [row("a", "0"), row("a", "9")] }).draft.query, [
    row("a", "1"),
    row("a", "2"),
    row("b", ""),
  ]);
  assert.deepEqual(taken({ path: "/x?a=100%&b=c=d" }).draft.query, [row("a", "100%"), row("b", "c=d")]);
  assert.deepEqual(taken({ path: "/x?" }).draft, draft({ path: "/x" }));
});

test("the page's own addresses are paths, with and without settings, and those of another local server", () => {
  const cases = [
    `${API}/pagination/offset?limit=3`,
    `${BASE}/pagination/offset?limit=3`,
    `${BASE}/with/seed=other/pagination/offset?limit=3`,
    "/some/project/with/seed=other/pagination/offset?limit=3",
    "/with/seed=other/pagination/offset?limit=3",
    "http://127.0.0.1:5001/pagination/offset?limit=3",
    "http://localhost:5001/with/records=5/pagination/offset?limit=3",
    " HTTP://LOCALHOST/pagination/offset?limit=3#top ",
    "http://[::1]:5001/pagination/offset?limit=3",
    "localhost:2025/pagination/offset?limit=3",
    "127.0.0.1:5001/with/records=5/pagination/offset?limit=3",
    " localhost/pagination/offset?limit=3",
    "[::1]:5001/pagination/offset?limit=3",
    API.replace("http://", "").concat("/pagination/offset?limit=3"),
  ];
  for (const path of cases) {
    const { draft: found } = taken({ path, query: [row("limit", "10")] });
    assert.deepEqual([found.path, found.query], ["/pagination/offset", [row("limit", "3")]], path);
  }
  // Where no settings are in force, those of the address are the person's wish.
  assert.equal(taken({ path: `${BASE}/with/records=5/health` }, BASE).draft.path, "/with/records=5/health");
  assert.equal(taken({ path: "/with/records=5/health" }, BASE).draft.path, "/with/records=5/health");
  assert.equal(taken({ path: `${BASE}/with/records=5/health` }, "http://127.0.0.1:8000/some/project").draft.path, "/with/records=5/health");
});

test("what is no address of a playground stays as it was typed", () => {
  for (const path of [
    "https://example.com/x?a=1",
    "http://",
    "ftp://127.0.0.1/x?a=1",
    "health?a=1",
    "?page=2",
    "",
    "/a#b",
    "javascript:alert(1)",
    "localhost",
    "localhosts:1/x?a=1",
    "example.com/x?a=1",
    "mailto:localhost?a=1",
  ]) {
    assert.deepEqual(taken({ path }).draft, draft({ path }), path);
    assert.ok(requestOf(draft({ path }), API).problem, path);
    assert.ok(drafted(draft({ path }), API).error, path);
  }
});

test("an address with the query it has already is not doubled", () => {
  const before = draft({ path: "/pagination/offset", query: [row("limit", "5"), row("offset", "10")] });
  const { url } = drafted(before, API);
  assert.equal(drafted({ ...before, path: url }, API).url, url);
  assert.deepEqual(takenApart({ ...before, path: url }, API).draft, before);
});

test("reads the words of a shell", () => {
  const cases = [
    ["a  b\tc", ["a", "b", "c"]],
    ["'a b'\"c d\"e", ["a bc de"]],
    ["'it'\\''s'", ["it's"]],
    ['"a\\"b\\\\c\\d$x"', ['a"b\\c\\d$x']],
    ["a \\\n  b", ["a", "b"]],
    ["a \\\r\n b", ["a", "b"]],
    ["a\\ b", ["a b"]],
    ["''", [""]],
    ["$'a\\n\\x41\\u00e9\\'b'", ["a\nAé'b"]],
    ["http://x/?a=1&b=2", ["http://x/?a=1&b=2"]],
    ["'a\nb'", ["a\nb"]],
    ["", []],
  ];
  for (const [line, words] of cases) assert.deepEqual(shellWords(line), { words }, line);
  assert.deepEqual(shellWords("a | jq ."), { words: ["a"], rest: "| jq ." });
  assert.deepEqual(shellWords("a && b"), { words: ["a"], rest: "&& b" });
  for (const open of ["'a", '"a', "$'a"]) assert.match(shellWords(open).problem, /ends inside quotes/);
});

test("reads curl's options as curl does", () => {
  const asked = (line) => curl(line).draft;
  const url = "http://127.0.0.1:5001/pagination/search";
  assert.deepEqual(asked(url), draft({ path: url }));
  assert.deepEqual(asked(`-X DELETE ${url}`).method, "DELETE");
  assert.deepEqual(asked(`-sSXPUT ${url}`).method, "PUT");
  assert.deepEqual(asked(`-I ${url}`).method, "HEAD");
  const sent = asked(`--request=PATCH '${url}' -H "Content-Type: application/json" -H'X-A:1' --data '{"a":1}' --compressed`);
  const headers = [row("Content-Type", "application/json"), row("X-A", "1")];
  assert.deepEqual(sent, draft({ method: "PATCH", path: url, headers, body: '{"a":1}' }));
  assert.deepEqual(
    asked(`${url} -d a=1 -d b=2`),
    draft({
      method: "POST",
      path: url,
      headers: [row("Content-Type", "application/x-www-form-urlencoded")],
      body: "a=1&b=2",
    }),
  );
  assert.deepEqual(asked(`${url} --json '{}'`).headers, [row("Content-Type", "application/json"), row("Accept", "application/json")]);
  assert.equal(asked(`-G ${url}?x=1 -d a=1 --data-urlencode 'b=c d'`).path, `${url}?x=1&a=1&b=c%20d`);
  assert.equal(asked(`-u me:sécret ${url}`).headers[0].value, `Basic ${Buffer.from("me:sécret").toString("base64")}`);
  assert.deepEqual(asked(`-H 'X-Empty;' -H 'Accept:' ${url}`).headers, [row("X-Empty", "")]);
  assert.equal(asked("localhost:5001/health").path, "http://localhost:5001/health");
});

test("names what it leaves out of a curl line, and says why it reads none", () => {
  assert.match(curl("-F a=b --retry 3 -s http://localhost/x | jq .").note, /Left out: ‘\| jq \.’, ‘-F a=b’, ‘--retry 3’\.$/);
  assert.match(curl("--strange value http://localhost/x").note, /‘--strange value’/);
  assert.match(curl("--strange http://localhost/x").note, /‘--strange’\.$/);
  const printed = curl("-so out.json -w '%{http_code}' -OJ --max-time 5 localhost/x");
  assert.equal(printed.note, "The page cannot do all of this curl line. Left out: ‘-o out.json’, ‘-w %{http_code}’, ‘-O’, ‘-J’.");
  assert.equal(printed.draft.path, "http://localhost/x");
  for (const range of ["[1-40]", "[a-z]", "[001-100:10]", "{10,20}"]) {
    const {
      note,
      draft: { path },
    } = curl(`'http://localhost/x?offset=${range}'`);
    assert.equal(note, `curl makes several requests of ‘${range}’; here it is sent as it stands. Write one value in its place.`);
    assert.equal(path, `http://localhost/x?offset=${range}`);
    for (const off of ["-g", "-sg", "--globoff"]) assert.equal(curl(`${off} 'http://localhost/x?offset=${range}'`).note, undefined);
  }
  assert.equal(curl("'http://[::1]:5001/x?ids[]=1' -d '[1-2]'").note, undefined);
  const copied = curl("http://localhost/x -H 'Referer: http://a' -H 'sec-ch-ua: b' -H 'Accept: */*'");
  assert.equal(copied.note, "Browsers set ‘Referer’, ‘sec-ch-ua’ themselves: switched off.");
  assert.deepEqual(
    copied.draft.headers.map(({ on }) => on),
    [false, false, true],
  );
  assert.match(curl("-d @file http://localhost/x").problem, /‘-d @file’ reads a file, and a page cannot/);
  assert.match(curl("-H 'a").problem, /ends inside quotes/);
  assert.match(curl("http://localhost/x -H").problem, /ends behind ‘-H’/);
  assert.match(curl("-s").problem, /names no address/);
  assert.match(curl("-X BREW http://localhost/x").problem, /cannot send BREW/);
});

test("tells a text that is a request of its own", () => {
  const whole = ["curl http://x", "http://x", " HTTPS://x/y ", "curl \\\n -X POST", "/pagination/offset?limit=5", " /x?q=a b\n"];
  for (const text of whole) assert.ok(isWhole(text, "/health", API), text);
  for (const text of ["localhost:2025/x", "localhost/x?a=1", "127.0.0.1:8000/some/project/health"])
    assert.ok(isWhole(text, "/health", API), text);
  assert.ok(isWhole("page.example/health", "/health", "https://page.example/") && !isWhole("page.example/health", "/health", API));
  for (const text of ["/pagination/offset", "?a=1", "offset", "curls", "see http://x", "see /x?a=1"])
    assert.ok(!isWhole(text, "/health", API), text);
  for (const rest of ["", " ", "/"]) assert.ok(isWhole("/pagination/offset\n", rest, API), rest);
  for (const text of ["?a=1", "offset", "/see this"]) assert.ok(!isWhole(text, "", API), text);
});

/** Draws that repeat: a test that fails once fails again. */
function draws(seed) {
  let state = seed;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return { below, one: (all) => all[below(all.length)] };
}

const PIECES = [..."aZ0 '\"\\`!&=?#%+/:,@\n\t|;<~-", "$x", "%41", "é", "日", "🙂", "{b}", "[1]"];

test("our own curl line, pasted, is the same request", () => {
  const { below, one } = draws(14);
  const text = (most, pieces = PIECES) => Array.from({ length: below(most) }, () => one(pieces)).join("");
  const plain = PIECES.filter((piece) => !/[^\x20-\x7e]/.test(piece));
  for (let n = 0; n < 2000; n += 1) {
    const method = one(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
    const made = draft({
      method,
      path: `/${one(["pagination/offset", "a b", "ä", "x;y", "a&b"])}`,
      query: Array.from({ length: below(4) }, (_, at) => row(`${at}${text(3)}`, text(6), below(4) > 0)),
      headers: Array.from({ length: below(3) }, (_, at) => row(`X-${at}`, text(6, plain), below(4) > 0)),
      body: ["GET", "HEAD"].includes(method) ? "" : text(8),
    });
    const request = drafted(made, API);
    const line = SNIPPETS[0].write(request);
    const { draft: pasted, note, problem } = takenApart(draft({ path: line, query: [row("left", "over")], body: "left over" }), API);
    assert.deepEqual([problem, note], [undefined, undefined], line);
    assert.deepEqual(drafted(pasted, API), request, line);
    const { request: sent, problem: unsent } = requestOf(pasted, API);
    assert.equal(unsent, undefined, line);
    assert.deepEqual([sent.method, sent.url, sent.body], [request.method, request.url, request.body], line);
  }
});

test("the app moves what was typed, and tells what a curl line had too much", async () => {
  const { app } = await started();
  app.setRequest({ path: "/pagination/offset?limit=50&offset=7" });
  await app.send();
  const { request } = app.state.work.ask;
  assert.deepEqual([request.path, request.query], ["/pagination/offset", [row("limit", "50"), row("offset", "7")]]);
  assert.equal(app.state.exchanges[0].path, "/pagination/offset?limit=50&offset=7");
  app.paste("curl -k --retry 3 -XPOST 'http://127.0.0.1:5001/with/seed=1/pagination/search?a=b' -d '{}'\n");
  assert.deepEqual(app.state.work.ask.request.query, [row("a", "b")]);
  const isSaid = () => app.state.requestNote?.of === app.state.work[app.state.lesson.id].request;
  assert.match(app.state.requestNote.text, /Left out: ‘--retry 3’/);
  assert.ok(isSaid());
  app.openLesson("walk");
  assert.ok(!isSaid());
  app.openLesson("ask");
  app.setRequest({ method: "GET" });
  assert.ok(!isSaid());
  app.paste("curl -d @x http://127.0.0.1/x");
  assert.match(app.state.requestProblem.text, /reads a file/);
});

test("a pasted address takes the place of parameters, method and body", async () => {
  const { app } = await started();
  const asked = () => app.state.work.ask.request;
  const note = () => (app.state.requestNote?.of === asked() ? app.state.requestNote.text : undefined);
  const trace = row("X-Trace", "7");
  const texts = [
    "http://127.0.0.1:5001/pagination/offset?offset=7",
    `${app.state.apiBase}/pagination/offset?offset=7`,
    "/pagination/offset?offset=7",
    " http://localhost/pagination/offset?offset=7\n",
  ];
  for (const text of texts) {
    app.setRequest({
      method: "GET",
      path: "/pagination/offset",
      query: [row("limit", "10"), row("off", "1", false)],
      headers: [trace],
      body: "",
    });
    app.paste(text);
    assert.deepEqual(asked(), draft({ path: "/pagination/offset", query: [row("offset", "7")], headers: [trace] }), text);
    assert.equal(note(), undefined);
    app.setRequest({ method: "POST", query: [row("limit", "10")], headers: [trace, row("content-type", "application/json")], body: "{}" });
    app.paste(text);
    assert.deepEqual(asked(), draft({ path: "/pagination/offset", query: [row("offset", "7")], headers: [trace] }), text);
    assert.match(note(), /the method is GET now, and there is no body/);
  }
  app.paste("curl -sI 'http://127.0.0.1:5001/pagination/keyset?limit=10'");
  assert.equal(asked().method, "HEAD");
  app.paste("/pagination/offset?limit=5&limit=6");
  assert.deepEqual([asked().method, asked().query], ["GET", [row("limit", "5"), row("limit", "6")]]);
  const keyset = replaced(asked(), "http://127.0.0.1:5001/with/records=51,ties=15/pagination/keyset", API);
  assert.deepEqual(takenApart(keyset.draft, API).draft, draft({ path: "/pagination/keyset" }));
  app.paste("/health");
  assert.deepEqual(asked(), draft({ path: "/health" }));
});

test("an address of elsewhere is refused as it was pasted, and leaves the rest", async () => {
  const { app } = await started();
  const before = app.state.work.ask.request;
  const text = "https://api.example.com/v1/users?page=2";
  app.paste(text);
  assert.deepEqual(app.state.work.ask.request, { ...before, path: text });
  await app.send();
  const told = [app.state.requestProblem.text, drafted(app.state.work.ask.request, app.state.apiBase).error];
  for (const each of told) assert.match(each, /, not ‘https:\/\/api\.example\.com\/v1\/users\?page=2’\. Write/);
  for (const path of ["health", "?page=2", "http://"]) {
    assert.match(requestOf(draft({ path, query: [row("limit", "10")] }), API).problem.text, new RegExp(`‘${path.replace("?", "\\?")}’`));
  }
});
