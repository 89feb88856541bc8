// The way through the lessons: their parts, the last page, and settings of one's own that hold in the sandbox alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../../www/lessons/parts.js";
import { counted } from "../../../www/model/course.js";
import { serverButton, entry, lesson, lessons, opened, part, ready, run, unfold } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const list = (page) => page.getByRole("navigation", { name: "Lessons" });

/** Keeps that lessons were done, and opens the page anew. */
async function done(page, ids) {
  await page.evaluate((ids) => {
    const work = Object.fromEntries(ids.map((id) => [id, { done: true }]));
    const key = `connector-playground-progress ${location.pathname}`;
    localStorage.setItem(key, JSON.stringify({ kind: "connector-playground-progress", version: 1, work, settings: {}, snippet: "curl" }));
  }, ids);
  await page.reload();
  await ready(page);
}

test("the list has the parts with what is done of each, and every lesson once", LIMIT, async (t) => {
  const page = await opened(t, "#/offset", { viewport: { width: 1440, height: 1000 } });
  await done(page, ["first-request", "limits"]);
  for (const { id, title, text } of parts) {
    const mine = lessons.filter((one) => one.part === id);
    const count = mine.filter((one) => ["first-request", "limits"].includes(one.id)).length;
    await list(page)
      .getByRole("heading", { name: `${title} ${count}/${mine.length}` })
      .waitFor();
    await list(page).getByText(text).waitFor();
    for (const one of mine) await entry(page, one, { done: ["first-request", "limits"].includes(one.id) }).waitFor();
  }
  assert.equal(await list(page).getByRole("link").count(), lessons.length);
  await entry(page, lesson("free")).click();
  assert.equal(
    await list(page)
      .locator("[aria-current=page]")
      .textContent()
      .then((text) => text.trim()),
    "Sandbox",
  );
});

test("after the last lesson comes a page of what to do next, which opens the sandbox with three habits at once", LIMIT, async (t) => {
  const page = await opened(t);
  const ids = counted(lessons).map(({ id }) => id);
  await done(page, ids.slice(1));
  assert.equal(await list(page).getByRole("link", { name: "What you can do now" }).count(), 0);
  await page.evaluate(() => (location.hash = "#/end"));
  await page.getByRole("heading", { level: 1, name: `${ids.length - 1} of ${ids.length} done` }).waitFor();
  await done(page, ids);
  await page.getByRole("heading", { level: 1, name: `All ${ids.length}: your connector survives` }).waitFor();
  assert.equal(await page.title(), "What next · Connector Playground");
  await page.evaluate((hash) => (location.hash = hash), `#/${ids.at(-1)}`);
  await page.getByRole("link", { name: "All lessons are done: what next?" }).click();
  await page.getByRole("button", { name: "Open the sandbox with these settings" }).click();
  await page.getByRole("heading", { level: 1, name: "Sandbox" }).waitFor();
  await page.getByText("5 settings of yours").waitFor();
  // The code of the sandbox does not survive these.
  await run(page);
  await expectation(async () => assert.doesNotMatch(await page.locator(".totals").textContent(), /^All 500 rows landed, each once/));
});

test("own settings are a chip in the sandbox, with Reset, and hold in no lesson", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  const chip = page.getByText(/^\d settings? of yours$/);
  assert.equal(await chip.count(), 0);
  await serverButton(page).click();
  const drawer = page.getByRole("dialog", { name: "Server" });
  await drawer.getByLabel("records", { exact: true }).fill("70");
  await drawer.getByLabel("ties", { exact: true }).fill("3");
  await drawer.getByRole("button", { name: "Apply" }).click();
  await page.keyboard.press("Escape");
  await page.getByText("2 settings of yours").waitFor();
  await part(page, "Destination")
    .getByText(/\bof 70$/)
    .waitFor();
  await entry(page, lesson("offset")).click();
  await part(page, "Destination")
    .getByText(/\bof 200$/)
    .waitFor();
  assert.equal(await chip.count(), 0);
  await unfold(page);
  assert.doesNotMatch(await part(page, "Request").getByRole("group", { name: "Whole address" }).textContent(), /records=70|ties=3/);
  await entry(page, lesson("free")).click();
  await page.getByRole("button", { name: "Reset your settings" }).click();
  await expectation(async () => assert.equal(await chip.count(), 0));
  await part(page, "Destination")
    .getByText(/\bof 70$/)
    .waitFor({ state: "detached" });
});
