// What is said of code that cannot be read, the same in every browser: the line, what the browser says, and how it is meant.
import { unreadable } from "./grammar.js";
import { pythonIn } from "./python.js";

const OPEN = /^(?:Unexpected end of input|Unterminated template literal)$/;

/**
 * @param {string} code
 * @param {{ what: string, line: number } | null} [said] what the browser says; a browser that says nothing is helped out
 * @returns {import("./runner.js").Fault}
 */
export function unread(code, said = null) {
  // What goes wrong while the first level runs is another matter.
  if (said && !said.what.startsWith("SyntaxError")) return { line: said.line, what: said.what, help: "", about: "any" };
  const lines = code.split("\n").length;
  const own = unreadable(code);
  const found = said ?? (own && { ...own, what: `SyntaxError: ${own.what}` });
  if (!found) return { line: null, what: "SyntaxError: the browser cannot read this code, and says no more.", help: "", about: "" };
  const line = Math.min(found.line, lines);
  const python = pythonIn(code, line);
  if (python) {
    const nothing = "There is nothing to import: `api`, `land`, `sleep` and `state` are here.";
    const help = python.beside.javascript ? "In JavaScript this line is:" : nothing;
    return { line: python.line, what: "This looks like Python; here it is JavaScript.", help, about: "", beside: python.beside };
  }
  if (found.line > lines || (own && OPEN.test(own.what))) {
    const help = "A bracket, a quote or a comment is still open.";
    return { line, what: "SyntaxError: the code ends too early.", help, about: "" };
  }
  return { line, what: found.what, help: "", about: "" };
}
