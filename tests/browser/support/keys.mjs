// A person at the keyboard: Tab to something, with a look at where the focus is on each stop.
import assert from "node:assert/strict";
import { expectation } from "./wait.mjs";

/** Most stops on the way to something. */
const FAR = 150;

/** The element with the focus: what it is, and whether it can be seen to have it. */
export const focus = (page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    const outlined = (element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    };
    // The frame of the editor has the outline of its text.
    let marked = one;
    while (marked && !outlined(marked) && marked !== document.body) marked = marked.parentElement;
    // What scrolls within the page cuts off what is in it.
    const frames = [];
    for (let frame = one.parentElement; frame && frame !== document.body; frame = frame.parentElement) {
      if (getComputedStyle(frame).overflowY !== "visible") frames.push(frame);
    }
    const rects = [one, ...frames].map((each) => each.getBoundingClientRect());
    const middle = (low, high, most) =>
      (Math.max(...rects.map((each) => each[low]), 0) + Math.min(...rects.map((each) => each[high]), most)) / 2;
    const above = document.elementFromPoint(middle("left", "right", innerWidth), middle("top", "bottom", innerHeight));
    return {
      name: `${one.tagName.toLowerCase()} ${one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 60)}`,
      lost: one === document.body,
      outlined: outlined(marked ?? one),
      covered: !above || !(one.contains(above) || above.contains(one)),
    };
  });

/** Presses Tab, or Shift and Tab, until something has the focus; on each stop the focus must be seen. */
export async function tabTo(page, target, { back = false } = {}) {
  const seen = [];
  for (let stop = 0; stop < FAR; stop += 1) {
    // In the editor the Tab key indents, until Escape was pressed.
    if (await isFocused(page.locator(".cm-content"))) await page.keyboard.press("Escape");
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    const { name, lost, outlined, covered } = await focus(page);
    seen.push(name);
    assert.ok(!lost, `the focus is lost after ${seen.join(" → ")}`);
    assert.ok(outlined, `no outline at ${name}`);
    assert.ok(!covered, `something lies above ${name}`);
    if (await isFocused(target)) return;
  }
  assert.fail(`not reached: ${target} by ${seen.join(" → ")}`);
}

const isFocused = (target) => target.evaluateAll((found) => found.includes(document.activeElement));

/** Waits until something has got the focus by itself. */
export const focused = (target) => expectation(async () => assert.ok(await isFocused(target), `${target} has not got the focus`));
