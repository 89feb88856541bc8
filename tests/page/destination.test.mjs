// The picture of a destination, beside a naive one that looks through all rows for each cell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pictured, Table } from "../../www/model/destination.js";
import { judged } from "../../www/model/evidence.js";
import { truthOf, verdictOf } from "../../www/model/truth.js";
import { playground } from "./support/app.mjs";

/** The same numbers in every run. */
function* numbers(seed) {
  for (let n = seed; ; n = (n * 1103515245 + 12345) % 2 ** 31) yield n / 2 ** 31;
}

function naive({ key, updatedAt }, rows, merges) {
  const mine = rows.filter((row) => row.id === key);
  if (mine.length === 0) return { key, updatedAt, state: "missing", times: 0 };
  const newest = merges
    ? mine.at(-1).updatedAt
    : mine
        .map((row) => row.updatedAt)
        .sort()
        .at(-1);
  const state = newest < updatedAt ? "stale" : mine.length > 1 && !merges ? "twice" : "landed";
  return { key, updatedAt, state, times: mine.length };
}

test("gives each true row the state that looking through all rows gives it", () => {
  for (const merges of [false, true]) {
    for (let seed = 1; seed < 40; seed += 1) {
      const random = numbers(seed);
      const below = (most) => Math.floor(random.next().value * most);
      const time = () => `2026-01-01T00:00:0${below(10)}Z`;
      const truth = Array.from({ length: below(20) }, (_, n) => ({ key: `k${n}`, updatedAt: time() }));
      const rows = Array.from({ length: below(40) }, () => ({ id: `k${below(25)}`, updatedAt: time() }));
      const lesson = { stream: "people", merges };
      const table = new Table(lesson);
      for (let n = 0; n < rows.length; n += 7) table.land(rows.slice(n, n + 7));
      const picture = pictured(lesson, table, { count: truth.length, rows: truth });
      assert.deepEqual(
        picture.cells,
        truth.map((cell) => naive(cell, rows, merges)),
      );
      const { landed, missing, twice, stale, unknown } = picture.totals;
      assert.equal(landed + missing + twice + stale, truth.length);
      const held = merges ? [...new Map(rows.map((row) => [row.id, row])).values()] : rows;
      assert.deepEqual(table.rows, held);
      assert.equal(unknown, held.filter(({ id }) => !truth.some(({ key }) => key === id)).length);
    }
  }
});

test("says the totals in words", () => {
  const truth = ["a", "b", "c"].map((key) => ({ key, updatedAt: "2026" }));
  const said = (rows, merges = false) => {
    const lesson = { stream: "people", merges };
    const table = new Table(lesson);
    table.land(rows);
    return pictured(lesson, table, { count: 3, rows: truth }).sentence;
  };
  const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, updatedAt: "2026" }));
  assert.equal(said([]), "0 of 3 rows landed; 3 are missing.");
  assert.equal(said([a, b, c]), "All 3 rows landed, each once and up to date.");
  assert.equal(said([a, a, b]), "2 of 3 rows landed; 1 is missing, 1 landed more than once.");
  assert.equal(said([a, b, { id: "c", updatedAt: "2025" }, { id: "d" }]), "All 3 rows landed; 1 is out of date, 1 is unknown to the API.");
});

test("above 2,000 rows a cell stands for several, and shows the worst of them", () => {
  const rows = Array.from({ length: 4500 }, (_, n) => ({ id: n, updatedAt: "2026" }));
  const truth = { count: 4500, rows: rows.map(({ id, updatedAt }) => ({ key: String(id), updatedAt })) };
  const table = new Table({ stream: "people" });
  table.land(rows.slice(1));
  const { cells, per, totals } = pictured({ stream: "people", merges: false }, table, truth);
  assert.deepEqual([per, cells.length, totals.missing], [3, 1500, 1]);
  assert.deepEqual(
    cells.slice(0, 2).map(({ state, times }) => [state, times]),
    [
      ["missing", 2],
      ["landed", 3],
    ],
  );
});

test("the truth of every stream is what the checker has as truth", async () => {
  const server = await playground();
  for (const [stream, count] of [
    ["people", 70],
    ["step", 70],
    ["companies", 2],
    ["departments", 8],
  ]) {
    const settings = { records: "70", string_numbers: "true", empty_pages: "true", rate_limit: "true", capacity: "1" };
    const truth = await truthOf(stream, server, settings);
    assert.equal(truth.count, count);
    assert.ok(truth.rows.every(({ key, updatedAt }, n) => key && (n === 0 || truth.rows[n - 1].updatedAt <= updatedAt)));
    assert.equal((await verdictOf(stream, [], server, settings)).truth, count);
  }
  const employees = await truthOf("employees", server, {});
  assert.equal((await verdictOf("employees", [], server, {})).truth, employees.count);
});

test("the totals are those of the checker", async () => {
  const server = await playground();
  const settings = { records: "30" };
  const truth = await truthOf("people", server, settings);
  for (let seed = 1; seed < 20; seed += 1) {
    const random = numbers(seed);
    const rows = Array.from({ length: 40 }, () => {
      const { key: id, updatedAt } = truth.rows[Math.floor(random.next().value * 30)];
      const kind = Math.floor(random.next().value * 8);
      return kind === 0 ? { id: `${id}x`, updatedAt } : { id, updatedAt: kind === 1 ? "2020-01-01T00:00:00Z" : updatedAt };
    });
    const lesson = { stream: "people", merges: false };
    const table = new Table(lesson);
    table.land(rows);
    const { totals } = pictured(lesson, table, truth);
    const verdict = await verdictOf("people", table.rows, server, settings);
    const counts = ["missing", "stale", "unknown"].map((name) => [totals[name], verdict[name].count]);
    assert.ok(
      counts.every(([mine, theirs]) => mine === theirs),
      JSON.stringify(counts),
    );
  }
});

