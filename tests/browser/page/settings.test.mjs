// A person's own settings: chosen in the drawer from what there is, in force in the sandbox and the reference, and never in a lesson.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serverButton, entry, lesson, opened, part, shows, solve } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const drawer = (page) => page.getByRole("dialog", { name: "Server: This tab" });
const field = (page, name) => drawer(page).getByLabel(name, { exact: true });
const base = (page) => drawer(page).getByRole("group", { name: "Base address" }).textContent();
const apply = (page) => drawer(page).getByRole("button", { name: "Apply" }).click();

/** Opens the drawer with its settings. */
async function openDrawer(page) {
  await serverButton(page).click();
  await field(page, "rate_limit").waitFor();
}

/** Waits for a base address to end like this; it has the settings in the order in which they were chosen. */
const addressed = (page, end) => expectation(async () => assert.ok((await base(page)).trim().endsWith(end), await base(page)));

test("settings that break the sandbox break no lesson, and Reset takes them back", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await openDrawer(page);
  assert.equal(await field(page, "rate_limit").evaluate((one) => one.tagName), "SELECT");
  await field(page, "rate_limit").selectOption("true");
  await field(page, "capacity").fill("2");
  await field(page, "records").fill("7");
  await apply(page);
  await addressed(page, "/with/rate_limit=true,capacity=2,records=7");
  await page.keyboard.press("Escape");

  await page.evaluate(() => (location.hash = "#/keyset"));
  await entry(page, lesson("keyset")).waitFor();
  await page.getByRole("heading", { level: 1, name: lesson("keyset").title }).waitFor();
  assert.match(await solve(page, lesson("keyset")), /^Ended: /);
  for (const check of lesson("keyset").checks) await shows(page, check, "done");
  await openDrawer(page);
  assert.ok(!(await base(page)).includes("capacity"), await base(page));
  assert.equal(await field(page, "capacity").inputValue(), "2");
  await page.keyboard.press("Escape");

  await page.evaluate(() => (location.hash = "#/reference"));
  await page.getByRole("button", { name: "Try it: Export with NDJSON" }).click();
  await page.getByRole("article", { name: "Export with NDJSON" }).getByText("7 rows").waitFor();

  await page.evaluate(() => (location.hash = "#/free"));
  await part(page, "Your sync").waitFor();
  await openDrawer(page);
  await drawer(page).getByRole("button", { name: "Reset" }).click();
  await expectation(async () => assert.ok(!(await base(page)).includes("/with/"), await base(page)));
  assert.deepEqual([await field(page, "rate_limit").inputValue(), await field(page, "capacity").inputValue()], ["", ""]);
});

test("what is no number is said, and nothing is applied", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await openDrawer(page);
  await field(page, "records").focus();
  await page.keyboard.type("1e");
  await apply(page);
  await drawer(page).getByText("'records' takes a whole number.").waitFor();
  assert.equal(await field(page, "records").getAttribute("aria-invalid"), "true");
  assert.ok(!(await base(page)).includes("/with/"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("7");
  await apply(page);
  await addressed(page, "/with/records=7");
});
