// What is kept between visits, taken along as a file, and forgotten.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { entry, lesson, opened, part, read, ready, shows, solve, type, typed, unfold } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const MINE = "async function sync(api, land, state) {\n  // mine\n}\n";
const first = lesson("first-request");
const second = lesson("page-numbers");
const sandbox = lesson("free");

async function goTo(page, one) {
  await entry(page, one)
    .or(entry(page, one, { done: true }))
    .click();
  await page
    .getByRole("main")
    .getByRole("heading", { level: 1, name: read(one.title), exact: true })
    .waitFor();
}

async function choose(page, item) {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: item }).click();
}

const drawer = (page) => page.getByRole("dialog", { name: "Server" });

/** Opens the drawer, looks and closes it. */
async function inDrawer(page, look) {
  await page.getByRole("button", { name: "Server: " }).click();
  const result = await look(drawer(page));
  await drawer(page).getByRole("button", { name: "Close" }).click();
  return result;
}

/** A lesson done, code typed in another, a setting, a tab of the snippets. */
async function worked(page) {
  await solve(page, first);
  await goTo(page, second);
  await type(page, MINE);
  await unfold(page);
  await part(page, "This request as code").getByRole("tab", { name: "Python" }).click();
  await goTo(page, sandbox);
  await inDrawer(page, async (open) => {
    await open.getByLabel("ties", { exact: true }).fill("7");
    await open.getByRole("button", { name: "Apply" }).click();
    await open.getByText("ties=7", { exact: false }).first().waitFor();
  });
}

/** Whether all of that is there, or nothing. */
async function isThere(page, there) {
  await entry(page, first, { done: there }).waitFor();
  await goTo(page, second);
  await expectation(async () => assert.equal(await typed(page), there ? MINE : second.start));
  await unfold(page);
  const tab = part(page, "This request as code").getByRole("tab", { selected: true });
  assert.equal(await tab.textContent().then((text) => text.trim()), there ? "Python" : "curl");
  assert.equal(await inDrawer(page, (open) => open.getByLabel("ties", { exact: true }).inputValue()), there ? "7" : "");
  assert.equal(new URL(await base(page)).pathname.includes("ties=7"), false);
  await goTo(page, sandbox);
  await unfold(page);
  await expectation(async () => assert.equal(new URL(await base(page)).pathname.includes("ties=7"), there));
}

/** The address that requests of the lesson go to. */
const base = (page) => part(page, "Request").getByRole("group", { name: "Whole address" }).textContent();

/** All that the page keeps outside of the playground's own cache. */
const kept = (page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).length,
    cookies: document.cookie,
  }));

test("a reload keeps code, done marks and settings", LIMIT, async (t) => {
  const page = await opened(t);
  await worked(page);
  await page.reload();
  await ready(page);
  await isThere(page, true);
});

test("exported, forgotten and imported, everything is back", LIMIT, async (t) => {
  const page = await opened(t);
  await worked(page);
  const coming = page.waitForEvent("download");
  await choose(page, "Export progress");
  const download = await coming;
  const file = await download.path();
  assert.match(download.suggestedFilename(), /\.json$/);
  assert.match(readFileSync(file, "utf8"), /\/\/ mine/);

  await choose(page, "Forget everything …");
  const question = page.getByRole("dialog", { name: "Forget everything?" });
  await question.getByRole("button", { name: "Keep everything" }).click();
  await page.keyboard.press("Escape");
  await isThere(page, true);

  await choose(page, "Forget everything …");
  await question.getByRole("button", { name: "Forget everything" }).click();
  const left = await kept(page);
  assert.deepEqual({ ...left, caches: left.caches.length }, { local: [], session: [], caches: 1, databases: 0, cookies: "" });
  const holds = await page.evaluate(async ([name]) => {
    const answers = await (await caches.open(name)).matchAll();
    return (await Promise.all(answers.map((answer) => answer.text()))).some((text) => text.includes("// mine\n}"));
  }, left.caches);
  assert.equal(holds, false);
  await isThere(page, false);
  await page.reload();
  await ready(page);
  await isThere(page, false);

  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByLabel("File with progress").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: readFileSync(file) });
  await isThere(page, true);
  await page.reload();
  await ready(page);
  await isThere(page, true);
});

test("a file that is no progress is refused in a sentence, and nothing changes", LIMIT, async (t) => {
  const page = await opened(t, "#/page-numbers");
  await type(page, MINE);
  await page.getByRole("button", { name: "Menu" }).click();
  const files = { "a picture": "\x89PNG", "another file": '{"kind":"shopping"}' };
  for (const [name, text] of Object.entries(files)) {
    await page.getByLabel("File with progress").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    await page
      .getByText(/^This is no progress file/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    assert.equal(await typed(page), MINE);
  }
});

test("a lesson that was done shows the day, its checks and one's own code, after others and a reload", LIMIT, async (t) => {
  const page = await opened(t, "#/page-numbers");
  await solve(page, second);
  // The hidden second run belongs to it.
  await entry(page, second, { done: true }).waitFor();
  const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const remembered = async () => {
    const done = page.locator("details.passed");
    await done.getByText(`Done on ${day}`).waitFor();
    for (const check of second.checks) await shows(page, check, "done");
    await done.getByText("Your solution").click();
    await expectation(async () => assert.equal(await done.getByRole("group", { name: "Your solution" }).textContent(), second.solution));
  };
  await goTo(page, first);
  await shows(page, first.checks[0], "not yet");
  assert.equal(await page.locator(".passed").count(), 0);
  await goTo(page, second);
  await remembered();
  await page.reload();
  await ready(page);
  await remembered();
  await page.locator(".done").getByText("Done.").waitFor();
  await type(page, MINE);
  await page.reload();
  await ready(page);
  await page.locator(".done").getByText(`Done on ${day}, with your solution of then.`).waitFor();
  await page.getByRole("button", { name: "Start over" }).click();
  await shows(page, second.checks[0], "not yet");
  await page.locator("details.passed").getByText(`Done on ${day}`).waitFor();
});

test("a lesson that is left while its hidden run goes is done all the same, and shows its last run again", LIMIT, async (t) => {
  const page = await opened(t, "#/limits");
  const limits = lesson("limits");
  await solve(page, limits);
  await page.getByText("The same code runs once more").waitFor();
  await goTo(page, second);
  await part(page, "Your sync").getByText("Not run yet.").waitFor();
  await entry(page, limits, { done: true }).waitFor();
  await goTo(page, limits);
  await part(page, "Your sync")
    .getByText(/^Ended: \d+ requests, 200 rows landed/)
    .waitFor();
  await page.getByText("It also holds for other data: 563 rows.").waitFor();
});
