// Snippets are run: what arrives from a shell, from Python and from JavaScript is what was drafted, whatever the values hold.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { SNIPPETS, drafted } from "../../www/model/snippets.js";

const BASE = "http://127.0.0.1:5001/with/seed=a%252Cb,records=5";
const NASTY = [
  "plain",
  "",
  " ",
  "it's",
  `"`,
  `'"'`,
  "\\",
  "\\'",
  `\\"`,
  "\\n",
  "a\nb",
  "a\r\nb",
  "\t",
  "$HOME",
  "`id`",
  "$(id)",
  "!!",
  "a;b",
  "a&b=c",
  "#",
  "?",
  "%",
  "%41",
  "100%",
  "+",
  "a b",
  "é",
  "日本",
  "🙂",
  "\u2028",
  "\u0000x",
  "\u001b[0m",
  "\u007f",
  "[1-3]",
  "{a,b}",
  "@file",
  "-X",
  "--",
  "*",
  "~",
  "\\u0041",
  "\\N{DASH}",
  "{x}",
  "${1}",
  "\ud800",
];
/** What a header's value may hold: bytes, and no breaks. */
const inHeader = (text) => !/[^\t\x20-\x7e]/.test(text);
const row = (name, value, on = true) => ({ name, value, on });

const JSON_TEXTS = [
  '{"a": 1, "b": [true, null, 1.5, "x"], "c": {"d": "é\'\\""}}',
  "[]",
  "{}",
  '"text"',
  '{"a":1,"a":2}',
  "[1.0, -0, 1e400]",
  "12345678901234567890",
  '{"2":1,"1":2}',
  '{"__proto__": {"x": 1}}',
  "null",
  "{",
  '["\\u00e9\\ud83d"]',
  JSON.stringify({ long: "x".repeat(90), list: [{ a: 1 }] }),
];
const JSON_BODY = [row("Content-Type", "application/json")];

/** Drafts that hold a value in each place where it may stand. */
function holding(value) {
  const query = [row("limit", value), row("off", value, false), row("", value)];
  const headers = inHeader(value) ? [row("X-A", value), row("x-a", value), row("X-B", "1", false)] : [];
  return [
    { method: "GET", path: "/pagination/offset", query, headers: [], body: "" },
    { method: "POST", path: "/pagination/search", query: [row(value || "a", "1")], headers: JSON_BODY, body: value },
    { method: "DELETE", path: "/playground/journal", query: [], headers, body: "" },
  ];
}

const ALL = {
  method: "PUT",
  path: "/a/[b]?c=[1]",
  query: [row("all", NASTY.join(" "))],
  headers: [row("X-All", NASTY.filter(inHeader).join(""))],
  body: NASTY.join(""),
};

const snippet = (id, asked) => SNIPPETS.find((each) => each.id === id).write(asked);
const ofJson = JSON_TEXTS.map((body) => ({ method: "POST", path: "/playground/check", query: [], headers: JSON_BODY, body }));
const twice = {
  method: "GET",
  path: "/a",
  query: [row("a", "1"), row("a", "02"), row("b c", "")],
  headers: [row("X-Count", "5")],
  body: "",
};
const asked = [...NASTY.flatMap(holding), ALL, ...ofJson, twice].map((draft) => drafted(draft, BASE));
/** What a server makes of a request: its query by pairs, its headers by name, a body of JSON by its value. */
function arrived({ method, url, headers, body }) {
  const [target, search = ""] = url.split("?");
  const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return { method, target, query: [...new URLSearchParams(search)].sort(), headers: named, body: readBody(body, named["content-type"]) };
}

function readBody(body, type) {
  try {
    return type === "application/json" ? { json: JSON.parse(body) } : body;
  } catch {
    return body;
  }
}

/** A shell has no NUL. */
const inShell = asked.filter(({ body }) => !body?.includes("\0"));

