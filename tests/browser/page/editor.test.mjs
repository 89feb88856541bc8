// The editor: what its keys do, what it marks, how it looks, and what stands there before it is loaded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { focused } from "../support/keys.mjs";
import { editor, ended, entry, lesson, opened, part, run, runButton, solve, type, typed, watched } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const LATE = /^parts\/code-editor-.*\.js$/;
const offset = lesson("offset");
const field = (page) => page.getByLabel("Code of the sync");
const holds = (page, code) => expectation(async () => assert.equal(await typed(page), code));

/** The page as a static host brings it; the part with the editor comes by `late`. */
async function withLate(t, late, options) {
  const files = Object.entries(siteFiles());
  assert.equal(files.filter(([name]) => LATE.test(name)).length, 1, "the editor comes late, as one file");
  const site = await host(t, { files: Object.fromEntries(files.map(([name, file]) => [name, LATE.test(name) ? late(file) : file])) });
  const page = await visit(t, undefined, options);
  const faults = watched(page);
  t.after(() => assert.deepEqual(faults, []));
  await page.goto(`${site.url}#/offset`);
  return page;
}

test("what is typed before the editor is loaded is in it, with the caret, and can be undone", LIMIT, async (t) => {
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  t.after(() => open());
  const page = await withLate(
    t,
    (file) => (_, response) => gate.then(() => response.writeHead(200, { "content-type": "text/javascript" }).end(file)),
  );
  await page.locator("textarea.plain-editor").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("// mine");
  const { x, y } = await field(page).boundingBox();
  open();
  await focused(editor(page));
  await page.keyboard.type(" too");
  await holds(page, `// mine too${offset.start}`);
  // Its lines lie where those of the field did.
  const line = await page.locator(".cm-line").first().boundingBox();
  assert.ok(Math.abs(line.x - x) < 60 && Math.abs(line.y - y) < 20, JSON.stringify({ x, y, line }));
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("Control+z");
  await holds(page, offset.start);
});

test("where the editor cannot be loaded, a plain field does: it is left by Tab, and its code runs", LIMIT, async (t) => {
  // A worker that lacks one of its files would not take over.
  const page = await withLate(t, () => (_, response) => response.writeHead(404).end(), { serviceWorkers: "block" });
  await field(page).fill(offset.solution);
  await field(page).press("Control+Enter");
  assert.match(await ended(page), /^Ended: /);
  await part(page, "Your sync").getByText("All 200 rows landed, each once and up to date.").waitFor();
  await field(page).press("Tab");
  assert.equal(await field(page).evaluate((one) => one === document.activeElement), false);
});

test("Tab indents, Shift and Tab take it back, and Enter goes on at the depth of the code", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await type(page, "");
  const { keyboard } = page;
  await keyboard.type("if (a) {");
  await keyboard.press("Enter");
  await keyboard.type("b();");
  await holds(page, "if (a) {\n  b();");
  await keyboard.press("Tab");
  await holds(page, "if (a) {\n    b();");
  for (let step = 0; step < 2; step += 1) await keyboard.press("Shift+Tab");
  await holds(page, "if (a) {\nb();");
  await keyboard.press("Control+a");
  await keyboard.press("Tab");
  await holds(page, "  if (a) {\n  b();");
});

test("Escape, then Tab, leaves the editor, both ways and without hurry; any other key between takes it back", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  const { keyboard } = page;
  await editor(page).focus();
  await keyboard.press("Escape");
  // CodeMirror's own way is open for two seconds.
  await page.waitForTimeout(2500);
  await keyboard.press("Tab");
  await focused(runButton(page));
  await keyboard.press("Shift+Tab");
  await focused(editor(page));
  // It indents again.
  await keyboard.press("Tab");
  await focused(editor(page));
  await keyboard.press("Escape");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Tab");
  await focused(editor(page));
  await keyboard.press("Escape");
  await keyboard.press("Shift+Tab");
  assert.equal(await editor(page).evaluate((one) => one === document.activeElement), false);
  assert.match(await page.locator("#editor-keys").textContent(), /Tab indents; Esc, then Tab, leaves/);
});