test("too many rows for a picture have the counts of the verdict", async () => {
  const server = await playground();
  const settings = { records: "100001" };
  const truth = await truthOf("people", server, settings);
  assert.deepEqual(truth, { count: 100_001, rows: null });
  const lesson = { stream: "people", merges: false };
  assert.match(pictured(lesson, new Table(lesson), truth).sentence, /too many for a picture/);
  const picture = pictured(lesson, new Table(lesson), truth, await verdictOf("people", [], server, settings));
  assert.deepEqual([picture.totals.missing, picture.cells.length], [100_001, 0]);
  assert.equal(picture.sentence, "0 of 100,001 rows landed; 100,001 are missing.");
});

test("judges: open, holds, fails, and a check that breaks", () => {
  const check = (holds) => ({ id: "a", text: "A", holds });
  const judge = (holds, { byHand = [{}], syncs = [{}] } = {}) => judged([check(holds)], { byHand, syncs })[0];
  assert.equal(judge(() => true, { byHand: [], syncs: [] }).state, "open");
  assert.equal(judge(() => true).state, "holds");
  assert.deepEqual(
    judge(() => "Not yet."),
    { id: "a", text: "A", state: "fails", why: "Not yet." },
  );
  assert.equal(judge(() => true, { syncs: [] }).state, "holds");
  assert.equal(judge(() => "Not yet.", { syncs: [] }).state, "open");
  assert.match(judge(() => undefined.x).why, /^This could not be judged: Cannot read/);
  assert.equal(judge(() => false).why, "It does not hold yet.");
});

test("a row with a field that is not the API's is broken and has not landed; one of another time is stale", async () => {
  const server = await playground();
  const truth = await truthOf("people", server, { records: "6" });
  const rows = truth.rows.map(({ row }) => row);
  const table = new Table({ stream: "people" });
  const [first, second, third, fourth, fifth, sixth] = rows;
  table.land([
    { ...first, name: "Somebody else" },
    { ...second, updatedAt: "Spinkaside" },
    { ...third, name: "As it was then", updatedAt: "2020-01-01T00:00:00Z" },
    // Columns of one's own, columns left out, and texts in place of what has a type are no damage.
    { ...fourth, _synced_at: "now" },
    { id: fifth.id, updatedAt: fifth.updatedAt },
    { id: sixth.id, name: sixth.name, address: undefined },
    { id: "a stranger" },
    { id: "a stranger", updatedAt: "2026" },
  ]);
  const picture = pictured({ stream: "people", merges: false }, table, truth);
  assert.deepEqual(
    picture.cells.map(({ state }) => state),
    ["broken", "broken", "stale", "landed", "landed", "broken"],
  );
  assert.deepEqual(
    picture.strangers.map(({ key, state, times }) => [key, state, times]),
    [["a stranger", "unknown", 2]],
  );
  assert.deepEqual(picture.totals, {
    landed: 2,
    missing: 0,
    twice: 0,
    stale: 1,
    broken: 3,
    unknown: 2,
    deleted: 0,
    wrongly: 0,
    removed: 0,
  });
  assert.equal(picture.sentence, "3 of 6 rows landed; 3 are broken, 1 is out of date, 2 are unknown to the API.");
});

test("values that CSV has as text are those of the API", () => {
  const truth = { count: 1, rows: [{ key: "1", updatedAt: "2026", row: { id: 1, on: true, note: null, tags: ["a"], updatedAt: "2026" } }] };
  const state = (row) => {
    const table = new Table({ stream: "people" });
    table.land([row]);
    return pictured({ stream: "people", merges: false }, table, truth).cells[0].state;
  };
  assert.equal(state({ id: "1", on: "true", note: "", tags: '["a"]', updatedAt: "2026" }), "landed");
  assert.equal(state({ id: "1", on: "false", updatedAt: "2026" }), "broken");
});

test("rows that are deleted have states of their own, whether they say so or are gone without a trace", () => {
  const row = (id, deletedAt = null, updatedAt = "2026-01-02T00:00:00Z") => ({ id, updatedAt, deletedAt });
  const rows = [row("a"), row("b", "2026-01-02T00:00:00Z"), row("c", "2026-01-02T00:00:00Z"), row("d", "2026-01-02T00:00:00Z"), row("e")];
  const truth = { count: 5, rows: rows.map((one) => ({ key: one.id, updatedAt: one.updatedAt, row: one })), gone: new Set(["f"]) };
  const table = new Table({ stream: "people", merges: true });
  table.land([row("a"), row("b", null, "2026-01-01T00:00:00Z"), rows[2], row("e", "2026-01-02T00:00:00Z"), row("f"), row("g")]);
  const { cells, strangers, totals, sentence } = pictured({ stream: "people", merges: true }, table, truth);
  assert.deepEqual(
    [...cells, ...strangers].map(({ key, state }) => key + state),
    ["alanded", "bdeleted", "clanded", "dremoved", "ewrongly", "fdeleted", "gunknown"],
  );
  assert.deepEqual([totals.landed, totals.deleted, totals.wrongly, totals.removed, totals.unknown], [2, 2, 1, 1, 1]);
  assert.equal(sentence, "All 4 rows landed; 2 are deleted, and still there, 1 is taken for deleted, 1 is unknown to the API.");
});
