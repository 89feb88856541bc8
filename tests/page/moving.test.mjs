// Rows that move, on the page: the truth of the moment that the checker goes by, where rows changed under a walk, and the slider of `now`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedIn } from "../../www/model/brought.js";
import { moves } from "../../www/model/conclusion.js";
import { pictured } from "../../www/model/destination.js";
import { secondsAt, stepAt, told } from "../../www/views/clock-slider.js";
import { startPlayground } from "./support/playground.mjs";
import { run } from "./support/sync.mjs";

const playground = await startPlayground();
const MOVING = { seed: "a", anchor: "2026-01-01T00:00:00Z", now: "2026-01-01T00:00:00Z", moving: "true", late_seconds: "0" };
const lessonOf = (settings) => ({ id: "x", stream: "people", merges: true, syncs: 1, checks: [], settings: { ...MOVING, ...settings } });
const OFFSET = `async function sync(api, land) {
  for (let offset = 0, total = 1; offset < total; ) {
    const answer = await (await api("/pagination/offset?limit=10&offset=" + offset)).json();
    await land(answer.data);
    total = answer.total;
    offset += answer.data.length;
  }
}`;
test("the picture of a walk over rows that move shows what the verdict names", { timeout: 60_000 }, async () => {
  for (const more of [
    { page_seconds: "60", churn: "100" },
    { page_seconds: "60", churn: "300", deletes: "soft" },
  ]) {
    const lesson = lessonOf(more);
    const { rows, truth, verdict, gone, table } = await run(playground, lesson, OFFSET, ({ table, truth }) => ({
      table,
      gone: truth.gone,
    }));
    const { cells, totals } = pictured(lesson, table, { count: truth.length, rows: truth, gone }, verdict);
    assert.ok(rows.length > 150 && totals.missing > 0, JSON.stringify(totals));
    const lost = new Set(cells.filter(({ state }) => state === "missing").map(({ key }) => key));
    assert.deepEqual(
      verdict.missing.examples.filter(({ id }) => !lost.has(id)),
      [],
    );
    // The checker forgives rows that another page might have found deleted.
    assert.ok(totals.missing - verdict.missing.count <= 5 && totals.missing >= verdict.missing.count);
    assert.deepEqual([totals.unknown, totals.deleted], [verdict.unknown.count, verdict.deleted_present.count]);
  }
});

test("a bar says how many of its rows had come before and changed since", async () => {
  const exchange = (sync, rows) => ({ by: "sync", sync, status: 200, headers: [], text: JSON.stringify({ data: rows }) });
  const row = (id, updatedAt) => ({ id, updatedAt });
  const first = exchange(1, [row("a", "1"), row("b", "1")]);
  const same = exchange(1, [row("a", "1")]);
  const other = exchange(1, [row("a", "2"), row("b", "3"), row("c", "1")]);
  const next = exchange(2, [row("a", "9")]);
  assert.deepEqual([...changedIn([first, same, other, next], "people")], [[other, 2]]);
});

test("what does not move is asked for once", () => {
  for (const [stream, settings, wanted] of [
    ["people", {}, false],
    ["people", { moving: "true" }, true],
    ["people", { moving: "on", now: "2026-01-01T00:00:00Z" }, false],
    ["companies", {}, true],
  ]) {
    assert.equal(moves(stream, settings), wanted, JSON.stringify(settings));
  }
});

test("the slider's steps grow, and say how far they are from the anchor", () => {
  const steps = Array.from({ length: 49 }, (_, step) => secondsAt(step));
  assert.ok(steps[0] === 0 && steps.every((seconds, n) => n === 0 || seconds > steps[n - 1]), steps.join());
  assert.ok(steps[48] > 60 * 86_400 && steps[48] < 400 * 86_400, String(steps[48]));
  for (const [n, seconds] of steps.entries()) assert.equal(stepAt(seconds), n);
  assert.deepEqual([0, 1, 90, 9000, 90_000, 172_800].map(told), [
    "At the anchor",
    "1 second after the anchor",
    "1 minute 30 seconds after the anchor",
    "2 hours 30 minutes after the anchor",
    "1 day 1 hour after the anchor",
    "2 days after the anchor",
  ]);
});
