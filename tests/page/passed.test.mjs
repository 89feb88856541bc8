// That a lesson was done is remembered: the day, the code, and how its checks stood.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readProgress } from "../../www/model/progress.js";
import { BASE, lessons, memory, startHere, started, playground } from "./support/app.mjs";

const DAY = new Date("2026-11-30T12:00:00Z");
const walk = lessons.find(({ id }) => id === "walk");

/** An app on a lesson, on that day. */
async function visit(storage, hash = "#/walk") {
  const { createApp } = await import("../../www/model/app.js");
  const location = {
    hash,
    get href() {
      return `${BASE}/${this.hash}`;
    },
  };
  const app = createApp({
    lessons,
    storage,
    session: memory(),
    location,
    connect: () => playground(),
    startSync: startHere,
    date: () => DAY,
  });
  await app.start();
  return app;
}

const states = ({ state: { checks } }) => checks.map(({ state }) => state);

test("day, code and checks are there after another lesson, a reload and a start over", async () => {
  const storage = memory();
  const app = await visit(storage);
  assert.deepEqual(states(app), ["open"]);
  app.setCode(walk.solution);
  await app.run();
  assert.deepEqual(states(app), ["holds"]);
  const passed = { at: DAY.toISOString(), code: walk.solution };
  assert.deepEqual(app.state.work.walk.passed, passed);
  app.openLesson("ask");
  assert.deepEqual(states(app), ["open", "open"]);
  app.openLesson("walk");
  assert.deepEqual(states(app), ["holds"]);
  // Other code that fails leaves it; a start over begins with open checks.
  app.setCode(walk.start);
  await app.run();
  assert.deepEqual(states(app), ["fails"]);
  assert.deepEqual(app.state.work.walk.passed, passed);
  app.reset();
  assert.deepEqual(states(app), ["open"]);
  const again = await visit(storage);
  assert.deepEqual([again.state.work.walk.passed, again.state.work.walk.done, states(again)], [passed, true, ["holds"]]);
  again.forget();
  assert.deepEqual([again.state.work.walk.passed, again.state.work.walk.done, states(again)], [null, false, ["open"]]);
});

test("the code that is kept is the one that ran, whatever was typed meanwhile", async () => {
  const app = await visit(memory());
  app.setCode(walk.solution);
  const run = app.run();
  app.setCode("// half a thought");
  await run;
  assert.equal(app.state.work.walk.passed.code, walk.solution);
});

test("code beyond the bound is not kept, and the lesson is done all the same", async () => {
  const app = await visit(memory());
  app.setCode(`${walk.solution}\n//${"x".repeat(20_000)}`);
  await app.run();
  assert.deepEqual(app.state.work.walk.passed, { at: DAY.toISOString(), code: null });
  assert.equal(app.state.work.walk.done, true);
});

test("a store of before is read, and what is no day is left out", async () => {
  const kept = (walk) => JSON.stringify({ kind: "connector-playground-progress", version: 1, work: { walk } });
  const read = (work) => readProgress(kept(work), lessons).work.walk;
  assert.deepEqual([read({ done: true }).done, read({ done: true }).passed], [true, null]);
  for (const passed of [7, {}, { at: 7 }, { at: "soon", code: "x" }]) assert.equal(read({ done: true, passed }).passed, null);
  assert.deepEqual(read({ passed: { at: "2026-11-30", code: 7 } }).passed, { at: "2026-11-30T00:00:00.000Z", code: null });
  const { app } = await started({
    hash: "#/walk",
    storage: memory({ "connector-playground-progress /some/project/": kept({ done: true }) }),
  });
  assert.deepEqual(states(app), ["holds"]);
});
