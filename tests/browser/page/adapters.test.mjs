// Where the answers come from: a server of the person's own in place of the tab, and the page as the native command and the edge bring it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "../../edge/tasks.mjs";
import { INSECURE, visit } from "../support/browser.mjs";
import { siteFiles } from "../support/host.mjs";
import { answering, open, playground } from "../support/own.mjs";
import { serverButton, lesson, opened, part, send, shows, solve, type, typed, unfold } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 90_000 };
const passwords = lesson("passwords");
const drawer = (page) => page.getByRole("dialog", { name: "Server" });
const address = (page) => drawer(page).getByLabel("Address", { exact: true });
const connect = (page) => drawer(page).getByRole("button", { name: "Connect", exact: true }).click();
const answers = (page, who) => page.getByRole("button", { name: `Server: ${who}` }).waitFor();
/** While the drawer is open, the header is out of reach for roles. */
const close = (page) => drawer(page).getByRole("button", { name: "Close" }).click();

/** Opens the drawer and all that folds in its form. */
async function openDrawer(page) {
  await serverButton(page).click();
  await drawer(page).getByText("Paste the credentials it printed").click();
}

test("a server of one's own answers a lesson once its address and credentials are typed in", LIMIT, async (t) => {
  const own = await playground(t);
  const page = await opened(t, "#/passwords");
  const code = `// mine\n${passwords.start}`;
  await type(page, code);
  await openDrawer(page);
  await address(page).fill(own.url.replace("http://", ""));
  for (const [label, text] of Object.entries(own.credentials)) await drawer(page).getByLabel(label).fill(text);
  await connect(page);
  await close(page);
  await answers(page, "Your server");
  assert.equal(await typed(page), code);
  await solve(page, passwords);
  for (const check of passwords.checks) await shows(page, check, "done");
  await send(page);
  await part(page, "Request").getByLabel("Whole address").getByText(own.url).waitFor();

  await page.reload();
  await answers(page, "Your server");
  await serverButton(page).click();
  await drawer(page).getByRole("button", { name: "Back to this page’s own server" }).click();
  await close(page);
  await answers(page, "This tab");
  await solve(page, passwords);
  for (const check of passwords.checks) await shows(page, check, "done");
});

test("the table that a server printed, pasted into one field, fills all", LIMIT, async (t) => {
  const own = await playground(t);
  const page = await opened(t, "#/passwords");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openDrawer(page);
  await page.evaluate((text) => navigator.clipboard.writeText(text), own.printed);
  await drawer(page).getByLabel("API key").click();
  await page.keyboard.press("Control+V");
  for (const [label, text] of Object.entries(own.credentials)) {
    await expectation(async () => assert.equal(await drawer(page).getByLabel(label).inputValue(), text));
  }
  assert.equal(await address(page).inputValue(), own.url);
  await connect(page);
  await close(page);
  await answers(page, "Your server");
  await solve(page, passwords);
  for (const check of passwords.checks) await shows(page, check, "done");
});

test("a server of one's own that ends is told at each request, and after a reload the tab answers", LIMIT, async (t) => {
  const own = await playground(t);
  const page = await opened(t, "#/offset");
  await openDrawer(page);
  await address(page).fill(own.url);
  await connect(page);
  await close(page);
  await answers(page, "Your server");
  await own.stop();
  await send(page);
  await part(page, "Answer")
    .getByText(/No answer from 127\.0\.0\.1:\d+: .* See in the Server drawer whether/)
    .waitFor();
  await page.reload();
  await page
    .getByText(/^Your server http:\S+ does not answer\. This page’s own answers in its place/)
    .first()
    .waitFor();
  await answers(page, "This tab");
  await solve(page, lesson("offset"));
  for (const check of lesson("offset").checks) await shows(page, check, "done");
});

/** A page of any other kind. */
const HTML = "<!doctype html><title>Router</title><p>Welcome";

