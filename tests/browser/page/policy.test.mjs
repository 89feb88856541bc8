// What the page's policy forbids, and what leaves the page: no view asks another host, nothing put into the page runs, and code of a sync
// gets nowhere but to the playground.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { answering, open } from "../support/own.mjs";
import { part, ready, run, runButton, type } from "../support/page.mjs";
import { VIEWS } from "../support/views.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 90_000 };

/** The headers that the site asks its host for. */
function headersOf(files) {
  const lines = files._headers
    .toString()
    .split("\n")
    .filter((line) => /^\s+\S+:/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]));
}

/** The page, with all that it did against a policy. */
async function guarded(t, { headers = false, place = "" } = {}) {
  const files = siteFiles();
  // What the worker does not know it leaves to the host.
  const cookies = [];
  const nope = (request, response) => (cookies.push(request.headers.cookie), response.writeHead(404).end());
  const sent = headers ? { ...headersOf(files), "set-cookie": "of-the-host=1; path=/" } : {};
  const site = await host(t, { files: { ...files, nope }, headers: sent });
  const page = await visit(t);
  const requests = [];
  page.context().on("request", (request) => requests.push(request.url()));
  const violations = [];
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()));
  await page.exposeFunction("violated", (text) => violations.push(text));
  const listen = () => addEventListener("securitypolicyviolation", (event) => violated(`${event.effectiveDirective} ${event.blockedURI}`));
  await page.addInitScript(listen);
  await page.goto(site.url + place);
  await ready(page);
  return { page, violations, site, requests, cookies };
}

test("no view and no run goes against the policy in page and header, asks another host, or sends a cookie", LIMIT, async (t) => {
  const { page, violations, site, requests, cookies } = await guarded(t, { headers: true });
  const sent = (await page.request.get(site.url)).headers()["content-security-policy"];
  assert.equal(await page.locator("meta[http-equiv]").getAttribute("content"), sent);
  assert.match(sent, /^default-src 'none';/);
  assert.doesNotMatch(sent, /'unsafe-(inline|eval)'|\*/);
  for (const { name, enter, leave } of VIEWS) {
    await enter(page);
    assert.deepEqual(violations, [], name);
    await leave?.(page);
  }
  assert.deepEqual(
    requests.filter((url) => /^(http|ws)/.test(url) && !url.startsWith(site.url)),
    [],
  );
  assert.ok(requests.length > 50, `${requests.length} requests`);
  // Two requests to what is not there.
  assert.deepEqual(cookies, [undefined, undefined]);
});

/** Ways to bring foreign script, style or content into the page, with the directive that forbids each. */
const INJECTED = [
  ["script-src-elem inline", () => document.head.append(Object.assign(document.createElement("script"), { textContent: "injected = 1" }))],
  ["script-src-attr inline", () => document.body.insertAdjacentHTML("beforeend", "<img src='x:' onerror='injected = 1'>")],
  ["script-src-elem inline", () => Object.assign(document.createElement("a"), { href: "javascript:injected = 1" }).click()],
  ["script-src eval", () => setTimeout("injected = 1")],
  ["script-src-elem ELSEWHERE", (url) => document.head.append(Object.assign(document.createElement("script"), { src: url }))],
  ["style-src-attr inline", () => document.body.insertAdjacentHTML("beforeend", "<p style='color: red'></p>")],
  ["img-src ELSEWHERE", (url) => (new Image().src = url)],
  ["frame-src ELSEWHERE", (url) => document.body.append(Object.assign(document.createElement("iframe"), { src: url }))],
  [
    "form-action ELSEWHERE",
    (url) => {
      const form = Object.assign(document.createElement("form"), { action: url });
      document.body.append(form);
      form.submit();
    },
  ],
  ["base-uri ELSEWHERE", (url) => document.head.append(Object.assign(document.createElement("base"), { href: url }))],
];

test("what somebody puts into the page does not run and leads nowhere", LIMIT, async (t) => {
  const elsewhere = await answering(t, open(200, "text/javascript", "injected = 1"));
  const { page, violations } = await guarded(t);
  for (const [directive, inject] of INJECTED) {
    violations.length = 0;
    await page.evaluate(inject, `${elsewhere.url}/`);
    const wanted = directive.replace("ELSEWHERE", elsewhere.url);
    await expectation(async () =>
      assert.ok(
        violations.some((text) => text.startsWith(wanted)),
        `${wanted}: ${violations}`,
      ),
    );
  }
  assert.equal(await page.evaluate(() => typeof injected), "undefined");
  assert.deepEqual(elsewhere.seen, []);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
});

/** Ways out of a sync; ELSEWHERE is another host. */
const WAYS = [
  'fetch("ELSEWHERE")',
  'new (Object.getPrototypeOf(fetch).constructor)("return fetch(`ELSEWHERE`)")()',
  'delete self.fetch; fetch("ELSEWHERE")',
  'WorkerGlobalScope.prototype.fetch.call(self, "ELSEWHERE")',
  'const asked = new XMLHttpRequest(); asked.open("GET", "ELSEWHERE"); asked.send()',
  'new WebSocket("ELSEWHERE".replace("http", "ws"))',
  'new WebSocketStream("ELSEWHERE".replace("http", "ws"))',
  'new EventSource("ELSEWHERE")',
  'importScripts("ELSEWHERE")',
  'await import("ELSEWHERE")',
  'new Worker("ELSEWHERE")',
  'new Worker(URL.createObjectURL(new Blob(["fetch(`ELSEWHERE`)"])))',
  'await (await caches.open("x")).add("ELSEWHERE")',
  'await api("ELSEWHERE")',
];

test("code of a sync reaches no other host, neither while it runs nor while it is read", LIMIT, async (t) => {
  const elsewhere = await answering(t, open(200, "text/javascript", "1"));
  const { page } = await guarded(t, { place: "#/free" });
  const closed = (way) => `(async () => { ${way.replaceAll("ELSEWHERE", elsewhere.url)} })().catch((error) => console.log(error.message));`;
  const each = WAYS.map(closed);
  await type(page, `async function sync(api) {\n${each.join("\n")}\nawait sleep(0.5);\n}\n`);
  assert.match(await run(page), /^Ended: /);
  await part(page, "Your sync").getByText("Use api(path) in place of fetch").first().waitFor({ state: "attached" });
  // Before there is a sync, and before there is `api`.
  await type(page, `${each.join("\n")}\nasync function sync(api) { await sleep(0.5); }\n`);
  assert.match(await run(page), /^Ended: /);
  assert.deepEqual(elsewhere.seen, []);
  // It would have answered.
  assert.equal(await page.evaluate((url) => fetch(url).then(({ status }) => status), elsewhere.url), 200);

  // The line is the caller's.
  const calls = { 1: 'const early = fetch("/");\nasync function sync() {}\n', 3: 'async function sync() {\n\n  fetch("/");\n}\n' };
  for (const [line, code] of Object.entries(calls)) {
    await type(page, code);
    await run(page);
    await part(page, "Your sync")
      .getByText(new RegExp(`Line ${line}: .*Use api\\(path\\) in place of fetch`))
      .waitFor();
  }
  await runButton(page).waitFor();
});
