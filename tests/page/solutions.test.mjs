// Checks judge results: whatever code is right passes, however it is written, and whatever is wrong fails, on the hidden run at the latest.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { judged } from "../../www/model/evidence.js";
import { startPlayground } from "./support/playground.mjs";
import { pressed, send } from "./support/sync.mjs";

const playground = await startPlayground();
/** A limit is counted for each set of settings apart, so that tests at the same time need different ones: here, in what no lesson reaches. */
let lastSize = 1_000_000;
const LIMIT = { timeout: 60_000 };

function apart(lesson) {
  lastSize += 1;
  const own = (settings) => (settings?.rate_limit ? { ...settings, max_offset: String(lastSize) } : settings);
  return { ...lesson, settings: own(lesson.settings), second: lesson.second?.map((one) => ({ ...one, settings: own(one.settings) })) };
}

/** What each check says of code, or of requests by hand: `true`, or why not. */
async function said(lesson, work) {
  if (lesson.start) return pressed(playground, apart(lesson), work);
  const checks = judged(lesson.checks, await send(playground, lesson, work.map(draft)));
  return Object.fromEntries(checks.map(({ id, state }) => [id, state === "holds" || state]));
}

function draft(target) {
  const [path, query] = target.split("?");
  return {
    method: "GET",
    path,
    query: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value, on: true })),
    headers: [],
    body: "",
  };
}

const judgedLessons = lessons.filter(({ checks }) => checks.length);
const solutions = await Promise.all(judgedLessons.map(({ id }) => import(`./solutions/${id}.mjs`)));

const isLimited = ({ settings, second = [] }) => [settings, ...second.map((one) => one.settings)].some((some) => some.rate_limit);

for (const [n, lesson] of judgedLessons.entries()) testsOf(lesson, solutions[n]);

function testsOf(lesson, { right, wrong }) {
  // Tests take turns while one of them sleeps; more of them at once would keep each other from meeting a limit.
  describe(lesson.id, { concurrency: isLimited(lesson) ? 6 : 16 }, () => {
    test("has solutions enough", () => assert.ok(Object.keys(right).length >= 4 && Object.keys(wrong).length >= 8));
    for (const [does, work] of Object.entries(right)) {
      test(`right: ${does}`, LIMIT, async () => {
        const rows = await said(lesson, work);
        assert.deepEqual(rows, Object.fromEntries(Object.keys(rows).map((id) => [id, true])));
      });
    }
    for (const [does, [fails, work]] of Object.entries(wrong)) {
      test(`wrong: ${does}`, LIMIT, async () => {
        const rows = await said(lesson, work);
        assert.notEqual(rows[fails], true, JSON.stringify(rows));
        assert.notEqual(rows[fails], "not yet", JSON.stringify(rows));
      });
    }
  });
}
