// The sentences of runs, as a page shows them, against the one list of those that are expected.
import assert from "node:assert/strict";
import { fits, SLIPS, STARTS } from "../../page/support/sentences.mjs";
import { lessons } from "./page.mjs";

const coded = lessons.filter(({ start }) => start);

/** Runs to be made: each lesson's start, and each slip in the first lesson in which it can be made. */
export const RUNS = [
  ...coded.map((lesson) => ({ name: lesson.id, lesson, code: lesson.start, expected: STARTS[lesson.id] })),
  ...SLIPS.map(({ name, suits, code, says }) => {
    const lesson = coded.find(suits);
    return { name, lesson, code: code(lesson), expected: says(code(lesson)) };
  }),
];

/** The body of a script that gives what a page says of its last run. */
export const SAID = `
  const texts = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
  return { error: texts("#run-error > p"), beside: texts("#run-error dd"), seen: texts(".diagnosis")[0] ?? null };
`;

/** What is expected, as it reads. */
const read = (text) => (text instanceof RegExp ? new RegExp(text.source.replaceAll("`", "")) : text?.replaceAll("`", ""));

/** That a page says what is expected, and nothing else. */
export function assertSaid(said, expected) {
  const told = JSON.stringify(said);
  const { guess = null, seen = guess, error } = expected ?? {};
  assert.ok(fits(said.seen, seen === null ? null : read(seen)), told);
  if (!error) return assert.deepEqual(said.error, [], told);
  const { line, what, came, help, beside } = error;
  const [, number = null, fault] = /^(?:Line (\d+): )?(.*)$/.exec(said.error[0]);
  assert.ok(line instanceof RegExp ? line.test(number) : number === (line === null ? null : String(line)), told);
  assert.ok(fits(fault, read(what)), told);
  for (const text of [came, help])
    if (text)
      assert.ok(
        said.error.slice(1).some((part) => fits(part, read(text))),
        told,
      );
  if (beside?.javascript) assert.deepEqual(said.beside, [beside.python, beside.javascript]);
  return undefined;
}