test("what is typed over a selection takes its place, and goes against no policy", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  const { keyboard } = page;
  await type(page, "one\ntwo\nthree");
  await keyboard.press("Control+Home");
  await keyboard.press("ArrowRight");
  for (let line = 0; line < 2; line += 1) await keyboard.press("Shift+ArrowDown");
  await keyboard.type("xy");
  await holds(page, "oxyhree");
  await keyboard.press("Control+z");
  await holds(page, "one\ntwo\nthree");
});

test("the keys that run the code change nothing in it", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await editor(page).press("Control+Enter");
  assert.match(await ended(page), /^Ended: /);
  await focused(editor(page));
  assert.equal(await typed(page), offset.start);
});

test("undo takes back what buttons put there, and knows what was typed at the visit before", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await type(page, "// mine");
  await solve(page, offset);
  assert.equal(await typed(page), offset.solution);
  await editor(page).press("Control+z");
  await holds(page, "// mine");
  await page.getByRole("button", { name: "Start over" }).click();
  await holds(page, offset.start);
  await entry(page, lesson("keyset")).click();
  await holds(page, lesson("keyset").start);
  await editor(page).press("Control+z");
  assert.equal(await typed(page), lesson("keyset").start);
  await page.goBack();
  await holds(page, offset.start);
  await editor(page).press("Control+z");
  await holds(page, "// mine");
  await editor(page).press("Control+y");
  await holds(page, offset.start);
});

test("the line of an error is marked, in sight, with its message, until the code is changed", LIMIT, async (t) => {
  const page = await opened(t, "#/free", { viewport: { width: 1366, height: 768 } });
  const lines = Array.from({ length: 60 }, (_, n) => `  // ${n}`);
  await type(
    page,
    ["async function sync() {", ...lines.slice(0, 39), '  throw new Error("`out` of paper");', ...lines.slice(39), "}"].join("\n"),
  );
  await page.keyboard.press("Control+Home");
  assert.match(await run(page), /^Failed: /);
  const wrong = page.locator(".cm-line.cm-wrong");
  assert.match(await wrong.textContent(), /out. of paper/);
  assert.equal(await page.locator(".cm-gutter-wrong").textContent(), "41");
  const [line, frame] = [await wrong.boundingBox(), await page.locator(".code-scroll").boundingBox()];
  assert.ok(line.y > frame.y && line.y + line.height < frame.y + frame.height, JSON.stringify({ line, frame }));
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await editor(page).getAttribute("aria-invalid"), "true");
  assert.match(await editor(page).getAttribute("aria-describedby"), /^run-error /);
  await page.locator(".cm-lintRange-error").first().hover();
  assert.equal(await page.locator(".cm-tooltip .cm-diagnostic").textContent(), "Error: out of paper");
  await editor(page).press("x");
  await expectation(async () => assert.equal(await page.locator(".cm-wrong, .cm-gutter-wrong, .cm-lintRange").count(), 0));
});

test("its colours are the page's in both themes, without a style element", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await editor(page).waitFor();
  const painted = () =>
    page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const named = (name) => ((probe.style.color = `var(${name})`), getComputedStyle(probe).color);
      const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
      const pairs = [
        [of(".cm-line .keyword", "color"), named("--code-keyword")],
        [of(".cm-content", "color"), named("--ink")],
        [of(".cm-content", "caretColor"), named("--ink")],
        [of(".cm-gutters", "backgroundColor"), named("--raised")],
        [of(".cm-gutters", "color"), named("--ink-soft")],
      ];
      probe.remove();
      return pairs;
    });
  const seen = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await expectation(async () => {
      for (const [is, should] of await painted()) assert.equal(is, should);
    });
    seen.push(JSON.stringify(await painted()));
  }
  assert.notEqual(seen[0], seen[1]);
  assert.equal(await page.locator("style").count(), 0);
});

test("samples are coloured by the editor's parsers once these are here", LIMIT, async (t) => {
  const page = await opened(t, "#/first-request");
  await part(page, "Request").getByRole("button", { name: /^Send/ }).click();
  await page.getByRole("button", { name: "Raw" }).click();
  await part(page, "Answer").locator("code .property", { hasText: '"updatedAt"' }).first().waitFor();
  await page.getByRole("tab", { name: "JavaScript" }).click();
  await part(page, "This request as code").locator("code .keyword", { hasText: "await" }).first().waitFor();
});
