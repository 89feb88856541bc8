// The page when its service worker comes and goes, as browsers let it: idle ones are stopped, and storage may be cleared.
import assert from "node:assert/strict";
import { test } from "node:test";
import { INSECURE, stopWorkers, visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { ended, lesson, part, ready, run, runButton, send, shows, solve, type, typed, unfold, watched } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };
/** Pages of 50 rows; before each but the first the sync says that it waits, and does so until the test lets it go on. */
const STEPS = `const gate = new BroadcastChannel("gate");
async function sync(api, land, state) {
  for (let offset = 0, total = 1; offset < total; offset += 50) {
    if (offset) await new Promise((go) => (gate.onmessage = go, console.log("waits")));
    const page = await (await api("/pagination/offset?limit=50&offset=" + offset)).json();
    await land(page.data);
    total = page.total;
  }
}
`;

/** The page at a lesson with these steps in the editor, in a new profile. */
async function opened(t, { origin = "127.0.0.1", ...options } = {}) {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, undefined, options);
  const faults = watched(page);
  await page.goto(`${site.url.replace("127.0.0.1", origin)}#/offset`);
  await ready(page);
  t.after(() => assert.deepEqual(faults, []));
  return { page, site };
}

/** Runs the steps; `between` is called in each pause, with its number. What the run's line says at last. */
async function stepped(page, between) {
  await type(page, STEPS);
  await runButton(page).click();
  for (const pause of [1, 2, 3]) {
    await part(page, "Your sync").getByText(`Console (${pause} line`, { exact: false }).waitFor();
    await between(pause);
    await page.evaluate(() => new BroadcastChannel("gate").postMessage("go"));
  }
  return ended(page);
}

/** That the page says the destination is complete, and so does the lesson's check, which the server judges. */
async function isComplete(page) {
  await part(page, "Your sync").getByText("All 200 rows landed, each once and up to date.").waitFor();
  await shows(
    page,
    lesson("offset").checks.find(({ id }) => id === "every-row"),
    "done",
  );
}

test("a worker that is stopped again and again between two requests loses nothing of a sync", LIMIT, async (t) => {
  const { page } = await opened(t);
  assert.match(await stepped(page, () => stopWorkers(page)), /^Ended: 4 requests, 200 rows landed/);
  await isComplete(page);
});

const wiped = (page) => page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));

test("a wiped cache in the middle of a sync is filled again from the host", LIMIT, async (t) => {
  const { page } = await opened(t);
  const line = await stepped(page, (pause) => pause === 2 && wiped(page).then(() => stopWorkers(page)));
  assert.match(line, /^Ended: 4 requests, 200 rows landed/);
  await isComplete(page);
  const kept = await page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url));
  assert.ok(
    kept.some((url) => url.includes("playground.wasm")),
    kept.join(),
  );
});

test("without cache and host the page says what to do, and goes on when the host is back", LIMIT, async (t) => {
  const { page, site } = await opened(t);
  const { files } = site;
  await type(page, STEPS);
  await wiped(page);
  site.files = Object.fromEntries(Object.keys(files).map((name) => [name, ({ socket }) => socket.destroy()]));
  await stopWorkers(page);
  assert.match(await run(page), /^Failed: 1 request, 0 rows landed/);
  const says = /playground\.wasm is not kept here, and its host does not answer\. Try again when you are online/;
  await part(page, "Your sync").getByText(says).first().waitFor();
  await unfold(page);
  await part(page, "Answer").getByText(says).first().waitFor();
  assert.equal(await typed(page), STEPS);
  site.files = files;
  assert.match(await solve(page, lesson("offset")), /^Ended: /);
  await isComplete(page);
});

test("all data of the site deleted under an open page is told, not answered by the host, and a reload starts anew", LIMIT, async (t) => {
  const { page, site } = await opened(t);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Storage.clearDataForOrigin", { origin: new URL(site.url).origin, storageTypes: "all" });
  await send(page);
  await part(page, "Answer").getByText("The service worker that answers here was deleted. Reload the page to start it again.").waitFor();
  assert.deepEqual(site.seen, []);
  await page.reload();
  await ready(page);
  await solve(page, lesson("offset"));
  await isComplete(page);
});

for (const [name, options] of Object.entries({
  "an origin that is not secure": { origin: INSECURE },
  "a browser that blocks service workers": { serviceWorkers: "block" },
})) {
  test(`with ${name} the same page answers by direct calls, and says so`, LIMIT, async (t) => {
    const { page, site } = await opened(t, options);
    await page.getByText("No service worker: ", { exact: false }).first().waitFor();
    await page.getByText("The playground answers in this page itself", { exact: false }).first().waitFor();
    assert.match(await run(page), /^Ended: /);
    assert.match(await solve(page, lesson("offset")), /^Ended: /);
    for (const check of lesson("offset").checks) await shows(page, check, "done");
    await page.reload();
    await ready(page);
    await page.getByRole("link", { name: "Reference" }).click();
    await page.getByRole("button", { name: "Try it: " }).first().waitFor();
    assert.deepEqual(site.seen, []);
  });
}