test("the shell gives curl what was drafted", () => {
  for (const request of inShell) {
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${snippet("curl", request)}`;
    const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    assert.deepEqual(arrived(ofCurl(words)), arrived(request));
  }
});

/** What curl would ask for, by its manual. */
function ofCurl(words) {
  const found = { method: undefined, url: undefined, headers: [], body: null };
  let literal = false;
  while (words.length) {
    const word = words.shift();
    if (word === "--globoff") literal = true;
    else if (word === "-X") found.method = words.shift();
    else if (word === "--head") found.method = "HEAD";
    else if (word === "--data-raw") found.body = words.shift();
    else if (word === "-d") {
      found.body = words.shift();
      assert.ok(!found.body.startsWith("@"), "a file");
    } else if (word === "-H")
      found.headers.push(
        words
          .shift()
          .match(/^([^:;]+)(?:: |;$)([^]*)$/)
          .slice(1),
      );
    else found.url = word;
  }
  assert.ok(literal || !/[[\]{}]/.test(found.url), found.url);
  found.method ??= found.body === null ? "GET" : "POST";
  return found;
}

test("Python asks for what was drafted", () => {
  // As requests does it: parameters in the query, and JSON with its type where no header names one.
  const program = `
import json, sys, types, urllib.parse
calls = []
class Response: status_code = 200; text = ""
def request(method, url, params=None, headers={}, data=None, **more):
    body = None if data is None else data.decode()
    headers = dict(headers)
    if "json" in more:
        body = json.dumps(more.pop("json"))
        headers.setdefault("Content-Type", "application/json")
    assert not more, more
    query = urllib.parse.urlencode(params, errors="surrogatepass") if params else ""
    calls.append(dict(method=method, url=url + ("?" + query if query else ""), headers=list(map(list, headers.items())), body=body))
    return Response()
class Requests:
    def __getattr__(self, name): return lambda *a, **k: request(name.upper(), *a, **k)
sys.modules["requests"] = Requests()
print, say = (lambda *_: None), print
for source in json.load(sys.stdin): exec(source, dict(print=print))
say(json.dumps(calls))`;
  const input = JSON.stringify(asked.map((request) => snippet("python", request)));
  const calls = JSON.parse(execFileSync("python3", ["-c", program], { input, encoding: "utf8" }));
  assert.deepEqual(calls.map(arrived), asked.map(arrived));
});

test("JavaScript asks for what was drafted", async () => {
  const AsyncFunction = (async () => {}).constructor;
  for (const request of asked) {
    let call;
    const fetch = async (url, { method = "GET", headers = {}, body = null } = {}) => {
      call = { method, url, headers: Object.entries(headers), body };
      return { status: 200, text: async () => "" };
    };
    await new AsyncFunction("fetch", "console", snippet("javascript", request))(fetch, { log() {} });
    assert.deepEqual(arrived(call), arrived(request));
  }
});

test("the address holds the parameters that are on, each encoded", () => {
  const draft = { method: "GET", path: "/a?b=1", query: [row("c d", "é&="), row("off", "1", false)], headers: [], body: "left over" };
  const url = "http://a.test/a?c%20d=%C3%A9%26%3D&b=1";
  assert.deepEqual(drafted(draft, "http://a.test"), { method: "GET", url, headers: [], body: null });
});

test("headers of one name are one line, and a body has a type", () => {
  const draft = { method: "POST", path: "/a", query: [], headers: [row("X-A", " 1 "), row("x-a", "2")], body: "{}" };
  const { headers } = drafted(draft, "http://a.test");
  assert.deepEqual(headers, [
    ["X-A", "1, 2"],
    ["Content-Type", "text/plain;charset=UTF-8"],
  ]);
});

const drafts = {
  get: {
    method: "GET",
    path: "/pagination/offset",
    query: [row("limit", "5"), row("order_by", "id")],
    headers: [row("X-Trace", "7")],
    body: "",
  },
  post: { method: "POST", path: "/pagination/search", query: [], headers: JSON_BODY, body: '{\n  "limit": 5,\n  "sort": true\n}' },
  head: { method: "HEAD", path: "/health", query: [], headers: [], body: "" },
};
const written = (id, name) => snippet(id, drafted(drafts[name], "http://a.test"));

test("the code reads as people write it", () => {
  assert.equal(
    written("python", "get"),
    `import requests

response = requests.get(
    "http://a.test/pagination/offset",
    params={"limit": 5, "order_by": "id"},
    headers={"X-Trace": "7"},
)
print(response.status_code, response.text)
`,
  );
  assert.match(
    written("python", "post"),
    /requests\.post\(\n {4}"http:\/\/a\.test\/pagination\/search",\n {4}json=\{"limit": 5, "sort": True\},\n\)/,
  );
  assert.equal(
    written("javascript", "get"),
    `const query = new URLSearchParams({ limit: 5, order_by: "id" });
const response = await fetch(\`http://a.test/pagination/offset?\${query}\`, {
  headers: { "X-Trace": "7" },
});
console.log(response.status, await response.text());
`,
  );
  assert.match(written("javascript", "post"), /body: JSON\.stringify\(\{ limit: 5, sort: true \}\)/);
  assert.equal(written("curl", "head"), "curl --head http://a.test/health");
  assert.equal(written("python", "head").split("\n")[2], 'response = requests.head("http://a.test/health")');
});

test("a path that leads nowhere is no code", () => {
  assert.match(
    drafted({ ...drafts.get, path: "https://example.org/x" }, "http://a.test").error,
    /^This page can only call http:\/\/a\.test/,
  );
  assert.match(drafted({ ...drafts.get, path: "/a/{id}" }, "http://a.test").error, /in place of \{id\}/);
});
