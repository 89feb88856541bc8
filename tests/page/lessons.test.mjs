// Each lesson against the real server: its naive start fails for the lesson's reason, and its solution makes all checks hold.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { parts } from "../../www/lessons/parts.js";
import { baseOf, startPlayground } from "./support/playground.mjs";
import { nothing, run, send } from "./support/sync.mjs";

const playground = await startPlayground();
const IDS =
  `first-request page-numbers offset next-link keyset checkpoint crash id-steps moving-offset late-rows passwords token-expiry csv-export companies limits
  empty-pages repeated-last-page last-cursor free`.split(/\s+/);
const limit = { timeout: 60_000 };
/** The words of a text as it is read at first: without its markup, and what is folded away. */
const words = (html) =>
  html
    .replace(/<details>.*?<\/details>/gs, "")
    .replace(/<[^>]+>/g, "")
    .split(/\s+/)
    .filter(Boolean).length;

/** What each check says: true, or why not. */
const said = ({ checks }, evidence) => Object.fromEntries(checks.map(({ id, holds }) => [id, holds(evidence)]));

/** The evidence of code, or of requests by hand. */
const evidenceOf = (lesson, work) => (typeof work === "string" ? run(playground, lesson, work) : send(playground, lesson, [work].flat()));

/** A second Run meets the bucket that the first has left. */
const timesOf = ({ settings }) => (settings.rate_limit ? 2 : 1);

test("the lessons are all there, in order, each with a name of its own", () => {
  assert.deepEqual(
    lessons.map(({ id }) => id),
    IDS,
  );
  assert.equal(new Set(lessons.map(({ title }) => title)).size, lessons.length);
  assert.deepEqual(
    lessons.filter(({ checks }) => checks.length === 0).map(({ id }) => id),
    ["free"],
  );
});

test("lessons stand in parts, all but the sandbox; each that has code has it in Python, too", () => {
  const runs = lessons.map(({ part }) => part).filter((part, n, all) => part !== all[n - 1]);
  assert.deepEqual(runs, [...parts.map(({ id }) => id), null]);
  assert.deepEqual(
    lessons.filter(({ python, start }) => Boolean(python) !== Boolean(start)),
    [],
  );
});

// The lessons take turns while one of them sleeps.
describe("lessons", { concurrency: 4 }, () => {
  for (const lesson of lessons) describe(lesson.id, { concurrency: 1 }, () => testsOf(lesson));
});

function testsOf(lesson) {
  test("is short, and its settings are the server's", async () => {
    const length = words(lesson.text);
    assert.ok(length <= 120, `${length} words`);
    assert.ok(words(lesson.task) <= 40 && words(lesson.hint) <= 40);
    for (const code of [lesson.start, lesson.solution, lesson.python].filter((work) => typeof work === "string")) {
      const lines = code.split("\n");
      assert.ok(lines.length <= 40 && lines.every((line) => line.length <= 90), code);
    }
    const response = await playground.ask(`${baseOf(lesson.settings)}/playground/settings`);
    assert.equal(response.status, 200, await response.text());
  });
  if (lesson.checks.length) testsOfChecks(lesson);
}

function testsOfChecks(lesson) {
  test("its checks need something to judge", async () => {
    assert.ok(lesson.checks.length >= 2 && lesson.checks.length <= 4);
    for (const [id, why] of Object.entries(said(lesson, await nothing(playground, lesson)))) assert.equal(typeof why, "string", id);
    if (!lesson.start) return;
    const idle = said(lesson, await run(playground, lesson, "async function sync() {}"));
    // Such a sync does come to an end.
    for (const [id, why] of Object.entries(idle)) assert.ok(id === "ends" || why !== true, id);
  });

  test("its start fails for its reason", limit, async () => {
    for (let n = 0; n < timesOf(lesson); n += 1) {
      const evidence = await evidenceOf(lesson, lesson.start ?? lesson.request);
      assert.equal(typeof said(lesson, evidence)[lesson.reason], "string");
      if (lesson.reason in { "every-row": 0, "nothing-twice": 0, "nothing-unknown": 0 }) {
        assert.equal(evidence.verdict.verdict, "incomplete");
      }
    }
  });

  test("with its solution all checks hold", limit, async () => {
    for (let n = 0; n < timesOf(lesson); n += 1) {
      const evidence = await evidenceOf(lesson, lesson.solution);
      assert.deepEqual(said(lesson, evidence), Object.fromEntries(lesson.checks.map(({ id }) => [id, true])));
      for (const { seconds } of evidence.syncs) assert.ok(seconds < 5, `${seconds} s`);
    }
  });
}
