// What is typed and pasted into the path ends in the fields where it belongs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, part, send, sendButton, unfold } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };

/** The request bar by its fields: what each holds. */
const fields = (page) =>
  part(page, "Request").evaluate((bar) => {
    const rows = (title) =>
      [...bar.querySelectorAll(`[role=group][aria-label=${title}] .row`)].map((row) =>
        [...row.querySelectorAll("input:not([type=checkbox])")].map(({ value }) => value),
      );
    const value = (selector) => bar.querySelector(selector)?.value;
    const [method, path, body] = [value("select"), value("#request-path"), value("textarea")];
    return { method, path, query: rows("Parameters"), headers: rows("Headers"), body };
  });

const holds = (page, wanted) =>
  expectation(async () => {
    const found = await fields(page);
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((name) => [name, found[name]])), wanted);
  });

const path = (page) => part(page, "Request").getByLabel("Path");
const address = (page) => part(page, "Request").getByRole("group", { name: "Whole address" });

/** Pastes as people do: by the clipboard and its key. */
async function paste(page, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+V");
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const permit = (page) => page.context().grantPermissions(["clipboard-read", "clipboard-write"]);

test("a query typed behind the path fills the row of its name", LIMIT, async (t) => {
  const page = await opened(t, "#/first-request");
  await path(page).click();
  await page.keyboard.press("End");
  await page.keyboard.type("?per_page=50");
  // The address is never doubled, not even meanwhile.
  assert.match(await address(page).textContent(), /\/pagination\/page_number\?per_page=50$/);
  await page.keyboard.press("Enter");
  await part(page, "Answer").getByText("50 rows").waitFor();
  await holds(page, { path: "/pagination/page_number", query: [["per_page", "50"]] });
  await path(page).click();
  await page.keyboard.press("End");
  await page.keyboard.type("?per_page=7&page=2");
  await page.keyboard.press("Tab");
  await holds(page, {
    path: "/pagination/page_number",
    query: [
      ["per_page", "7"],
      ["page", "2"],
    ],
  });
});

test("what the page itself copied can be pasted, and so can addresses of other local servers", LIMIT, async (t) => {
  const page = await opened(t, "#/first-request");
  await permit(page);
  const usual = await fields(page);
  await part(page, "Request").getByRole("button", { name: "Copy the address" }).click();
  const copied = await expectation(async () => (assert.match(await clipboard(page), /^http/), clipboard(page)));
  await path(page).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+V");
  await holds(page, usual);
  assert.equal((await address(page).textContent()).trim(), copied);
  await paste(page, "http://127.0.0.1:5001/pagination/offset?limit=3");
  await holds(page, { path: "/pagination/offset", query: [["limit", "3"]] });
  await send(page);
  await part(page, "Answer").getByText("3 rows").waitFor();
});

test("a pasted address or path with a query replaces the request, and Enter sends it and closes the list", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await permit(page);
  await unfold(page);
  const list = part(page, "Request").getByRole("listbox");
  await path(page).click();
  await list.waitFor();
  await paste(page, "curl -sI 'http://127.0.0.1:5001/pagination/keyset?limit=10' -o out.json");
  await holds(page, { method: "HEAD", path: "/pagination/keyset", query: [["limit", "10"]] });
  await part(page, "Request").getByText("Left out: ‘-o out.json’.").waitFor();
  assert.equal(await list.count(), 0);
  await paste(page, "/pagination/offset?limit=4");
  await holds(page, { method: "GET", path: "/pagination/offset", query: [["limit", "4"]] });
  await part(page, "Request").getByText("the method is GET now, and there is no body").waitFor();
  await path(page).click();
  await list.waitFor();
  await page.keyboard.press("Enter");
  await part(page, "Answer").getByText("4 rows").waitFor();
  assert.equal(await list.count(), 0);
  // A path alone stands for a request where nothing else is in the field, and for a part of the path elsewhere.
  await page.keyboard.press("Control+A");
  await paste(page, "/pagination");
  await holds(page, { path: "/pagination", query: [] });
  await paste(page, "/offset");
  await holds(page, { path: "/pagination/offset", query: [] });
  await page.keyboard.type("?limit=2");
  await page.keyboard.press("Control+Enter");
  await part(page, "Answer").getByText("2 rows").waitFor();
  await holds(page, { path: "/pagination/offset", query: [["limit", "2"]] });
  assert.equal(await list.count(), 0);
});

test("the curl code of one request, pasted, is that request", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await permit(page);
  const line = `curl -s -X PATCH 'http://localhost:5001/pagination/search?a=it'\\''s' \\
    -H "Content-Type: application/json" --data-raw '{"note": "two
lines"}' --retry 3`;
  await unfold(page);
  await path(page).click();
  await paste(page, line);
  const wanted = {
    method: "PATCH",
    path: "/pagination/search",
    query: [["a", "it's"]],
    headers: [["Content-Type", "application/json"]],
    body: '{"note": "two\nlines"}',
  };
  await holds(page, wanted);
  await part(page, "Request").getByText("The page cannot do all of this curl line. Left out: ‘--retry 3’.").waitFor();
  const snippets = part(page, "This request as code");
  await snippets.getByRole("tab", { name: "curl" }).click();
  await snippets.getByRole("button", { name: "Copy the curl code" }).click();
  await expectation(async () => assert.match(await clipboard(page), /^curl -X PATCH/));
  await path(page).fill("/health");
  await part(page, "Request").getByLabel("Body").fill("other");
  await path(page).click();
  await page.keyboard.press("Control+V");
  await holds(page, wanted);
});

test("a path that leads nowhere has no address and no code, and says why", LIMIT, async (t) => {
  const page = await opened(t, "#/free");
  await unfold(page);
  await path(page).fill("https://example.org/rows");
  await part(page, "Request")
    .getByText(/^This page can only call http:\S+, not ‘https:\/\/example\.org\/rows/)
    .waitFor();
  assert.equal(await address(page).count(), 0);
  await part(page, "This request as code").getByText("There is code as soon as the path can be called.").waitFor();
  await sendButton(page).click();
  await expectation(async () => assert.equal(await path(page).getAttribute("aria-invalid"), "true"));
  await path(page).fill("/playground/credentials");
  await part(page, "This request as code")
    .getByText(/every other program gets 403/)
    .waitFor();
  await path(page).fill("/health");
  assert.match(await address(page).textContent(), /\/health\?/);
});

/** Drops a text on the path, as the mouse does that drags it there from elsewhere. */
async function drop(page, text) {
  const { x, y, width, height } = await path(page).boundingBox();
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [{ mimeType: "text/plain", data: text }], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await cdp.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
  }
  await cdp.detach();
}

test("an address that is dropped or has no scheme takes the place of the request, as a pasted one does", LIMIT, async (t) => {
  const page = await opened(t, "#/first-request");
  await permit(page);
  await drop(page, "http://127.0.0.1:5001/pagination/offset?limit=3");
  await holds(page, { method: "GET", path: "/pagination/offset", query: [["limit", "3"]] });
  await drop(page, "?limit=4");
  await path(page).press("Tab");
  await holds(page, { query: [["limit", "4"]] });
  await drop(page, "curl -X POST 'http://127.0.0.1:5001/pagination/search' \\\n -d '{}'");
  await holds(page, { method: "POST", path: "/pagination/search", body: "{}" });
  await path(page).click();
  await paste(page, "localhost:2025/pagination/offset?limit=2");
  await holds(page, { method: "GET", path: "/pagination/offset", query: [["limit", "2"]] });
  await send(page);
  await part(page, "Answer").getByText("2 rows").waitFor();
});
