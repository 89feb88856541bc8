// How far a person is in the lessons, in their parts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lessons } from "../../www/lessons/index.js";
import { parts } from "../../www/lessons/parts.js";
import { counted, doneOf, inParts, isAllDone } from "../../www/model/course.js";

test("each lesson is in one part, in the order of the lessons; the sandbox is in none and comes last", () => {
  const groups = inParts(lessons, parts);
  assert.deepEqual(
    groups.map(({ title }) => title),
    ["Lists", "Incremental", "Rows that move", "In the way", "Odd habits", ""],
  );
  assert.deepEqual(
    groups.flatMap((group) => group.lessons),
    lessons,
  );
  assert.deepEqual(
    groups.at(-1).lessons.map(({ id }) => id),
    ["free"],
  );
});

test("a part of which there is no lesson, and a lesson of a part there is not", () => {
  const some = [
    { id: "a", part: "lists", checks: [1] },
    { id: "b", part: "gone", checks: [] },
  ];
  assert.deepEqual(
    inParts(some, parts).map(({ id, lessons }) => [id, lessons.map((one) => one.id)]),
    [
      ["lists", ["a"]],
      [null, ["b"]],
    ],
  );
});

test("only what is judged counts", () => {
  const work = Object.fromEntries(lessons.map(({ id }) => [id, { done: id !== "offset" }]));
  assert.equal(doneOf(lessons, work), counted(lessons).length - 1);
  assert.equal(isAllDone(lessons, work), false);
  assert.equal(isAllDone(lessons, { ...work, offset: { done: true }, free: { done: false } }), true);
});
