// What the page says of each lesson's start and of the usual slips: the written-down sentence, from the whole model with the real server,
// the code run as a browser's worker runs it.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { createApp } from "../../www/model/app.js";
import { startSync } from "../../www/sync/runner.js";
import { BASE, memory, playground } from "./support/app.mjs";
import { fits, SLIPS, STARTS } from "./support/sentences.mjs";
import { withWorkers } from "./support/worker.mjs";

const coded = lessons.filter(({ start }) => start);
const LIMIT = { timeout: 60_000 };

/** The page's state after a press of Run. */
async function ran({ id }, code) {
  const location = {
    hash: `#/${id}`,
    get href() {
      return `${BASE}/${this.hash}`;
    },
  };
  // Tokens and limits go by the clock.
  const connect = async () => playground({ now: undefined });
  const app = createApp({ lessons, storage: memory(), session: memory(), location, connect, startSync });
  await app.start();
  app.setCode(code);
  await app.run();
  return app.state;
}

/** That a run said what is expected, and nothing else. */
function assertSays({ run }, expected) {
  const { guess, seen = guess, error } = expected ?? {};
  const told = JSON.stringify({ error: run.error, diagnosis: run.diagnosis });
  assert.ok(fits(run.diagnosis?.text, seen ?? (error ? undefined : null) ?? undefined), told);
  if (!seen) assert.equal(run.diagnosis, null, told);
  else assert.equal(run.diagnosis.isGuess, Boolean(guess), told);
  if (!error) return assert.equal(run.error, null, told);
  for (const [name, value] of Object.entries(error)) {
    if (name === "beside") assert.deepEqual(run.error.beside, value);
    else assert.ok(fits(value === null ? (run.error[name] ?? null) : run.error[name], value), `${name}: ${told}`);
  }
  return undefined;
}

/** Code that solves a lesson. */
async function rightOf({ id, solution, start, checks }) {
  if (!checks.length) return [start];
  const { right } = await import(`./solutions/${id}.mjs`);
  return [solution, ...Object.values(right)];
}

test("every lesson with code has its sentence", () => {
  assert.deepEqual(Object.keys(STARTS).sort(), coded.map(({ id }) => id).sort());
});

describe("starts", { concurrency: 4 }, () => {
  before(() => withWorkers());
  for (const lesson of coded) {
    test(lesson.id, LIMIT, async () => assertSays(await ran(lesson, lesson.start), STARTS[lesson.id]));
    test(`${lesson.id}: what is right is told nothing`, LIMIT, async () => {
      const told = async (code) => assertSays(await ran(lesson, code), null);
      // What sleeps leaves room for the others.
      if (/sleep/.test(lesson.solution)) return Promise.all((await rightOf(lesson)).map(told));
      for (const code of await rightOf(lesson)) await told(code);
      return undefined;
    });
  }
});

/** Tests of slips in all lessons in which they can be made. */
function testsOf(slips) {
  for (const { name, suits, code, says } of slips) {
    const suited = coded.filter(suits);
    test(name, LIMIT, async () => {
      assert.ok(suited.length > 0);
      for (const lesson of suited) assertSays(await ran(lesson, code(lesson)), says(code(lesson)));
    });
  }
}

describe("the console", () => {
  before(() => withWorkers());

  test("prints values, errors and tables, of the first level too", LIMIT, async () => {
    const lines = [
      "console.table([{ id: 1, name: 'Ann' }, { id: 22 }]);",
      "console.log('a', { b: [1] }, undefined);",
      "console.error(new Error('no'));",
    ];
    const { run } = await ran(coded[0], `console.log("first");\nasync function sync() {\n${lines.join("\n")}\n}\n`);
    assert.deepEqual(run.log, ["first", "id  name", "1   Ann", "22", 'a {"b":[1]} undefined', "Error: no"]);
  });
});

describe("slips", { concurrency: 4 }, () => {
  before(() => withWorkers());
  testsOf(SLIPS);
});

describe("code that cannot be read, where the browser says no more", { concurrency: 4 }, () => {
  before(() => withWorkers({ tells: false }));
  testsOf(SLIPS.filter(({ says, suits, code }) => /^SyntaxError|Python;/.test(says(code(coded.find(suits))).error?.what)));
});
