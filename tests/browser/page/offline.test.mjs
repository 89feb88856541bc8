// The page without its host, and with a new build of it: what a service worker gives to people, and what it must not take away.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { tab, visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { lesson, part, ready, solve, type, typed, watched } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };
const MINE = "async function sync(api, land, state) {\n  // mine\n}\n";

const shown = (page, { title }) => page.getByRole("heading", { level: 1, name: title }).waitFor();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** What a destination with all its rows says. */
const whole = (page) => part(page, "Destination").getByText("All 200 rows landed, each once and up to date.").waitFor();

/** The site after one more build: the page has another line, and the worker's script its hash. */
function rebuilt(files, line) {
  const page = Buffer.from(`${files["index.html"]}${line}`);
  const worker = files["service-worker.js"].toString();
  const old = sha256(files["index.html"]);
  assert.ok(worker.includes(old), "the worker keeps the page");
  return { ...files, "index.html": page, "service-worker.js": worker.replaceAll(old, sha256(page)) };
}

test("offline after the first load, the page opens anywhere and its syncs run", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, site.url);
  const faults = watched(page);
  await ready(page);
  await site.stop();
  await page.reload();
  await ready(page);
  await shown(page, lesson("first-request"));

  const other = await tab(page.context(), `${site.url}#/offset`);
  await ready(other);
  await shown(other, lesson("offset"));
  assert.match(await solve(other, lesson("offset")), /^Ended: /);
  await whole(other);
  await other.goto(`${site.url}?from=a-bookmark#/reference`);
  await other.getByRole("button", { name: "Try it: " }).first().waitFor();
  assert.deepEqual(faults, []);
});

test("a new build under open pages waits, is offered, and takes nothing away", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, `${site.url}#/offset`);
  await ready(page);
  await type(page, MINE);
  await part(page, "Request").getByLabel("Path").fill("/pagination/keyset");
  site.files = rebuilt(site.files, '<meta name="build" content="new">');
  const isNew = (one) => one.locator("meta[name=build]").count();

  // A visit looks for new builds; it is still the old one's, as the page that was open before is.
  const other = await tab(page.context(), `${site.url}#/keyset`);
  await ready(other);
  const offer = (one) => one.getByText("A new build is ready.", { exact: false }).first().waitFor();
  await Promise.all([offer(page), offer(other)]);
  assert.deepEqual([await isNew(page), await isNew(other)], [0, 0]);
  assert.equal(await typed(page), MINE);
  assert.match(await solve(other, lesson("keyset")), /^Ended: /);
  await whole(other);

  await page.bringToFront();
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await loaded;
  await ready(page);
  assert.equal(await isNew(page), 1);
  await shown(page, lesson("offset"));
  assert.equal(await typed(page), MINE);
  assert.equal(await part(page, "Request").getByLabel("Path").inputValue(), "/pagination/keyset");
  assert.equal(await page.getByText("A new build is ready.", { exact: false }).count(), 0);

  // The other page is the new worker's, too, and stays as it is until it is reloaded.
  await other.bringToFront();
  assert.equal(await isNew(other), 0);
  assert.match(await solve(other, lesson("keyset")), /^Ended: /);
  await whole(other);
  await other.reload();
  await ready(other);
  assert.equal(await isNew(other), 1);
});
