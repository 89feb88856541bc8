// Every lesson by the page's own controls: its start fails for the lesson's reason, and its solution solves it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entry, lesson, lessons, opened, part, run, send, shows, solve } from "../support/page.mjs";

const LIMIT = { timeout: 60_000 };

// Some lessons are about waiting, so that others can go on meanwhile.
describe("lessons", { concurrency: 3 }, () => {
  for (const one of lessons.filter(({ checks }) => checks.length)) {
    test(`${one.id}: the start fails for the lesson's reason, the solution solves it`, LIMIT, async (t) => {
      const page = await opened(t, `#/${one.id}`);
      const reason = one.checks.find(({ id }) => id === one.reason);
      await (one.start ? run(page) : send(page));
      const row = await shows(page, reason, "not yet");
      if (one.start) assert.equal(await row.getByRole("paragraph").count(), 1, "it says why not");
      assert.equal(await entry(page, one).count(), 1);

      const line = await solve(page, one);
      if (line) assert.match(line, /^Ended: /);
      for (const check of one.checks) await shows(page, check, "done");
      await entry(page, one, { done: true }).waitFor();
    });
  }

  test("a sync that asks for ever is stopped by its limit", LIMIT, async (t) => {
    const page = await opened(t, `#/${lesson("last-cursor").id}`);
    assert.match(await run(page), /^Stopped: /);
    await part(page, "Your sync").getByText(/^Stopped after (3 seconds|1,000 requests)/).waitFor();
  });
});
