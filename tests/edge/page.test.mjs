// The page, as the static site has it and as the edge serves it, in a real browser.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { DIST, startEdge, startSite } from "./tasks.mjs";

const limit = { timeout: 60_000 };
let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(() => browser?.close());

/** Opens a page, and keeps what it complains of. */
async function open(t, url) {
  const context = await browser.newContext();
  t.after(() => context.close());
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(error.message));
  await page.goto(url);
  return page;
}

/** Waits until the page says who answers it, and asks for the first lesson's list. */
async function answered(page, who) {
  await page.getByRole("button", { name: `Server: ${who}` }).waitFor();
  await page.getByRole("main").locator("[type=submit]").click();
  await page.getByText("200 OK").first().waitFor();
}

test("the static site is answered in its tab, offline too", limit, async (t) => {
  const { origin, stop } = await startSite(t);
  const page = await open(t, `${origin}/`);
  await answered(page, "This tab");
  assert.deepEqual(page.complaints, []);
  await stop();
  await page.reload();
  await answered(page, "This tab");
});

for (const base of ["/", "/practice/"]) {
  test(`the edge's page asks the edge, at ${base}`, limit, async (t) => {
    const { origin } = await startEdge(t, { set: { base } });
    const page = await open(t, origin + base);
    await answered(page, "This server");
    assert.deepEqual(page.complaints, []);
  });
}

/** A page whose worker answers only for the API, where the static site's worker keeps the page too. */
async function pageOfTheKit(t) {
  const dist = await mkdtemp(join(tmpdir(), "playground-kit-"));
  t.after(() => rm(dist, { recursive: true, force: true }));
  await cp(join(DIST, "npm"), join(dist, "site"), { recursive: true });
  await cp(join(dist, "site", "demo.html"), join(dist, "site", "index.html"));
  return dist;
}

for (const [what, dist] of [
  ["the static site", async () => DIST],
  ["a page with the kit", pageOfTheKit],
]) {
  test(`where ${what} was before, its worker makes room for the edge`, limit, async (t) => {
    const site = await startSite(t, { dist: await dist(t) });
    const page = await open(t, `${site.origin}/`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    assert.ok(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)));
    await site.stop();
    const { origin } = await startEdge(t, { port: new URL(site.origin).port });
    await page.goto(`${origin}/`);
    await page.getByRole("button", { name: "Server: This server" }).waitFor();
    const left = () => navigator.serviceWorker.getRegistrations().then(({ length }) => [length, navigator.serviceWorker.controller]);
    assert.deepEqual(await page.evaluate(left), [0, null]);
  });
}
