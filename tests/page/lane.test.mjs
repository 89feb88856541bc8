// Where the bars of a lane stand, and what its axis says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placed } from "../../www/views/lane.js";

const exchange = (started, ended, status = 200, path = "/a") => ({ method: "GET", path, status, started, ended });
const xs = ({ bars }) => bars.map(({ x, width }) => [x, x + width]);

test("a short run takes the width there is, with round ticks", () => {
  const lane = placed([exchange(100, 104), exchange(104, 107), exchange(108, 111), exchange(111, 114), exchange(114, 119)], 800);
  assert.ok(lane.width > 780 && lane.width <= 800, lane.width);
  assert.deepEqual(
    lane.ticks.map(({ text }) => text),
    ["0 ms", "5 ms", "10 ms", "15 ms"],
  );
  xs(lane).reduce((end, [from, to]) => (assert.ok(from >= end && to > from), to), 0);
});

test("a long wait is cut short and named, and the retry after it is marked", () => {
  const { bars, ticks } = placed([exchange(0, 5), exchange(5, 10, 429, "/b"), exchange(1010, 1015, 200, "/b")], 600);
  assert.deepEqual(
    bars.map(({ wait }) => wait?.text),
    [undefined, undefined, "1.0 s"],
  );
  assert.ok(bars[2].wait.width < 80 && bars[2].sign === "retry" && bars[1].width >= 34);
  assert.ok(ticks.length > 1 && ticks.every(({ text }) => /^[\d.]+ s$/.test(text)));
});

test("a second try is a retry only after a wait or a login", () => {
  const signs = (...exchanges) => placed(exchanges, 600).bars.map(({ sign }) => sign);
  const refused = (at) => exchange(at, at + 1, 401, "/rows");
  const login = { ...exchange(4, 5, 200, "/auth/session_token/login"), method: "POST" };
  assert.deepEqual(signs(refused(0), refused(2)), [null, "again"]);
  assert.deepEqual(signs(refused(0), login, exchange(6, 7, 200, "/rows")), [null, null, "retry"]);
  assert.deepEqual(signs(refused(0), { ...login, status: 401 }, refused(6)), [null, null, "again"]);
  assert.deepEqual(signs(refused(0), refused(201), refused(203)), [null, "retry", "again"]);
  assert.deepEqual(signs(exchange(0, 1, 200, "/rows"), exchange(2, 3, 200, "/rows")), [null, null]);
});

test("many bars keep a width that can be hit, and scroll", () => {
  const lane = placed(
    Array.from({ length: 1000 }, (_, n) => exchange(n, n + 1)),
    300,
  );
  assert.ok(lane.bars.every(({ width }) => width >= 8) && lane.width > 8000);
});

for (const ended of [0, 0.1, 3, 7.2, 99, 4200]) {
  test(`one request of ${ended} ms has ticks`, () => {
    const { ticks, took } = placed([exchange(0, ended)], 0);
    assert.ok(ticks.length >= (took ? 1 : 0) && ticks.every(({ x }) => Number.isFinite(x)));
  });
}
