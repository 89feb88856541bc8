// What the page tells those who do not look, and how still it stays for those who want that.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, part, run, send, unfold } from "../support/page.mjs";
import { expectation } from "../support/wait.mjs";

const LIMIT = { timeout: 30_000 };

test("the end of a run and an answer are announced in a region that was there before", LIMIT, async (t) => {
  const page = await opened(t, "#/offset");
  await page.evaluate(() => {
    const regions = [...document.querySelectorAll("[role=status], [aria-live=polite]")].filter((one) => !one.closest("section, header"));
    globalThis.announced = [];
    const note = ([{ target }]) => announced.push((target.closest?.("[role=status]") ?? target.parentElement).textContent);
    for (const region of regions) new MutationObserver(note).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const announced = (what) => expectation(async () => assert.match(await page.evaluate(() => announced.at(-1)), what));
  await run(page);
  await announced(/^The sync ended\. \d+ of 200 rows landed; \d+ are missing\. Offset 20 came with no request: .* \d of \d checks hold\.$/);
  await send(page);
  await announced(/^Answer 200: 20 rows came\./);
});

test("with reduced motion nothing moves by itself", LIMIT, async (t) => {
  const page = await opened(t, "#/free", { reducedMotion: "reduce" });
  await page.evaluate(() => {
    globalThis.moving = new Set();
    const look = () => {
      for (const animation of document.getAnimations()) {
        const { duration, iterations } = animation.effect.getComputedTiming();
        const name = animation.animationName ?? animation.transitionProperty;
        if (duration > 1 || iterations === Infinity) moving.add(`${name}: ${duration} ms, ${iterations} times`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await run(page);
  await page.getByRole("button", { name: "Server: " }).click();
  const drawer = page.getByRole("dialog", { name: "Server" });
  await drawer.getByLabel("records", { exact: true }).fill("100000");
  await drawer.getByRole("button", { name: "Apply" }).click();
  await drawer.getByText("records=100000").first().waitFor();
  await page.keyboard.press("Escape");
  // An answer that takes a while.
  await unfold(page);
  await part(page, "Request").getByLabel("Path").fill("/export/csv");
  await send(page);
  assert.deepEqual(await page.evaluate(() => [...moving]), []);
});
