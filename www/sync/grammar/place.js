// Where the reading of code stands: what comes next, what is around it, and which names are taken.
import { Tokens, Unreadable } from "../tokens.js";

/** What comes next. @type {Tokens} */
export let tokens;
/** What is around: is it within a function, one that is async, or a generator; a loop, a switch. */
export let around;
/** Names by block, the innermost last; one that `holds` is where a function begins. */
export let blocks;

/** Begins to read. */
export function begin(code) {
  tokens = new Tokens(code);
  around = { inFunction: false, isAsync: false, generates: false, loops: false, breaks: false };
  blocks = [{ names: new Map(), holds: true }];
}

export function is(...texts) {
  const { kind, text } = tokens.next;
  return kind !== "string" && kind !== "bad" && texts.includes(text);
}

export function takes(text) {
  return is(text) && Boolean(tokens.take());
}

export function wants(text) {
  if (!takes(text)) refuse();
}

export function refuse({ kind, text, line } = tokens.next) {
  const said = {
    end: "Unexpected end of input",
    name: `Unexpected identifier '${text}'`,
    number: "Unexpected number",
    string: "Unexpected string",
    template: "Unexpected template string",
    bad: "Invalid or unexpected token",
  };
  throw new Unreadable(said[kind] ?? `Unexpected token '${text}'`, line);
}

/** The end of a statement: a semicolon, or what stands for one. */
export function ends() {
  if (takes(";") || is("}") || tokens.next.onNewLine) return;
  refuse();
}

/** Reads what is within something else. */
export function within(more, work) {
  const before = around;
  around = { ...before, ...more };
  const worth = work();
  around = before;
  return worth;
}

/** Reads what has names of its own. */
export function block(work, holds = false) {
  blocks.push({ names: new Map(), holds });
  work();
  blocks.pop();
}

/** Notes a name that is declared; `how` is "let" for all that a block declares but once. */
export function declare(name, how) {
  if (!name) return;
  const at = blocks.findLastIndex(({ holds }) => holds);
  const seen = how === "var" ? blocks.slice(at) : blocks.slice(-1);
  const clash = seen.some(({ names }) => names.has(name.text) && (how === "let" || names.get(name.text) === "let"));
  if (clash) throw new Unreadable(`Identifier '${name.text}' has already been declared`, name.line);
  for (const { names } of seen) if (names.get(name.text) !== "let") names.set(name.text, how);
}
