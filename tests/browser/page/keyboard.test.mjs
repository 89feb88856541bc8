// A learner's first minutes by keyboard alone. Nothing here presses a mouse button or focuses anything but by keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { focus, focused, tabTo } from "../support/keys.mjs";
import { serverButton, editor, ended, entry, lesson, opened, part, read, runButton, sendButton, shows, typed } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 120_000 };
const [first, second, third] = ["first-request", "page-numbers", "offset"].map(lesson);

/** The heading of a lesson, which has the focus when the lesson was opened by a key. */
const arrived = (page, title) => focused(page.getByRole("heading", { level: 1, name: read(title) }));

/** Waits for the answer that is shown to be of a status, and with so many rows. */
const answered = (page, ...figures) => Promise.all(figures.map((text) => part(page, "Answer").getByText(text).first().waitFor()));

/** The three requests of the first lesson, and on by its link. */
async function firstRequest(page) {
  const { keyboard } = page;
  await tabTo(page, page.getByRole("link", { name: "Skip to the content" }));
  await keyboard.press("Enter");
  await focused(page.getByRole("main"));
  await tabTo(page, sendButton(page));
  await keyboard.press("Enter");
  await answered(page, "200 OK", "5 rows");
  await tabTo(page, part(page, "Request").getByLabel("Value of per_page"));
  for (const [value, figures] of [
    ["50", ["200 OK", "50 rows"]],
    ["51", ["400 Bad Request"]],
  ]) {
    await keyboard.press("Control+A");
    await keyboard.type(value);
    await keyboard.press("Control+Enter");
    await answered(page, ...figures);
    await focused(part(page, "Request").getByLabel("Value of per_page"));
  }
  await tabTo(page, page.getByRole("link", { name: `Next: ${read(second.title)}` }), { back: true });
  await keyboard.press("Enter");
  await arrived(page, second.title);
}

/** The caret to where a text of the editor ends. */
async function caretBehind(page, text) {
  const code = await typed(page);
  const before = code.slice(0, code.indexOf(text) + text.length).split("\n");
  await page.keyboard.press("Control+Home");
  for (let line = 1; line < before.length; line += 1) await page.keyboard.press("ArrowDown");
  for (let column = 0; column < before.at(-1).length; column += 1) await page.keyboard.press("ArrowRight");
}

/** Runs the naive start, mends the loop by typing, runs again, and leaves the editor. */
async function pageNumbers(page) {
  const { keyboard } = page;
  const code = editor(page);
  await tabTo(page, runButton(page));
  await keyboard.press("Enter");
  assert.match(await ended(page), /^Ended: /);
  await shows(page, second.checks[0], "failed");
  // The button that was pressed may be another now, but the focus is still there.
  assert.equal((await focus(page)).lost, false, "the focus is lost after Run");

  await tabTo(page, code, { back: true });
  await caretBehind(page, "while (page <");
  await keyboard.type("=");
  assert.equal(await typed(page), second.solution);
  await keyboard.press("Tab");
  await focused(code);
  assert.notEqual(await typed(page), second.solution);
  await keyboard.press("Shift+Tab");
  assert.equal(await typed(page), second.solution);
  await keyboard.press("Control+Enter");
  await part(page, "Your sync")
    .getByText(/^Ended: 5 requests, 220 rows landed/)
    .waitFor();
  for (const check of second.checks) await shows(page, check, "done");
  await focused(code);
  await keyboard.press("Escape");
  await keyboard.press("Tab");
  assert.equal(await code.evaluate((one) => one === document.activeElement), false);
  assert.equal(await typed(page), second.solution);
}

