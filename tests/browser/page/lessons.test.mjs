// Every lesson by the page's own controls: its start fails for the lesson's reason, and its solution solves it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entry, lesson, lessons, opened, part, run, send, shows, solve, type } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };

// Some lessons are about waiting, so that others can go on meanwhile.
describe("lessons", { concurrency: 3 }, () => {
  for (const one of lessons.filter(({ checks }) => checks.length)) {
    test(`${one.id}: the start fails for the lesson's reason, the solution solves it`, LIMIT, async (t) => {
      const page = await opened(t, `#/${one.id}`);
      const reason = one.checks.find(({ id }) => id === one.reason);
      await (one.start ? run(page) : send(page));
      const row = await shows(page, reason, one.start ? "failed" : "not yet");
      if (one.start) assert.equal(await row.locator(".why").count(), 1, "it says why not");
      assert.equal(await entry(page, one).count(), 1);

      const line = await solve(page, one);
      if (line) assert.match(line, /^Ended: /);
      for (const check of one.checks) await shows(page, check, "done");
      await entry(page, one, { done: true }).waitFor();
    });
  }

  test("what knows the pages by heart fails on rows that nobody sees, and the row says how many were lost", LIMIT, async (t) => {
    const page = await opened(t, "#/page-numbers");
    await type(
      page,
      `async function sync(api, land) {
      for (const page of [1, 2, 3, 4, 5]) await land((await (await api("/pagination/page_number?per_page=50&page=" + page)).json()).data);
    }`,
    );
    assert.match(await run(page), /^Ended: 5 requests/);
    for (const check of lesson("page-numbers").checks) await shows(page, check, "done");
    const row = await shows(page, { text: "It also holds for other data." }, "failed");
    assert.match(await row.textContent(), /In the second run: Of 563 rows, 313 did not land\./);
    assert.equal(await page.locator(".second svg").isVisible(), true);
    assert.equal(await entry(page, lesson("page-numbers"), { done: true }).count(), 0);
    assert.equal(await page.locator(".bar").count(), 5);
  });

  test("a sync that asks forever is stopped by its limit", LIMIT, async (t) => {
    const page = await opened(t, `#/${lesson("last-cursor").id}`);
    assert.match(await run(page), /^Stopped: /);
    await part(page, "Your sync")
      .getByText(/^Stopped after (3 seconds|1,000 requests)/)
      .waitFor();
  });
});
