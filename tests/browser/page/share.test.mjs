// Links to share: one brings lesson, request and settings into any other browser, and a broken one leaves a working page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { serverButton, entry, lesson, part, ready, read, send, type, typed, unfold, watched } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const bar = (page) => part(page, "Request");
const base64url = (text) => Buffer.from(text).toString("base64url");

/** The page at an address, in a new profile. */
async function at(t, url) {
  const page = await visit(t);
  page.faults = watched(page);
  await page.goto(url);
  await ready(page);
  return page;
}

test("a shared link brings lesson, request and settings into another browser, once", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await at(t, `${site.url}#/free`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await unfold(page);
  await bar(page).getByLabel("Method").selectOption("POST");
  await bar(page).getByLabel("Path").fill("/pagination/search");
  await bar(page).getByRole("button", { name: "+ Add header" }).click();
  await bar(page).getByLabel("Name of the header").fill("Content-Type");
  await bar(page).getByLabel("Value of Content-Type").fill("application/json");
  await bar(page).getByLabel("Body").fill('{ "note": "Zoë – 日本" }');
  await serverButton(page).click();
  const drawer = page.getByRole("dialog", { name: "Server" });
  await drawer.getByLabel("seed", { exact: true }).fill("a, b=c/d%");
  await drawer.getByRole("button", { name: "Apply" }).click();
  await drawer
    .getByText(/\/with\/.*seed=/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${site.url}#/free?`), link);

  const other = await at(t, link);
  await other.getByRole("heading", { level: 1, name: read(lesson("free").title) }).waitFor();
  assert.equal(await bar(other).getByLabel("Method").inputValue(), "POST");
  assert.equal(await bar(other).getByLabel("Path").inputValue(), "/pagination/search");
  assert.equal(await bar(other).getByLabel("Value of Content-Type").inputValue(), "application/json");
  assert.equal(await bar(other).getByLabel("Body").inputValue(), '{ "note": "Zoë – 日本" }');
  await serverButton(other).click();
  assert.equal(await other.getByRole("dialog").getByLabel("seed", { exact: true }).inputValue(), "a, b=c/d%");
  await other.keyboard.press("Escape");
  await send(other);
  // What is changed from then on is the person's own.
  assert.equal(new URL(other.url()).hash, "#/free");
  await bar(other).getByLabel("Path").fill("/health");
  await other.reload();
  await ready(other);
  assert.equal(await bar(other).getByLabel("Path").inputValue(), "/health");
  // The link once more takes its place, and gives it back.
  await other.goto(link);
  await expectation(async () => assert.equal(await bar(other).getByLabel("Path").inputValue(), "/pagination/search"));
  await bar(other).getByRole("button", { name: "Bring it back" }).click();
  assert.equal(await bar(other).getByLabel("Path").inputValue(), "/health");
});

/** Copies the link; what it is. */
async function shared(page, label) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: label, exact: true }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a link brings the code; one's own is never lost to it", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const theirs = "// theirs – 日本\nasync function sync() {}\n";
  const page = await at(t, `${site.url}#/offset`);
  await type(page, theirs);
  const link = await shared(page, "Link copied with your code");

  const fresh = await at(t, link);
  await expectation(async () => assert.equal(await typed(fresh), theirs));

  const other = await at(t, `${site.url}#/offset`);
  await type(other, "// mine");
  await other.goto("about:blank");
  await other.goto(link);
  await ready(other);
  await other.getByText("The link brings other code. Yours is still in the editor.").first().waitFor();
  assert.equal(await typed(other), "// mine");
  await other.getByRole("button", { name: "Use the link’s code" }).click();
  assert.equal(await typed(other), theirs);
  await other.reload();
  await ready(other);
  await other.getByRole("button", { name: "Bring mine back" }).click();
  assert.equal(await typed(other), "// mine");
  await other.getByRole("button", { name: "Keep mine" }).click();
  assert.equal(await other.getByRole("button", { name: "Use the link’s code" }).count(), 0);
  assert.deepEqual([...page.faults, ...fresh.faults, ...other.faults], []);
});

const SCRIPT = "<img src=x onerror='globalThis.injected = 1'><script>globalThis.injected = 1</script>";
const request = (draft) => `request=${base64url(JSON.stringify({ method: "GET", path: "/health", ...draft }))}`;
const FORGED = { path: `/${SCRIPT}`, body: SCRIPT, headers: [{ name: SCRIPT, value: SCRIPT }] };
const settings = (all) => `settings=${base64url(JSON.stringify(all))}`;

const BOTH = /The link is broken: its request and its settings can't be read/;
const REFUSED = /The server does not take this: .* Change the settings in the Server drawer\./;

/** Links that somebody broke or forged, and what the page says of each; null where that is nothing. Settings stay for those after. */
const BROKEN = [
  { name: "no base64", hash: "#/offset?request=***&settings=%%%", says: BOTH },
  { name: "cut off", hash: `#/offset?${request({}).slice(0, -9)}`, says: /The link is broken: its request can't be read/ },
  { name: "not UTF-8", hash: "#/offset?request=_____w", says: /The link is broken: its request can't be read/ },
  { name: "of another kind", hash: `#/offset?request=${base64url("[1]")}&${settings([])}`, says: BOTH },
  { name: "a lesson that is not there", hash: "#/nothing", says: /There is no lesson ‘nothing’\. Choose one from the list\./ },
  { name: "a lesson of script", hash: `#/${SCRIPT}`, says: /There is no lesson ‘.*Choose one/ },
  { name: "code that is none", hash: "#/offset?code=zAAAA", says: /The link is broken: its code can't be read/ },
  { name: "100 kB", hash: `#/offset?request=${"A".repeat(100_000)}`, says: /The link is broken: its request/ },
  { name: "a request of 100 kB", hash: `#/offset?${request({ method: "POST", body: "x".repeat(100_000) })}`, says: null },
  { name: "a request of script", hash: `#/offset?${request(FORGED)}`, says: null },
  { name: "a request to another host", hash: `#/offset?${request({ path: "https://example.org/" })}`, says: null },
  { name: "settings that no server takes", hash: `#/free?${settings({ seed: "s".repeat(99) })}`, says: REFUSED },
  { name: "settings that are none", hash: `#/free?${settings({ nothing: "1" })}`, says: REFUSED },
  { name: "settings of script", hash: `#/free?${settings({ seed: SCRIPT })}`, says: REFUSED },
];

test("a broken or forged link gives a sentence and a working page", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await at(t, site.url);
  for (const { name, hash, says } of BROKEN) {
    await page.goto("about:blank");
    await page.goto(site.url + hash);
    await ready(page);
    const notice = page
      .getByRole("status")
      .or(page.getByRole("alert"))
      .filter({ has: page.getByRole("button", { name: "Close" }) });
    if (says) await expectation(async () => assert.match((await notice.allTextContents()).join(), says, name));
    else if (says === null) assert.equal(await notice.count(), 0, name);
    // The page works on: another lesson opens, and its request is answered or refused in words.
    const wide = page.getByRole("button", { name: "Lessons", exact: true });
    if (await wide.isVisible()) await wide.click();
    await entry(page, lesson("first-request")).click();
    await page.getByRole("heading", { level: 1, name: read(lesson("first-request").title) }).waitFor();
    await send(page);
    if (!hash.includes("settings=")) await part(page, "Answer").getByText("200 OK").waitFor();
    assert.equal(await page.evaluate(() => typeof injected), "undefined", name);
    assert.deepEqual(page.faults, [], name);
  }
});