/** A bar of the timeline by arrows, its answer, and the snippets' tabs. */
async function lookAround(page) {
  const { keyboard } = page;
  const bars = part(page, "Timeline").getByRole("button");
  await tabTo(page, bars.first(), { back: true });
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) await keyboard.press(key);
  await focused(bars.nth(1));
  await keyboard.press("Enter");
  await part(page, "Answer").getByText("page=2").first().waitFor();
  await focused(bars.nth(1));

  await tabTo(page, part(page, "Answer").getByRole("button", { name: "Raw" }));
  await keyboard.press("Space");
  await part(page, "Answer").getByRole("group", { name: "Body", exact: true }).waitFor();

  const tab = (name) => part(page, "This request as code").getByRole("tab", { name });
  await tabTo(page, tab("curl"));
  await keyboard.press("ArrowRight");
  await focused(tab("Python"));
  assert.equal(await tab("Python").getAttribute("aria-selected"), "true");
  await part(page, "This request as code").getByText("import requests").waitFor();
}

/** The drawer, from which the focus comes back. */
async function server(page) {
  const { keyboard } = page;
  const drawer = page.getByRole("dialog", { name: "Server" });
  await tabTo(page, serverButton(page), { back: true });
  await keyboard.press("Enter");
  await drawer.waitFor();
  await tabTo(page, drawer.getByLabel("records", { exact: true }));
  await keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await focused(serverButton(page));
}

/** The reference, an endpoint of it, and back to the lessons. */
async function reference(page) {
  const { keyboard } = page;
  await tabTo(page, page.getByRole("link", { name: "Reference" }));
  await keyboard.press("Enter");
  await arrived(page, "Reference");
  await page.getByRole("searchbox", { name: "Filter" }).waitFor();
  await tabTo(page, page.getByRole("searchbox", { name: "Filter" }));
  await keyboard.type("keyset");
  await tabTo(page, page.getByRole("button", { name: "Try it: " }).first());
  await keyboard.press("Enter");
  await focused(page.getByRole("region", { name: "Request and answer of Keyset Pagination" }));
  await tabTo(page, page.getByRole("button", { name: "Open in the sandbox" }));
  await keyboard.press("Enter");
  await focused(part(page, "Request").getByLabel("Path"));
  await expectation(async () => assert.match(await part(page, "Request").getByLabel("Path").inputValue(), /keyset/));
  await tabTo(page, entry(page, third), { back: true });
  await keyboard.press("Enter");
  await arrived(page, third.title);
}

test("a learner's path by keyboard alone, with the focus in sight at every stop", LIMIT, async (t) => {
  const page = await opened(t);
  await shows(page, first.checks[0], "not yet");
  await firstRequest(page);
  await pageNumbers(page);
  await lookAround(page);
  await server(page);
  await reference(page);
});

test("what is pressed away hands the focus on", LIMIT, async (t) => {
  const page = await opened(t, "#/page-numbers");
  const { keyboard } = page;
  const steps = [
    [page.getByRole("button", { name: "Hint", exact: true })],
    [page.getByRole("button", { name: "Show a solution" }), { back: true }],
    [page.getByRole("button", { name: "Put it into the editor" })],
    [page.getByRole("button", { name: "Start over" }), { back: true }],
    [page.getByRole("button", { name: "Bring it back" })],
    [page.locator("summary", { hasText: "Request by hand" })],
    [part(page, "Request").getByRole("button", { name: "+ Add header" })],
    [part(page, "Request").getByRole("button", { name: "Remove new header" })],
    [page.getByRole("button", { name: "Menu" }), { back: true }],
    [page.getByRole("button", { name: "Export progress" })],
    [page.getByRole("button", { name: "Share" }), { back: true }],
    [page.getByRole("button", { name: "Menu" })],
    [page.getByRole("button", { name: "Forget everything …" })],
    [page.getByRole("dialog", { name: "Forget everything?" }).getByRole("button", { name: "Forget everything" })],
  ];
  for (const [target, way] of steps) {
    await tabTo(page, target, way);
    await keyboard.press("Enter");
    // Where the focus goes may be drawn with the next picture.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const { lost } = await focus(page);
    assert.ok(!lost, `the focus is lost after ${target}`);
  }
});
