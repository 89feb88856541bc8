// Send and Run pressed before the playground answers: kept, shown, done once, and taken back by leaving.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { impatient } from "../support/early.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { ended, entry, lesson, part, ready, runButton, sendButton, shows, watched } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };

/** Something to wait for, and what ends the wait. */
function gate() {
  let open;
  return { closed: new Promise((resolve) => (open = resolve)), open: () => open() };
}

/** The page whose playground is held, in which a button was pressed as soon as the document was there. */
async function held(t, name, place) {
  const wait = gate();
  t.after(wait.open);
  const site = await host(t, { files: impatient(name, wait.closed) });
  const page = await visit(t);
  const faults = watched(page);
  t.after(() => assert.deepEqual(faults, []));
  await page.goto(site.url + place, { waitUntil: "domcontentloaded" });
  return { page, open: wait.open };
}

const waiting = (page, region) => part(page, region).getByRole("button", { name: "Waiting for the server …" }).waitFor();

test("Send pressed at once is sent when the playground answers, and once", LIMIT, async (t) => {
  const { page, open } = await held(t, "Send", "#/first-request");
  assert.match(await page.evaluate(() => document.documentElement.dataset.pressed), /Starting/);
  await waiting(page, "Request");
  open();
  await part(page, "Answer").getByText("200 OK").waitFor();
  await sendButton(page).waitFor();
  await shows(page, lesson("first-request").checks[0], "done");
});

test("Run pressed at once runs when the playground answers, and once", LIMIT, async (t) => {
  const { page, open } = await held(t, "Run", "#/offset");
  await waiting(page, "Your sync");
  open();
  assert.match(await ended(page), /^Ended: 10 requests/);
});

test("whoever goes on to another lesson takes it back", LIMIT, async (t) => {
  const { page, open } = await held(t, "Send", "#/first-request");
  await waiting(page, "Request");
  await entry(page, lesson("offset")).click();
  await runButton(page).waitFor();
  open();
  await ready(page);
  await entry(page, lesson("first-request")).click();
  await sendButton(page).waitFor();
  await part(page, "Answer")
    .getByText(/^\s*Nothing asked yet/)
    .waitFor();
});

test("whoever goes on to the reference takes it back", LIMIT, async (t) => {
  const { page, open } = await held(t, "Send", "#/first-request");
  await waiting(page, "Request");
  await page.getByRole("link", { name: "Reference" }).click();
  await page.getByRole("heading", { level: 1, name: "Reference" }).waitFor();
  open();
  await ready(page);
  await page.goBack();
  await sendButton(page).waitFor();
  await part(page, "Answer")
    .getByText(/^\s*Nothing asked yet/)
    .waitFor();
});

test("a playground that never starts is told where Send was pressed", LIMIT, async (t) => {
  const site = await host(t, { files: { ...siteFiles(), ...impatient("Send"), "kit.js": undefined } });
  const page = await visit(t);
  await page.goto(site.url, { waitUntil: "domcontentloaded" });
  await part(page, "Request").getByText("No server answers. Reload the page, or connect to a server of your own.").waitFor();
});
