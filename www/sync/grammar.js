// A syntax check for JavaScript. Firefox reports neither message nor line for a worker whose code does not parse, and the page's policy forbids
// `eval`, so this check runs there after the browser has refused the code. It knows the grammar and the most common early errors, and words
// them as Chromium does.
import { begin, tokens } from "./grammar/place.js";
import { statement } from "./grammar/statements.js";
import { Unreadable } from "./tokens.js";

/**
 * The syntax error of a text; null if none is found.
 * @param {string} code
 * @returns {{ what: string, line: number } | null}
 */
export function unreadable(code) {
  try {
    begin(code);
    while (tokens.next.kind !== "end") statement();
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return { what: error.message, line: error.line };
    throw error;
  }
}
