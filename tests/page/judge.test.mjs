// What checks say where not all is known of a run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { everyRowFrom } from "../../www/lessons/judge.js";

/** A run that landed one row, all there is, with answers of this list. */
function ran(...answers) {
  const exchanges = answers.map((answer) => ({ status: 200, path: "/list?page=1", text: "", bytes: 0, ...answer }));
  const syncs = [{ exchanges, error: null, stopped: false }];
  return { syncs, rows: [{ id: "a" }], stream: "people", verdict: { landed: 1, missing: { count: 0 }, truth: 1 } };
}

const { holds } = everyRowFrom("/list");

test("rows that no answer of the list gave are strangers, unless some of its answers were not kept", () => {
  assert.equal(holds(ran({ text: '{"data":[{"id":"a"}]}', bytes: 21 })), true);
  assert.match(holds(ran({ text: '{"data":[]}', bytes: 11 })), /^1 row landed that `\/list` did not give/);
  assert.equal(holds(ran({ text: '{"data":[]}', bytes: 11 }, { text: "", bytes: 21 })), true);
  assert.match(holds(ran({ text: "", bytes: 0 })), /did not give/);
});
