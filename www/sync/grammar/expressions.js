// Expressions. What one is matters where it is assigned to: a "name", a "member", a "pattern", an "arrow" or an "other".
import { classBody, func, method } from "./functions.js";
import { memberKey } from "./names.js";
import { around, block, is, refuse, takes, tokens, wants, within } from "./place.js";
import { upTo } from "./statements.js";
import { Unreadable } from "../tokens.js";

/** How tightly operators between two values bind. */
const BINDING = {
  "??": 1,
  "||": 2,
  "&&": 3,
  "|": 4,
  "^": 5,
  "&": 6,
  "==": 7,
  "!=": 7,
  "===": 7,
  "!==": 7,
  "<": 8,
  ">": 8,
  "<=": 8,
  ">=": 8,
  instanceof: 8,
  in: 8,
  "<<": 9,
  ">>": 9,
  ">>>": 9,
  "+": 10,
  "-": 10,
  "*": 11,
  "/": 11,
  "%": 11,
  "**": 12,
};
const ASSIGNS = /^(?:=|\+=|-=|\*=|\/=|%=|\*\*=|<<=|>>=|>>>=|&=|\|=|\^=|&&=|\|\|=|\?\?=)$/;
const BEFORE = new Set(["!", "~", "+", "-", "typeof", "void", "delete"]);
const VALUES = new Set(["this", "null", "true", "false", "super"]);

export const ASYNC = "await is only valid in async functions and the top level bodies of modules";

/** Expressions with commas between them. What an expression is: a "name", a "member", a "pattern" or an "other". */
export function expression(inHead = false) {
  let what = assignment(inHead);
  while (takes(",")) what = (assignment(inHead), "other");
  return what;
}

export function assignment(inHead = false) {
  if (is("yield") && around.generates) return yields();
  if (is("async") && tokens.next.kind === "name") {
    tokens.take();
    return goOn(afterAsync(), inHead);
  }
  return goOn(unary(), inHead);
}

/** What follows the first value of an expression. */
export function goOn(first, inHead = false) {
  if (first === "arrow") return "other";
  if (first === "name" && is("=>")) return arrow(false);
  if (first !== "name" && is("=>")) throw new Unreadable("Malformed arrow function parameter list", tokens.next.line);
  let what = operated(first, inHead);
  if (takes("?")) {
    assignment();
    wants(":");
    what = (assignment(inHead), "other");
  }
  if (tokens.next.kind !== "sign" || !ASSIGNS.test(tokens.next.text)) return what;
  const { text, line } = tokens.take();
  if (what === "other" || (what === "pattern" && text !== "=")) throw new Unreadable("Invalid left-hand side in assignment", line);
  assignment(inHead);
  return "other";
}

function operated(first, inHead) {
  let what = first;
  for (;;) {
    const { kind, text } = tokens.next;
    if (kind === "string" || !Object.hasOwn(BINDING, text) || (inHead && text === "in")) return what;
    tokens.take();
    unary();
    what = "other";
  }
}

function yields() {
  tokens.take();
  takes("*");
  if (!is(")", "]", "}", ",", ";", ":") && !tokens.next.onNewLine) assignment();
  return "other";
}

/** `async` was read: a function, an arrow, or a plain name. */
export function afterAsync() {
  if (tokens.next.onNewLine) return after("name");
  if (is("function")) return (func(false, true), after("other"));
  if (tokens.next.kind === "name") {
    const name = tokens.take();
    return is("=>") ? arrow(true) : refuse(name);
  }
  if (!is("(")) return after("name");
  list(")");
  return is("=>") ? arrow(true) : after("other");
}

function arrow(isAsync) {
  wants("=>");
  const inside = { inFunction: true, isAsync, generates: false, loops: false, breaks: false };
  if (is("{")) {
    within(inside, () => block(() => (tokens.take(), upTo("}")), true));
  } else {
    const { inFunction } = around;
    within({ ...inside, inFunction }, () => assignment());
  }
  return "arrow";
}

