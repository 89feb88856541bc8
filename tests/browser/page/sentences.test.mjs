// What the page says of each lesson's start and of the usual slips, in Chromium.
import { test } from "node:test";
import { opened, run, type } from "../support/page.mjs";
import { assertSaid, RUNS, SAID } from "../support/sentences.mjs";

const LIMIT = { timeout: 240_000 };

test("every start and every slip has its sentence", LIMIT, async (t) => {
  const page = await opened(t);
  for (const { name, lesson, code, expected } of RUNS) {
    await t.test(name, async () => {
      await page.evaluate((id) => (location.hash = `#/${id}`), lesson.id);
      await page.getByRole("heading", { level: 1, name: lesson.title }).waitFor();
      await type(page, code);
      await run(page);
      assertSaid(await page.evaluate(`(() => {${SAID}})()`), expected);
    });
  }
});
