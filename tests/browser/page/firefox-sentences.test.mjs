// What the page says of each lesson's start and of the usual slips, in Firefox, which says nothing of a worker's code that it cannot read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, missing } from "../support/firefox.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { assertSaid, RUNS, SAID } from "../support/sentences.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { skip: missing, timeout: 300_000 };
const LINE = 'return document.querySelector(".run-line")?.textContent ?? ""';
const EDITOR = '//div[@aria-label="Code of the sync"]';
const ALL = "\ue009a\ue000";
const PASTE = `
  const event = new ClipboardEvent("paste", { dataType: "text/plain", data: arguments[0], bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
`;

test("every start and every slip has its sentence", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, site.url);
  await page.find('//button[contains(., "This tab")]', 20_000);
  const says = (what) => expectation(async () => assert.match(await page.evaluate(LINE), what), 30_000);
  for (const { name, lesson, code, expected } of RUNS) {
    await t.test(name, async () => {
      await page.go(`${site.url}#/${lesson.id}`);
      await page.find(`//h1[normalize-space()="${lesson.title}"]`);
      await page.click('//button[normalize-space()="Start over"]');
      await says(/^Not run yet/);
      await page.find(EDITOR, 20_000);
      await page.type(EDITOR, ALL);
      await page.evaluate(PASTE, code);
      await page.click('//button[starts-with(normalize-space(), "Run")]');
      await says(/^(Ended|Failed|Stopped): /);
      assertSaid(await page.evaluate(SAID), expected);
    });
  }
});
