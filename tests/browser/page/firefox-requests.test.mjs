// The request bar in Firefox, where keys, pastes and the start of the page are Firefox's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { packed } from "../../../www/model/packing.js";
import { impatient } from "../support/early.mjs";
import { firefox, missing } from "../support/firefox.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { codeIn } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { skip: missing, timeout: 120_000 };
const ANSWERS = `//button[contains(., "This tab")]`;
const PATH = `//input[@id="request-path"]`;
const END = "\ue010";
const ENTER = "\ue007";

/** As the browser does for Ctrl and V; what the page leaves to the browser is put in by it. */
const PASTE = `
const [text] = arguments;
const field = document.querySelector("#request-path");
field.focus();
const event = new ClipboardEvent("paste", { dataType: "text/plain", data: text, bubbles: true, cancelable: true });
if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);`;
const FIELDS = `
const values = (selector) => [...document.querySelectorAll(selector)].map(({ value }) => value);
return [...values(".request select"), ...values("#request-path"), ...values(".request .row input:not([type=checkbox])"), ...values("#request-text")];`;

const holds = (page, wanted) => expectation(async () => assert.deepEqual(await page.evaluate(FIELDS), wanted));

test("Send pressed at once is sent when the playground answers, and once", LIMIT, async (t) => {
  let open;
  const hold = new Promise((resolve) => (open = resolve));
  t.after(() => open());
  const site = await host(t, { files: impatient("Send", hold) });
  const page = await firefox(t, "about:blank");
  const gone = page.go(site.url);
  await page.find(`//button[contains(., "Waiting for the server")]`, 20_000);
  open();
  await gone;
  await page.find(`//main//*[contains(normalize-space(text()), "5 rows")]`, 20_000);
  assert.match(await page.evaluate("return document.documentElement.dataset.pressed"), /Starting/);
});

test("what is typed and pasted into the path ends in the fields where it belongs", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, `${site.url}#/first-request`);
  await page.find(ANSWERS, 20_000);
  await page.type(PATH, `${END}?per_page=50${ENTER}`);
  await page.find(`//main//*[contains(normalize-space(text()), "50 rows")]`);
  await holds(page, ["GET", "/pagination/page_number", "per_page", "50"]);
  await page.evaluate(PASTE, "http://127.0.0.1:5001/pagination/page_number?per_page=3");
  await holds(page, ["GET", "/pagination/page_number", "per_page", "3"]);
  await page.evaluate(PASTE, "?per_page=4&page=2");
  await holds(page, ["GET", "/pagination/page_number", "per_page", "4", "page", "2"]);
  await page.evaluate(
    PASTE,
    "curl -X POST 'http://localhost/pagination/search' \\\n  -H 'Content-Type: application/json' \\\n  -d '{\n}'\n",
  );
  await holds(page, ["POST", "/pagination/search", "Content-Type", "application/json", "{\n}"]);
});

test("a link with code is unpacked, and one's own code stays beside it", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const theirs = "// theirs – 日本\nasync function sync() {}\n";
  const link = `${site.url}#/offset?code=${await packed(theirs)}`;
  const page = await firefox(t, link);
  const code = `return (${codeIn})(document.querySelector(".cm-content"))`;
  await page.find(ANSWERS, 20_000);
  await expectation(async () => assert.equal(await page.evaluate(code), theirs));
  await page.type(`//div[@aria-label="Code of the sync"]`, "// mine");
  await page.go("about:blank");
  await page.go(link);
  await page.find(`//button[starts-with(normalize-space(), "Use the link")]`, 20_000);
  // The editor comes after the page.
  await expectation(async () => assert.match(await page.evaluate(code), /\/\/ mine/));
});

test("Try it shows its request with the answer, in sight and focused", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, `${site.url}#/reference`);
  await page.click(`//button[@aria-label="Try it: Session Token Auth Data"]`);
  await page.find(`//article//*[contains(normalize-space(text()), "20 rows")]`, 20_000);
  const { name, top, height } = await page.evaluate(`
    const one = document.activeElement;
    return { name: one.getAttribute("aria-label"), top: one.getBoundingClientRect().top, height: innerHeight };`);
  assert.equal(name, "Request and answer of Session Token Auth Data");
  assert.ok(top > 0 && top < height - 100, `${top} of ${height}`);
});
