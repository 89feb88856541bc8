// Several starts in one page: one server below a base, and no object that speaks for another one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, json, start, tab, until, visit } from "./support/browser.mjs";
import { build, host } from "./support/host.mjs";

const LIMIT = { timeout: 60_000 };

/** What one start after another, or all at once, come to in a page: `[settings, total of the answers]` of each, or the error. */
const starts = (page, all, { atOnce = false } = {}) =>
  page.evaluate(
    async ([all, atOnce]) => {
      const { startPlayground } = await import(new URL("index.js", location.href));
      const told = async (settings) => {
        try {
          const playground = (globalThis.playground = await startPlayground({ settings }));
          const { total } = await (await playground.fetch("pagination/offset?limit=1")).json();
          return [playground.settings, total];
        } catch (error) {
          return error.message;
        }
      };
      if (atOnce) return Promise.all(all.map(told));
      const outcomes = [];
      for (const settings of all) outcomes.push(await told(settings));
      return outcomes;
    },
    [all, atOnce],
  );

const ANCHOR = "2026-01-01T00:00:00Z";
const REFUSED =
  /^Connector Playground: This page has started http:\S+ with other settings \(.*records=11.*\)\. Stop it first, take its settings, or another base$/;

for (const atOnce of [false, true]) {
  test(`a second start with other settings is refused, ${atOnce ? "at once" : "in sequence"}`, LIMIT, async (t) => {
    const site = await host(t);
    for (const [one, other] of [
      [
        { seed: "a", anchor: ANCHOR, records: 11 },
        { seed: "b", anchor: ANCHOR, records: 22 },
      ],
      [
        { seed: "a", anchor: ANCHOR, records: 11 },
        { seed: "b", anchor: ANCHOR, records: 11 },
      ],
      [{ records: 11 }, { records: 22 }],
      [{ records: 11 }, { seed: "b", anchor: ANCHOR, records: 11 }],
      [{ records: 11 }, {}],
    ]) {
      const page = await visit(t, site.url);
      const [first, second] = await starts(page, [one, other], { atOnce });
      assert.deepEqual([first[0].records, first[1]], ["11", 11]);
      assert.match(String(second), REFUSED);
      // The one that is there goes on, and says what is so.
      assert.equal((await json(page, "playground/settings")).records, "11");
    }
  });

  test(`starts with the same settings share a server, ${atOnce ? "at once" : "in sequence"}`, LIMIT, async (t) => {
    const site = await host(t);
    for (const all of [
      [{ records: 11 }, { records: "11" }, { records: 11, ties: null }],
      [{ seed: "a", anchor: ANCHOR, records: 11 }, { records: 11 }, { anchor: ANCHOR, records: 11 }],
    ]) {
      const page = await visit(t, site.url);
      const [first, ...others] = await starts(page, all, { atOnce });
      assert.equal(first[1], 11);
      for (const other of others) assert.deepEqual(other, first);
    }
  });
}

test("two bundles of the kit in a page know of each other", LIMIT, async (t) => {
  const files = build();
  const site = await host(t, { files: { ...files, "copy/index.js": files["index.js"] } });
  const page = await visit(t, site.url);
  assert.equal((await start(page, { settings: { records: 11 } })).error, undefined);
  const again = (settings) => start(page, { kit: "./copy/", base: "./", settings });
  assert.match((await again({ records: 22 })).error, REFUSED);
  assert.equal((await again({ records: 11 })).settings.records, "11");
});

test("after its end a start in the same page has its own settings, and the object before speaks for nobody", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await starts(page, [{ records: 11 }]);
  const ended = await page.evaluate(async () => {
    globalThis.first = playground;
    return [await first.stop(), await first.stop(), await first.fetch("health").catch(({ message }) => message)];
  });
  assert.deepEqual(ended.slice(0, 2), [true, false]);
  assert.match(ended[2], /was stopped in this page. Start it again$/);
  const [[settings, total]] = await starts(page, [{ seed: "b", anchor: ANCHOR, records: 22 }]);
  assert.deepEqual([settings, total], [{ seed: "b", anchor: ANCHOR, records: "22" }, 22]);
  const later = await page.evaluate(async () => [await first.stop(), await first.fetch("health").catch(({ message }) => message)]);
  assert.equal(later[0], false);
  assert.match(later[1], /was stopped/);
  assert.equal((await json(page, "playground/settings")).records, "22");
});

/** A page that has started a server, and another one that has joined and ended it. */
async function endedElsewhere(t) {
  const site = await host(t);
  const page = await visit(t, site.url);
  await start(page, { settings: { records: 11 } });
  const other = await tab(page.context(), site.url);
  await start(other, { settings: { records: 11 } });
  await other.evaluate(() => playground.stop());
  return { page, other };
}

test("what another page has ended may be followed by another server", LIMIT, async (t) => {
  const { page, other } = await endedElsewhere(t);
  await other.close();
  const [[settings, total]] = await starts(page, [{ records: 22 }]);
  assert.deepEqual([settings.records, total], ["22", 22]);
});

test("an object whose server another page has replaced says so", LIMIT, async (t) => {
  const { page, other } = await endedElsewhere(t);
  assert.equal((await start(other, { settings: { records: 22 } })).settings.records, "22");
  await until(page, () => navigator.serviceWorker.controller.scriptURL.includes("records=22"));
  await assert.rejects(ask(page, "health", { by: "playground" }), /Another page has started http:\S+ with other settings. Reload this one/);
});
