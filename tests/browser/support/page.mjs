// The tutorial page as people meet it: opened from a static host, and used by the names that its parts have for everybody.
import assert from "node:assert/strict";
import { expectation } from "./wait.mjs";
import { lessons } from "../../../www/lessons/index.js";
import { visit } from "./browser.mjs";
import { host, siteFiles } from "./host.mjs";

export { lessons };

/** A lesson by its id. */
export const lesson = (id) => lessons.find((one) => one.id === id);

/** A text of a lesson as it reads: without the signs of its markup. */
export const read = (text) => text.replaceAll("`", "");

/**
 * The page in a new profile, once its playground answers. `place` is what follows the site's address. Scripts that fail and anything
 * that the page's policy forbids fail the test.
 */
export async function opened(t, place = "", options = {}) {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, undefined, options);
  const faults = watched(page);
  await page.goto(site.url + place);
  await ready(page);
  t.after(() => assert.deepEqual(faults, []));
  return page;
}

/** What goes wrong in a page without a test looking for it. */
export function watched(page) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && /Policy|Uncaught/.test(message.text()) && faults.push(message.text()));
  return faults;
}

/** Waits until the playground in the tab answers. */
export const ready = (page) => serverButton(page).filter({ hasText: "This tab" }).waitFor();

/** The button that says who answers, and opens the drawer. */
export const serverButton = (page) => page.getByRole("button", { name: "Server: " });

/** A part of the page by its heading. */
export const part = (page, name) => page.getByRole("region", { name, exact: true });

/** The editor, once CodeMirror is loaded. Before, a plain field stands there by the same name. */
export const editor = (page) => page.getByLabel("Code of the sync").and(page.locator(".cm-content"));

/** Puts code in place of what is in the editor: pasted, since Chromium's own way of typing several lines at once brings style attributes. */
export async function type(page, code) {
  await editor(page).press("ControlOrMeta+a");
  await editor(page).press("Delete");
  await editor(page).evaluate((content, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, code);
}

/** The code in the editor, as far as it is drawn: in tests, all of it. */
export const typed = (page) => editor(page).evaluate(codeIn);
export const codeIn = (content) => Array.from(content.querySelectorAll(".cm-line"), ({ textContent }) => textContent).join("\n");

/** The editor's button. It is called otherwise while the sync runs. */
export const runButton = (page) => part(page, "Your sync").getByRole("button", { name: /^Run\b/ });

/** The request bar's button. It is called otherwise while an answer is awaited. */
export const sendButton = (page) => part(page, "Request").getByRole("button", { name: /^Send\b(?!…)/ });

/** Presses Run in the editor and waits for the end; what its line says of it. */
export async function run(page, { seconds = 30 } = {}) {
  await runButton(page).click();
  return ended(page, { seconds });
}

/** Waits for the end of a run. */
export async function ended(page, { seconds = 30 } = {}) {
  await runButton(page).waitFor({ timeout: seconds * 1000 });
  return part(page, "Your sync")
    .getByText(/^(Ended|Failed|Stopped): /)
    .textContent();
}

/** Opens the requests by hand, which lessons with code have folded away. */
export async function unfold(page) {
  const fold = page.locator("details.by-hand:not([open]) > summary");
  await expectation(async () => {
    if (await fold.isVisible()) await fold.click();
    assert.ok(await part(page, "Request").isVisible(), "the request bar shows");
  });
}

/** Sends the request bar's request and waits for the answer. */
export async function send(page) {
  await unfold(page);
  await sendButton(page).click();
  await sendButton(page).waitFor();
}

/** Waits until a check shows as done, or as not. */
export async function shows(page, { text }, state) {
  const row = page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ hasText: read(text) });
  await expectation(async () => assert.match(await row.textContent(), new RegExp(`${state}$`), text));
  return row;
}

/** The link of a lesson in the list; a lesson that is done says so. */
export function entry(page, { title }, { done = false } = {}) {
  const name = done ? `${read(title)} (done)` : read(title);
  return page.getByRole("navigation", { name: "Lessons" }).getByRole("link", { name, exact: true });
}

/** Takes the lesson's solution by the page's own buttons, and runs it. */
export async function solve(page, { solution }) {
  const show = page.getByRole("button", { name: "Show a solution" });
  if (await show.isVisible()) await show.click();
  const folded = page.locator("#solution:not([open]) > summary");
  if (await folded.isVisible()) await folded.click();
  if (typeof solution === "string") {
    await page.getByRole("button", { name: "Put it into the editor" }).click();
    return run(page);
  }
  for (const n of solution.keys()) {
    await page.getByRole("button", { name: "Put it into the request bar" }).nth(n).click();
    await send(page);
  }
  return undefined;
}
