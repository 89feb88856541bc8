// The bench in Firefox: what a failed run came to is in one view with the evidence, bars and cells point at each other, and scrollers have
// the page's own colours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, missing } from "../support/firefox.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 120_000, skip: missing };
const READY = `//button[contains(., "This tab")]`;
const RUN = `//button[starts-with(normalize-space(), "Run")]`;
const ENDED = `//*[starts-with(normalize-space(text()), "Ended: ")]`;
const PLACES = `return Object.fromEntries(arguments[0].map((name) => {
  const { top, bottom } = document.querySelector(name).getBoundingClientRect();
  return [name, [top, bottom]];
}))`;
const PARTS = [".picture svg", ".lane", ".code-scroll", ".run-bar button", ".run-line", ".totals", ".check-fails"];

/** A lesson after a run of its start. */
async function ran(t, id) {
  const site = await host(t, { files: siteFiles() });
  const page = await firefox(t, `${site.url}#/${id}`);
  await page.find(READY, 20_000);
  await page.resize(1366, 768);
  await page.click(RUN);
  await page.find(ENDED, 20_000);
  await page.find(`//li[contains(@class, "check-fails")]`);
  return page;
}

test("picture, timeline, code and result are in one view at 1366 × 768", LIMIT, async (t) => {
  const page = await ran(t, "offset");
  assert.deepEqual(await page.evaluate("return [innerWidth, innerHeight, scrollY]"), [1366, 768, 0]);
  const places = await page.evaluate(PLACES, PARTS);
  for (const [name, [top, bottom]] of Object.entries(places)) assert.ok(top >= 52 && bottom <= 768, `${name}: ${JSON.stringify(places)}`);
  const [top, bottom] = places[".code-scroll"];
  assert.ok(bottom - top >= 160, `code of ${bottom - top} pixels`);
  const [track, scheme] = await page.evaluate(
    "const { scrollbarColor, colorScheme } = getComputedStyle(document.documentElement); return [scrollbarColor, colorScheme]",
  );
  assert.match(track, /rgba\(0, 0, 0, 0\)|transparent/);
  assert.equal(scheme, "light dark");
});

test("a bar lights its rows, a cell names its request, and a bar opens the answer", LIMIT, async (t) => {
  const page = await ran(t, "offset");
  const tie = () => page.text(`//*[@id="tie"]`);
  await page.point(`(//*[contains(@class, "lane-bars")]//button)[3]`);
  await expectation(async () => assert.match(await tie(), /^Request 3: GET /));
  assert.ok(await page.has(`//*[contains(@class, "cells-lit")]`));
  await page.point(`//*[@role="slider"]`);
  await expectation(async () => assert.match(await tie(), /^Row \d+, .*; came with request \d+\.$/));
  await page.click(`(//*[contains(@class, "lane-bars")]//button)[2]`);
  await page.find(`//details[@open and contains(@class, "by-hand")]//p[contains(., "offset=21")]`);
});
