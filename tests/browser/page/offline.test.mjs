// The page without its host, and with a new build of it: what a service worker gives to people, and what it must not take away.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { tab, visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { entry, lesson, part, ready, run, solve, type, typed, unfold, watched } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };
const MINE = "async function sync(api, land, state) {\n  // mine\n}\n";

const shown = (page, { title }) => page.getByRole("heading", { level: 1, name: title }).waitFor();
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** What a destination with all its rows says. */
const whole = (page) => part(page, "Your sync").getByText("All 200 rows landed, each once and up to date.").waitFor();

/** The solution of a lesson, whose hidden run asks for other rows again and again before, for seconds. */
const busy = ({ solution }) =>
  solution.replace(
    /^(async function sync.*)$/m,
    `$1
  const isHidden = (await api("/health")).url.includes("seed=second");
  for (let n = 0, end = Date.now() + 5000; isHidden && n < 900 && Date.now() < end; n += 1) await api("/pagination/offset?limit=50");`,
  );

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
  await unfold(page);
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
  // The other page asks without a pause, in the hidden run that follows the first: the worker before has no moment of its own.
  await type(other, busy(lesson("keyset")));
  const hidden = other.getByText("The same code runs once more");
  await Promise.all([hidden.waitFor(), run(other)]);

  await page.bringToFront();
  assert.equal(await hidden.count(), 1, "the hidden run goes");
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await loaded;
  await ready(page);
  assert.equal(await isNew(page), 1);
  await shown(page, lesson("offset"));
  assert.equal(await typed(page), MINE);
  assert.equal(await part(page, "Request").getByLabel("Path").inputValue(), "/pagination/keyset");
  assert.equal(await page.getByText("A new build is ready.", { exact: false }).count(), 0);

  // The other page is the new worker's, too, and stays as it is until it is reloaded; its hidden run went on.
  await other.bringToFront();
  assert.equal(await isNew(other), 0);
  await entry(other, lesson("keyset"), { done: true }).waitFor();
  assert.match(await solve(other, lesson("keyset")), /^Ended: /);
  await whole(other);
  await other.reload();
  await ready(other);
  assert.equal(await isNew(other), 1);
});
