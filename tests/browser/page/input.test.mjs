// Bad input, in code and in requests: each is a sentence that says what to do, and nothing that was typed is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ended, opened, part, ready, run, runButton, sendButton, type, typed } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };
const sync = (...lines) => ["async function sync(api, land, state) {", ...lines.map((line) => `  ${line}`), "}", ""].join("\n");
const editor = (page) => part(page, "Your sync");

const WRONG = [
  { name: "a throw", code: sync("const paper = 0;", 'throw new Error("out of paper");'), says: /^\s*Line 3: Error: out of paper/ },
  { name: "a syntax error", code: sync("const rows = ;"), says: /^\s*Line 2: SyntaxError: / },
  { name: "a bracket left open", code: sync("while (true) {"), says: /^\s*Line \d: SyntaxError: .* is still open/ },
  { name: "a text that lands", code: sync('await land("x");'), says: /Line 2: .*land takes an array of rows, and this is a string/ },
  { name: "a row without its key", code: sync("await land([{}]);"), says: /Line 2: .*Row 1 cannot land: it has no id/ },
  { name: "another host", code: sync('await api("https://example.org/rows");'), says: /Line 2: .*This page can only call / },
  { name: "fetch", code: sync('await fetch("/health");'), says: /Line 2: .*Use api\(path\) in place of fetch/ },
  { name: "no function", code: "const sum = 1 + 1;\n", says: /There is no function named sync/ },
];

test("what is wrong in code is said with its line, and the code stays", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  for (const { name, code, says } of WRONG) {
    await type(page, code);
    assert.match(await run(page), /^Failed: /, name);
    assert.match(await editor(page).getByText(says).first().textContent(), says, name);
    assert.equal(await typed(page), code, name);
  }
  await page.reload();
  await ready(page);
  assert.equal(await typed(page), WRONG.at(-1).code);
});

test("an endless loop is stopped, by the limit and by hand, and the page goes on meanwhile", LIMIT, async (t) => {
  const page = await opened(t, "#/last-cursor");
  const code = sync("while (true) {}");
  await type(page, code);
  await runButton(page).click();
  // Others are answered, and the time goes on.
  await editor(page)
    .getByText(/^Running: .* [1-9]\.\d s/)
    .waitFor({ timeout: 2500 });
  await page.getByRole("button", { name: "Hint", exact: true }).click();
  assert.match(await ended(page), /^Stopped: /);
  await editor(page)
    .getByText(/^Stopped after 3 seconds in which the code ran without a pause and made no request\./)
    .waitFor();

  await runButton(page).click();
  await editor(page).getByRole("button", { name: "Stop" }).click();
  assert.match(await ended(page, { seconds: 1 }), /^Stopped: /);
  assert.equal(await typed(page), code);
});

test("a request that can't be sent says why at its field, and stays as typed", LIMIT, async (t) => {
  const page = await opened(t, "#/first-request");
  const elsewhere = [];
  page.on("request", (request) => new URL(request.url()).host !== new URL(page.url()).host && elsewhere.push(request.url()));
  const bar = part(page, "Request");
  const path = bar.getByLabel("Path");
  const press = () => sendButton(page).click();
  /** The field in which the focus is, and what is said of it. */
  const told = () =>
    page.evaluate(() => {
      const field = document.activeElement;
      const notes = (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);
      return { field: field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent, invalid: field.ariaInvalid, note: notes[0] };
    });
  const refused = (field, note) =>
    expectation(async () => {
      const { note: said, ...where } = await told();
      assert.deepEqual(where, { field, invalid: "true" });
      assert.match(said, note);
    });
  const usual = await path.inputValue();

  await path.fill("https://example.org/pagination/offset");
  await press();
  await refused("Path", /This page can only call \S+, not ‘.*’\. Write a path such as/);
  assert.equal(await path.inputValue(), "https://example.org/pagination/offset");
  await path.fill(usual);

  await bar.getByRole("button", { name: "+ Add header" }).click();
  await bar.getByLabel("Name of the header").fill("X Trace");
  await bar.getByLabel("Value of X Trace").fill("7");
  await press();
  await refused("Name of the header", /^A header's name has no spaces: write ‘X-Trace’ for ‘X Trace’\.$/);
  await bar.getByLabel("Name of the header").fill("Content-Type");
  await bar.getByLabel("Value of Content-Type").fill("application/json");

  await bar.getByLabel("Method").selectOption("POST");
  const body = '{ "user": }';
  await bar.getByLabel("Body").fill(body);
  await press();
  await refused("Body", /^The body is not JSON: at line 1, column 11 there should be a value instead of "}"\.$/);
  assert.equal(await bar.getByLabel("Body").inputValue(), body);

  await page.reload();
  await ready(page);
  assert.equal(await bar.getByLabel("Body").inputValue(), body);
  assert.equal(await bar.getByLabel("Value of Content-Type").inputValue(), "application/json");
  assert.equal(await bar.getByLabel("Method").inputValue(), "POST");
  assert.deepEqual(elsewhere, []);
});

test("settings that the server does not take stay in their fields, with its sentence", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await page.getByRole("button", { name: "Server: " }).click();
  const drawer = page.getByRole("dialog", { name: "Server" });
  await drawer.getByLabel("records", { exact: true }).fill("0");
  await drawer.getByRole("button", { name: "Apply" }).click();
  await drawer.getByText(/Invalid value for setting 'records'/).waitFor();
  assert.equal(await drawer.getByLabel("records", { exact: true }).inputValue(), "0");
  await drawer.getByLabel("Address", { exact: true }).fill("http://127.0.0.1:9");
  await drawer.getByRole("button", { name: "Connect" }).click();
  await drawer.getByText(/^Nothing answers at http:\/\/127\.0\.0\.1:9\/\. Start it with/).waitFor();
  assert.equal(await drawer.getByLabel("Address", { exact: true }).inputValue(), "http://127.0.0.1:9");
  assert.equal(await drawer.getByLabel("records", { exact: true }).inputValue(), "0");
});
