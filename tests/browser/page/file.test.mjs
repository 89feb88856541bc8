// The page opened as a file, which gets no scripts: it says so, after the time that a start takes.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { test } from "node:test";
import { visit } from "../support/browser.mjs";
import { DIST } from "../support/host.mjs";
import { opened } from "../support/page.mjs";

const LATE = /opened as a file cannot start/;

test("a page that was opened as a file says why it does not start", async (t) => {
  const page = await visit(t, pathToFileURL(join(DIST, "site/index.html")).href);
  const late = page.getByText(LATE);
  assert.equal(await late.isVisible(), false, "not at once");
  await late.waitFor({ state: "visible", timeout: 15_000 });
});

test("a page that starts does not say it", async (t) => {
  const page = await opened(t);
  assert.equal(await page.getByText(LATE).count(), 0);
});