export function unary() {
  const { kind, text, line } = tokens.next;
  if (kind !== "string" && BEFORE.has(text)) return (tokens.take(), unary(), "other");
  if (is("++", "--")) {
    tokens.take();
    if (!["name", "member"].includes(unary())) throw new Unreadable("Invalid left-hand side expression in prefix operation", line);
    return "other";
  }
  if (is("await") && around.isAsync) return (tokens.take(), unary(), "other");
  const what = value();
  if (is("++", "--") && !tokens.next.onNewLine) {
    if (!["name", "member"].includes(what)) throw new Unreadable("Invalid left-hand side expression in postfix operation", line);
    tokens.take();
    return "other";
  }
  return what;
}

function value() {
  const { kind, text, line } = tokens.next;
  if (kind === "name") {
    if (text === "await" && around.isAsync) throw new Unreadable("Unexpected reserved word", line);
    tokens.take();
    const isValue = tokens.next.kind === "name" || ["string", "number"].includes(tokens.next.kind);
    if (text === "await" && isValue && !tokens.next.onNewLine) throw new Unreadable(ASYNC, line);
    return after("name");
  }
  if (kind === "number" || kind === "string" || VALUES.has(text)) return (tokens.take(), after("other"));
  if (kind === "template") return (template(), after("other"));
  if (is("/", "/=")) return (tokens.expression(), after("other"));
  if (is("[")) return (list("]"), after("pattern"));
  if (is("{")) return (object(), after("pattern"));
  if (is("(")) return group();
  if (is("function")) return (func(false), after("other"));
  if (is("class")) return (classBody(false), after("other"));
  if (is("new")) return made();
  if (is("import")) return (tokens.take(), is("(", ".") ? after("other") : refuse());
  return refuse();
}

function made() {
  tokens.take();
  if (takes(".")) return (memberKey(), after("other"));
  value();
  return "other";
}

/** A value in brackets, or the parameters of an arrow. */
function group() {
  const { isEmpty, spreads, what } = list(")");
  if (is("=>") && !tokens.next.onNewLine) return arrow(false);
  if (isEmpty || spreads) refuse();
  return after(what === "pattern" ? "other" : what);
}

function list(end) {
  tokens.take();
  const seen = { isEmpty: true, spreads: false, what: "other" };
  while (!takes(end)) {
    if (end === "]" && takes(",")) continue;
    seen.spreads ||= is("...");
    takes("...");
    const what = assignment();
    seen.what = seen.isEmpty ? what : "other";
    seen.isEmpty = false;
    if (!is(end) && !takes(",")) refuse();
  }
  return seen;
}

function object() {
  wants("{");
  while (!takes("}")) {
    if (takes("...")) assignment();
    else property();
    if (!is("}")) wants(",");
  }
}

function property() {
  const { kind, text } = tokens.next;
  if (method()) return;
  if (takes(":")) return void assignment();
  if (kind !== "name" || text === "[") refuse();
  if (takes("=")) assignment();
}

function template() {
  if (tokens.template()) return;
  for (;;) {
    expression();
    if (!is("}")) refuse();
    if (tokens.template()) return;
  }
}

/** Members, calls and templates behind a value. */
export function after(what) {
  for (;;) {
    if (is(".", "?.")) {
      const isChained = tokens.take().text === "?.";
      if (isChained && is("(")) what = call();
      else if (isChained && is("[")) what = index();
      else if (["name", "word"].includes(tokens.next.kind)) what = (tokens.take(), isChained ? "other" : "member");
      else refuse();
    } else if (is("(")) what = call();
    else if (is("[")) what = index();
    else if (tokens.next.kind === "template") what = (template(), "other");
    else return what;
  }
}

function index() {
  tokens.take();
  expression();
  wants("]");
  return "member";
}

function call() {
  tokens.take();
  while (!takes(")")) {
    takes("...");
    assignment();
    if (is(")") || takes(",")) continue;
    throw new Unreadable("missing ) after argument list", tokens.next.line);
  }
  // Assigning to a call fails only when it runs.
  return "member";
}