/** Addresses at which there is no playground to be had, and what is said of each. */
const WRONG = [
  {
    name: "nobody there",
    at: async () => "http://127.0.0.1:9",
    says: /^Nothing answers at http:.*:9\/\. Start it with ‘playground start --port 9’/,
  },
  {
    name: "no CORS",
    at: (t) => answering(t, (response) => response.end("{}")),
    says: /lets no other page read its answers \(CORS\)\. Is it a playground\?/,
  },
  {
    name: "HTML",
    at: (t) => answering(t, open(200, "text/html", HTML)),
    says: /no Connector Playground .* See what address ‘playground start’ prints\./,
  },
  {
    name: "another API",
    at: (t) => answering(t, open(200, "application/json", "{}")),
    says: /no Connector Playground \(.* is another API\)\. See what/,
  },
  {
    name: "500",
    at: (t) => answering(t, open(500, "application/json", "{}")),
    says: /no Connector Playground \(.* answers 500\)\. See what/,
  },
  {
    name: "silence",
    at: (t) => answering(t, () => {}),
    says: /did not answer within 5 seconds\. See whether it still runs .* connect again\./,
  },
  { name: "hanging up", at: (t) => answering(t, (response) => response.destroy()), says: /^Nothing answers at .* Start it with/ },
  { name: "a typo in the scheme", at: async () => "htp://127.0.0.1:5001", says: /The address starts with http:\/\/ or https:\/\// },
  {
    name: "a typo in the port",
    at: async () => "127.0.0.1:50001x",
    says: /is not an address\. Write one such as http:\/\/127\.0\.0\.1:5001\./,
  },
  { name: "a script", at: async () => "javascript:alert(1)", says: /is not an address\. Write one such as/ },
  { name: "a script like an address", at: async () => "javascript://x/%0aalert(1)", says: /The address starts with http:/ },
  { name: "a file", at: async () => "file:///etc/hosts", says: /The address starts with http:/ },
  {
    name: "a password in it",
    at: async () => "http://me:secret@127.0.0.1:5001",
    says: /Leave them out; there are fields for credentials\./,
  },
  { name: "nothing", at: async () => "", says: /is not an address\. Write one such as/ },
];

test("a server that can't be used is told in a sentence, nothing typed is lost, and the tab goes on", LIMIT, async (t) => {
  const page = await opened(t, "#/passwords");
  page.on("dialog", (dialog) => assert.fail(dialog.message()));
  await openDrawer(page);
  const bearer = drawer(page).getByLabel("Bearer token");
  await bearer.fill("typed-before");
  for (const { name, at, says } of WRONG) {
    const found = await at(t);
    const text = found.url ?? found;
    await address(page).fill(text);
    await connect(page);
    await expectation(async () => assert.match((await drawer(page).getByRole("alert").allTextContents()).join(), says, name), 15_000);
    assert.equal(await address(page).inputValue(), text, name);
    assert.equal(await bearer.inputValue(), "typed-before", name);
  }
  await close(page);
  await answers(page, "This tab");
  await solve(page, passwords);
  for (const check of passwords.checks) await shows(page, check, "done");
  await openDrawer(page);
  assert.equal(await bearer.inputValue(), "typed-before");
});

test("to a page of https the browser's rule against http is explained", LIMIT, async (t) => {
  const own = await answering(t, open(200, "application/json", "{}"));
  const files = siteFiles();
  const types = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml", wasm: "application/wasm" };
  const page = await visit(t, undefined, { serviceWorkers: "block" });
  await page.route("https://page.example/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1) || "index.html";
    const file = files[name];
    return route.fulfill(file ? { body: file, contentType: types[name.split(".").at(-1)] ?? "text/plain" } : { status: 404 });
  });
  await page.goto("https://page.example/#/passwords");
  await answers(page, "This tab");
  await openDrawer(page);
  await address(page).fill(own.url.replace("127.0.0.1", INSECURE));
  await connect(page);
  const told = /lets it call no http server \(mixed content\)\. Open http:.* itself, or give it https\./;
  await drawer(page).getByRole("alert").getByText(told).waitFor();
  await drawer(page).getByText("What browsers may stop").click();
  await drawer(page).getByText("a page that came by https cannot call http").waitFor();
  assert.deepEqual(own.seen, []);
});

/** Servers that bring the page along. */
const BRINGING = [
  { name: "the native command", start: async (t) => (await playground(t)).url },
  { name: "the edge", start: async (t) => (await startEdge(t)).origin },
];

for (const { name, start } of BRINGING) {
  test(`the page that ${name} brings asks it, with its credentials and without a worker`, LIMIT, async (t) => {
    const url = await start(t);
    const page = await visit(t);
    const [requests, failed] = [[], []];
    page.on("request", (request) => requests.push(request));
    page.on("requestfailed", (request) => failed.push(request));
    await page.context().addCookies([{ name: "before", value: "1", url }]);
    await page.goto(`${url}/#/passwords`);
    await answers(page, "This server");
    await unfold(page);
    const offered = part(page, "Request").getByRole("group", { name: "Credentials of this playground" }).getByRole("button");
    assert.deepEqual(await offered.allTextContents(), ["HTTP Basic", "Bearer token", "API key", "Session login"]);
    await solve(page, passwords);
    for (const check of passwords.checks) await shows(page, check, "done");
    assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then(({ length }) => length)), 0);
    // Every request was answered; of some answers Chromium says all the same that they were aborted.
    await page.evaluate(() => new Promise(requestIdleCallback));
    for (const request of failed) assert.ok(await request.response(), `${request.url()} ${request.failure().errorText}`);
    const api = requests.filter((request) => request.url().includes("/with/"));
    assert.ok(api.length > 3);
    for (const request of api) assert.equal((await request.allHeaders()).cookie, undefined, request.url());
    const asked = requests.map((request) => request.url()).filter((one) => !/^(blob|data):/.test(one));
    assert.deepEqual(
      asked.filter((one) => !one.startsWith(`${url}/`)),
      [],
    );
  });
}
