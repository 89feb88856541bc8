// The page below a path of its host, and in several tabs at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tab, visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { entry, lesson, part, ready, send, shows, solve, type, typed, unfold, watched } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 60_000 };

const shown = (page, { title }) => page.getByRole("heading", { level: 1, name: title }).waitFor();

test("below a path of its host, lessons, links and reloads stay there", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles(), base: "/some/project/" });
  const page = await visit(t, site.url);
  const faults = watched(page);
  const isBelow = () => assert.ok(page.url().startsWith(site.url), page.url());
  await ready(page);
  await entry(page, lesson("next-link")).click();
  await shown(page, lesson("next-link"));
  assert.match(await solve(page, lesson("next-link")), /^Ended: /);
  for (const check of lesson("next-link").checks) await shows(page, check, "done");
  await unfold(page);
  const address = await part(page, "Request").getByRole("group", { name: "Whole address" }).textContent();
  assert.ok(address.includes("/some/project/with/"), address);

  await page.getByRole("link", { name: "Reference" }).click();
  await page.getByRole("button", { name: "Try it: " }).first().click();
  await page.getByRole("button", { name: "Open in the sandbox" }).click();
  await send(page);
  await part(page, "Answer").getByText("200", { exact: true }).first().waitFor();
  isBelow();
  await page.getByRole("link", { name: "Connector Playground" }).click();
  await shown(page, lesson("first-request"));
  isBelow();
  await page.reload();
  await ready(page);
  await entry(page, lesson("next-link"), { done: true }).click();
  await shown(page, lesson("next-link"));
  isBelow();
  assert.deepEqual([site.seen, faults], [[], []]);
});

test("two tabs do not lose each other's lessons and code", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const one = await visit(t, `${site.url}#/page-numbers`);
  const other = await tab(one.context(), `${site.url}#/offset`);
  await Promise.all([ready(one), ready(other)]);
  await type(one, "// one's");
  await type(other, "// the other's");
  await one.bringToFront();
  await solve(one, lesson("page-numbers"));
  await other.bringToFront();
  await type(other, "// the other's, later");

  // Each shows what was done in the other.
  await entry(other, lesson("page-numbers"), { done: true }).click();
  await expectation(async () => assert.equal(await typed(other), lesson("page-numbers").solution));
  await one.bringToFront();
  await entry(one, lesson("offset")).click();
  await expectation(async () => assert.equal(await typed(one), "// the other's, later"));
  await type(one, "// one's, last");
  await one.reload();
  await ready(one);
  assert.equal(await typed(one), "// one's, last");
  await entry(one, lesson("page-numbers"), { done: true }).click();
  await expectation(async () => assert.equal(await typed(one), lesson("page-numbers").solution));
});
