// The editor in Firefox: its keys, its marks, and how it looks, where typing and styles are Firefox's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, missing } from "../support/firefox.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { codeIn, lesson } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { skip: missing, timeout: 120_000 };
const EDITOR = `//div[@aria-label="Code of the sync"]`;
const CODE = `return (${codeIn})(document.querySelector(".cm-content"))`;
const FOCUSED = 'return document.activeElement === document.querySelector(".cm-content")';
// What is held down is let go where a call ends.
const KEY = { all: "\ue009a", undo: "\ue009z", tab: "\ue004", escape: "\ue00c", enter: "\ue007", run: "\ue009\ue007" };

test("its keys type, indent, undo, run and leave, and a fault is marked at its line", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, `${site.url}#/offset`);
  await page.find('//button[contains(., "This tab")]', 20_000);
  await page.find(EDITOR);
  const { start } = lesson("offset");
  const holds = (code) => expectation(async () => assert.equal(await page.evaluate(CODE), code));
  await holds(start);
  await page.type(EDITOR, KEY.all);
  await page.type(EDITOR, `async function sync() {${KEY.enter}throw new Error("two");`);
  await holds('async function sync() {\n  throw new Error("two");');
  await page.type(EDITOR, KEY.tab);
  await holds('async function sync() {\n    throw new Error("two");');
  await page.type(EDITOR, `${KEY.enter}}${KEY.run}`);
  await page.find('//*[starts-with(normalize-space(text()), "Failed: ")]', 20_000);
  assert.equal(await page.evaluate('return document.querySelector(".cm-gutter-wrong").textContent'), "2");
  assert.match(await page.evaluate('return document.querySelector(".cm-wrong").textContent'), /two/);
  for (let step = 0; step < 8 && (await page.evaluate(CODE)) !== start; step += 1) await page.type(EDITOR, KEY.undo);
  await holds(start);
  await page.type(EDITOR, KEY.escape + KEY.tab);
  assert.equal(await page.evaluate(FOCUSED), false);
  await holds(start);
});

test("its colours are the page's, without a style element", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, `${site.url}#/offset`);
  await page.find(EDITOR, 20_000);
  const [keyword, wanted, gutter, raised, styles] = await page.evaluate(`
    const probe = document.body.appendChild(document.createElement("i"));
    const named = (name) => ((probe.style.color = "var(" + name + ")"), getComputedStyle(probe).color);
    const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
    return [of(".cm-line .keyword", "color"), named("--code-keyword"), of(".cm-gutters", "backgroundColor"), named("--raised"),
      document.querySelectorAll("style").length];`);
  assert.deepEqual([keyword, gutter, styles], [wanted, raised, 0]);
});
