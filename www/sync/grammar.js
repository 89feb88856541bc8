// Whether code can be read as JavaScript, and what keeps it from that. Firefox says neither text nor line of a worker's code that it cannot
// read, and the page's policy lets nothing else read it; so this is asked there, after the browser has refused the code. It knows the
// grammar and the commonest of the further rules, and says what Chromium would say.
import { begin, tokens } from "./grammar/place.js";
import { statement } from "./grammar/statements.js";
import { Unreadable } from "./tokens.js";

/**
 * What keeps code from being read; null where nothing is found.
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
