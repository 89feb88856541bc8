// The picture after each lesson's solution: every row is whole and known, and a request is named that brought it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { broughtBy } from "../../www/model/brought.js";
import { Table } from "../../www/model/destination.js";
import { startPlayground } from "./support/playground.mjs";
import { run } from "./support/sync.mjs";

const playground = await startPlayground();

/** The cells after code, the strangers, and what the syncs asked. */
async function pictureOf(lesson, code) {
  const { syncs, truth } = await run(playground, lesson, code);
  const table = new Table(lesson);
  for (const { landed } of syncs) for (const rows of landed) table.land(rows);
  return { ...table.against(truth), exchanges: syncs.flatMap(({ exchanges }) => exchanges) };
}

describe("after the solution", { concurrency: 4 }, () => {
  for (const lesson of lessons.filter(({ start, solution }) => start && solution)) {
    test(lesson.id, { timeout: 60_000 }, async () => {
      const { cells, strangers, exchanges } = await pictureOf(lesson, lesson.solution);
      assert.deepEqual(
        cells.filter(({ state }) => state !== "landed"),
        [],
      );
      assert.deepEqual(strangers, []);
      const { stream } = lesson;
      assert.deepEqual(
        cells.filter(({ key }) => broughtBy(key, { exchanges, stream }).length === 0),
        [],
      );
    });
  }
});

test("rows that fell apart are told from those that the API has", async () => {
  const lesson = lessons.find(({ id }) => id === "csv-export");
  const { cells, strangers } = await pictureOf(lesson, lesson.start);
  assert.ok(cells.every(({ state }) => state === "broken") && strangers.length === cells.length);
});
