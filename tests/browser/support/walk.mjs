// A walk over all people as a sync makes it: page after page by cursor, a page that failed once more, and what landed to the checker.
// Through every adapter, while a test does what it likes in between.
import assert from "node:assert/strict";

/** Rows on a page. */
const SIZE = 10;
/** A page, and the check, are asked for at most so many times, with so many milliseconds in between. */
const TRIES = 40;
const PAUSE = 50;

/** Whether `cargo xtask soak` asks for the long form. */
export const LONG = Boolean(process.env.SOAK_MINUTES);

/** Pages of a walk that is disturbed between its pages. */
export const PAGES = LONG ? 200 : 20;
/** The setting for a server of so many. */
export const RECORDS = PAGES * SIZE;
/** Time for a test of both forms. */
export const LIMIT = { timeout: LONG ? 600_000 : 120_000 };

/** Whether the disturbance of number `n` of `times` falls due before page `page`, where they are spread over the walk. */
export const isDue = (page, times) => Math.floor((page * times) / PAGES) > Math.floor(((page - 1) * times) / PAGES);

/**
 * Walks to the end, and asserts that the checker finds it complete, with each row once. `send(path, init)` gives `{ status, body }`, or
 * throws where no whole answer came. `before(page)` runs before each page but the first, and before the check.
 * What failed on the way: the statuses of answers, and the errors.
 */
export async function walk(send, before = async () => {}) {
  const failures = [];
  const again = async (path, init) => {
    for (let tried = 1; ; tried += 1) {
      try {
        const { status, body } = await send(path, init);
        if (status < 500) return assertOk(path, status, body);
        failures.push(status);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        failures.push(error.message);
      }
      assert.ok(tried < TRIES, `${path}: ${failures.slice(-TRIES).join("; ")}`);
      await new Promise((later) => setTimeout(later, PAUSE));
    }
  };
  const rows = [];
  let path = `pagination/cursor?limit=${SIZE}`;
  for (let page = 1; path; page += 1) {
    if (page > 1) await before(page);
    assert.ok(page <= PAGES, "no end");
    const { data, next_cursor } = await again(path);
    rows.push(...data.map(({ id, updatedAt }) => ({ id, updatedAt })));
    path = next_cursor && `pagination/cursor?limit=${SIZE}&cursor=${encodeURIComponent(next_cursor)}`;
  }
  await before(PAGES + 1);
  const upload = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(rows) };
  const said = await again("playground/check?stream=people", upload);
  assert.deepEqual([said.verdict, said.truth, said.landed, rows.length], ["complete", RECORDS, RECORDS, RECORDS], JSON.stringify(said));
  return failures;
}

function assertOk(path, status, body) {
  assert.equal(status, 200, `${path}: ${body}`);
  return JSON.parse(body);
}
