// Snippets are run: what arrives from a shell, from Python and from JavaScript is what was drafted, whatever the values hold.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { SNIPPETS, drafted } from "../../www/model/snippets.js";

const BASE = "http://127.0.0.1:5001/with/seed=a%252Cb,records=5";
const NASTY = [
  "plain", "", " ", "it's", `"`, `'"'`, "\\", "\\'", `\\"`, "\\n", "a\nb", "a\r\nb", "\t", "$HOME", "`id`", "$(id)",
  "!!", "a;b", "a&b=c", "#", "?", "%", "%41", "100%", "+", "a b", "é", "日本", "🙂", "\u2028", "\u0000x", "\u001b[0m",
  "\u007f", "[1-3]", "{a,b}", "@file", "-X", "--", "*", "~", "\\u0041", "\\N{DASH}", "{x}", "${1}", "\ud800",
];
/** What a header's value may hold: bytes, and no breaks. */
const inHeader = (text) => !/[^\t\x20-\x7e]/.test(text);
const row = (name, value, on = true) => ({ name, value, on });

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
  path: "/a/{b}?c=[1]",
  query: [row("all", NASTY.join(" "))],
  headers: [row("X-All", NASTY.filter(inHeader).join(""))],
  body: NASTY.join(""),
};

const snippet = (id, asked) => SNIPPETS.find((each) => each.id === id).write(asked);
const asked = [...NASTY.flatMap(holding), ALL].map((draft) => drafted(draft, BASE));
const arrived = ({ method, url, headers, body }) => ({ method, url, headers, body });

/** A shell has no NUL. */
const inShell = asked.filter(({ body }) => !body?.includes("\0"));

test("the shell gives curl what was drafted", () => {
  for (const request of inShell) {
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${snippet("curl", request)}`;
    const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    assert.deepEqual(ofCurl(words), arrived(request));
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
    else if (word === "--data-raw") found.body = words.shift();
    else if (word === "-H") found.headers.push(words.shift().match(/^([^:;]+)(?:: |;$)([^]*)$/).slice(1));
    else found.url = word;
  }
  assert.ok(literal || !/[[\]{}]/.test(found.url), found.url);
  found.method ??= found.body === null ? "GET" : "POST";
  return found;
}

test("Python asks for what was drafted", () => {
  const program = `
import json, sys, types
calls = []
class Response: status_code = 200; text = ""
def request(method, url, headers={}, data=None):
    body = None if data is None else data.decode()
    calls.append(dict(method=method, url=url, headers=list(map(list, headers.items())), body=body))
    return Response()
sys.modules["requests"] = types.SimpleNamespace(request=request)
print, say = (lambda *_: None), print
for source in json.load(sys.stdin): exec(source, dict(print=print))
say(json.dumps(calls))`;
  const input = JSON.stringify(asked.map((request) => snippet("python", request)));
  assert.deepEqual(JSON.parse(execFileSync("python3", ["-c", program], { input, encoding: "utf8" })), asked.map(arrived));
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
    assert.deepEqual(call, arrived(request));
  }
});

test("the address holds the parameters that are on, each encoded", () => {
  const draft = { method: "GET", path: "/a?b=1", query: [row("c d", "é&="), row("off", "1", false)], headers: [], body: "left over" };
  const url = "http://a.test/a?b=1&c%20d=%C3%A9%26%3D";
  assert.deepEqual(drafted(draft, "http://a.test"), { method: "GET", url, headers: [], body: null });
});

test("headers of one name are one line, and a body has a type", () => {
  const draft = { method: "POST", path: "/a", query: [], headers: [row("X-A", " 1 "), row("x-a", "2")], body: "{}" };
  const { headers } = drafted(draft, "http://a.test");
  assert.deepEqual(headers, [["X-A", "1, 2"], ["Content-Type", "text/plain;charset=UTF-8"]]);
});
