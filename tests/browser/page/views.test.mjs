// What holds for every view, narrow and wide, light and dark: axe finds nothing, and nothing scrolls sideways.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { visit } from "../support/browser.mjs";
import { host, siteFiles } from "../support/host.mjs";
import { opened, ready } from "../support/page.mjs";
import { VIEWS, withoutWorker } from "../support/views.mjs";

const LIMIT = { timeout: 240_000 };
const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const HEIGHT = 900;

/** The rules of axe that depend on colours; its others find the same in both themes. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds in the page as it is, in short; `rules` are those to apply, where not all of them matter. */
async function findings(page, rules) {
  await page.evaluate(`globalThis.axe ?? (() => { ${AXE} })()`);
  return page.evaluate(async (runOnly) => {
    // Only what fades in would have another contrast meanwhile.
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
  }, rules);
}

/** By how many pixels the page is wider than its window, and what juts out. */
const excess = (page) =>
  page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll("#page *")].filter((one) => one.getBoundingClientRect().right > innerWidth);
    return [
      `${scrollWidth - innerWidth} px: ${wide
        .slice(0, 3)
        .map((one) => one.outerHTML.slice(0, 80))
        .join(" … ")}`,
    ];
  });

/** Whether the page has been drawn in a theme. */
const drawnIn = async (scheme) => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
};

/** Everything that is wrong with a view at a width. */
async function faults(page, name, width) {
  const found = (await excess(page)).map((text) => `too wide ${text}`);
  for (const colorScheme of width === 1024 ? [] : ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(drawnIn, colorScheme);
    const rules = colorScheme === "dark" ? OF_COLOURS : undefined;
    found.push(...(await findings(page, rules)).map((text) => `${colorScheme} ${text}`));
  }
  return found.map((text) => `${name}, ${width}: ${text}`);
}

describe("no view has a fault", { concurrency: 3 }, () => {
  for (const width of [360, 1024, 1440]) {
    test(`at ${width} pixels`, LIMIT, async (t) => {
      const page = await opened(t, "", { viewport: { width, height: HEIGHT }, reducedMotion: "reduce" });
      const found = [];
      for (const { name, enter, leave } of VIEWS) {
        await enter(page);
        found.push(...(await faults(page, name, width)));
        await leave?.(page);
      }
      assert.equal(found.join("\n"), "");
    });
  }
});

test("where motion is reduced, a change of the theme is there at once", LIMIT, async (t) => {
  const page = await opened(t, "", { viewport: { width: 1024, height: HEIGHT }, reducedMotion: "reduce", colorScheme: "light" });
  await page.evaluate(() => {
    globalThis.transitions = 0;
    document.addEventListener("transitionrun", () => {
      globalThis.transitions += 1;
    });
  });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(drawnIn, "dark");
  assert.equal(await page.evaluate(() => globalThis.transitions), 0);
});

test("without a service worker the page says so, without a fault", LIMIT, async (t) => {
  const site = await host(t, { files: siteFiles() });
  const page = await visit(t, withoutWorker(site.url), { viewport: { width: 360, height: HEIGHT } });
  await ready(page);
  await page.getByText("No service worker: the page needs https or localhost for one.").first().waitFor();
  const found = await faults(page, "direct", 360);
  await page.setViewportSize({ width: 1440, height: HEIGHT });
  found.push(...(await faults(page, "direct", 1440)));
  assert.equal(found.join("\n"), "");
});

test("the page that waits for its scripts has no fault", LIMIT, async (t) => {
  const files = Object.entries(siteFiles()).map(([name, file]) => [name, name.endsWith(".js") ? () => {} : file]);
  const site = await host(t, { files: Object.fromEntries(files) });
  const page = await visit(t, undefined, { viewport: { width: 360, height: HEIGHT } });
  await page.goto(site.url, { waitUntil: "commit" });
  await page.getByText("Starting …").waitFor();
  assert.equal((await faults(page, "starting", 360)).join("\n"), "");
});
