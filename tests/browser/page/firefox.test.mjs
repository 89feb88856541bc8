// The page in Firefox: its lessons fail and are solved as in Chromium, and it comes back without its host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, missing } from "../support/firefox.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { lessons, read } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { skip: missing, timeout: 240_000 };

// XPath knows no escapes: a text with both kinds of quotes would need a concat.
const quoted = (text) => (text.includes('"') ? `'${text}'` : `"${text}"`);
const called = (name) => `//button[starts-with(normalize-space(), ${quoted(name)}) and not(contains(., "…"))]`;
const check = ({ text }) => `//main//li[contains(normalize-space(), ${quoted(read(text))})]`;
const ANSWERS = `//button[contains(., "This tab")]`;
const END = `//*[starts-with(normalize-space(text()), "Ended: ") or starts-with(normalize-space(text()), "Failed: ") or starts-with(normalize-space(text()), "Stopped: ")]`;

async function shows(page, one, state) {
  await expectation(async () => assert.match(await page.text(check(one)), new RegExp(`${state}$`), one.text), 10_000);
}

async function press(page, name) {
  await page.click(called(name));
  await page.find(called(name), 30_000);
}

async function run(page) {
  await press(page, "Run");
  return page.text(END);
}

async function solve(page, { solution }) {
  if (await page.has(called("Show a solution"))) await page.click(called("Show a solution"));
  if (typeof solution === "string") {
    await page.click(called("Put it into the editor"));
    return assert.match(await run(page), /^Ended: /);
  }
  for (const n of solution.keys()) {
    await page.click(`(${called("Put it into the request bar")})[${n + 1}]`);
    await press(page, "Send");
  }
}

test("every lesson's start fails for the lesson's reason, and its solution solves it", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, site.url);
  await page.find(ANSWERS, 20_000);
  for (const one of lessons.filter(({ checks }) => checks.length)) {
    await t.test(one.id, async () => {
      await page.go(`${site.url}#/${one.id}`);
      await page.find(`//h1[normalize-space()=${quoted(read(one.title))}]`);
      await (one.start ? run(page) : press(page, "Send"));
      await shows(
        page,
        one.checks.find(({ id }) => id === one.reason),
        one.start ? "failed" : "not yet",
      );
      await solve(page, one);
      for (const each of one.checks) await shows(page, each, "done");
    });
  }
});

test("it comes back without its host, and its API answers", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, site.url);
  await page.find(ANSWERS, 20_000);
  await site.stop();
  await page.go(`${site.url}?from=a-bookmark`);
  await page.find(ANSWERS, 20_000);
  await page.reload();
  await page.find("//body[not(@data-before)]");
  await page.find(ANSWERS, 20_000);
  await press(page, "Send");
  await page.find(`//main//*[contains(normalize-space(text()), "200")]`);
});
