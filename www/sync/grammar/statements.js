// Statements.
import { ASYNC, after, afterAsync, assignment, expression, goOn } from "./expressions.js";
import { classBody, func } from "./functions.js";
import { target } from "./names.js";
import { around, block, ends, is, refuse, takes, tokens, wants, within } from "./place.js";
import { Unreadable } from "../tokens.js";

export function statement() {
  const { text, kind } = tokens.next;
  if (kind === "word" || kind === "name" || kind === "sign") {
    const known = Object.hasOwn(STATEMENTS, text) && STATEMENTS[text];
    if (known) return known();
  }
  return plain();
}

/** An expression as a statement, or what begins as one: a label, `let`, `async function`. */
function plain() {
  const { kind, text, line } = tokens.next;
  if (kind === "name" && text === "let") return letName();
  if (kind === "name" && text === "async") {
    tokens.take();
    if (is("function") && !tokens.next.onNewLine) return func(true, true);
    goOn(afterAsync());
    while (takes(",")) assignment();
    return ends();
  }
  const what = expression();
  if (what === "name" && is(":")) return (tokens.take(), statement());
  if (kind === "name" && text === "await" && what === "name" && !tokens.next.onNewLine && !is(";", "}")) {
    throw new Unreadable(ASYNC, line);
  }
  return ends();
}

/** `let` is a name, too. */
function letName() {
  tokens.take();
  if (tokens.next.kind === "name" || is("{", "[")) names("let");
  else goOn(after("name"));
  ends();
}

export function braces() {
  wants("{");
  block(() => upTo("}"));
}

export function upTo(end) {
  while (!is(end)) tokens.next.kind === "end" ? refuse() : statement();
  tokens.take();
}

function nothing() {
  tokens.take();
}

/** Refuses what may stand only elsewhere. */
function misplaced() {
  const { text, line } = tokens.take();
  if (text === "import" && is("(", ".")) return (goOn(after("other")), ends());
  throw new Unreadable(text === "import" ? "Cannot use import statement outside a module" : `Unexpected token '${text}'`, line);
}

function variables() {
  declarations(tokens.next.text);
  ends();
}

/** `let a = 1, b`; in the head of a loop, they may go without a value. */
function declarations(how, inHead = false) {
  tokens.take();
  names(how, inHead);
}

function names(how, inHead = false) {
  do {
    const isPattern = is("{", "[");
    target(how === "var" ? "var" : "let");
    if (takes("=")) assignment(inHead);
    else if (!(inHead && is("of", "in")) && (how === "const" || isPattern)) {
      throw new Unreadable(`Missing initializer in ${isPattern ? "destructuring" : "const"} declaration`, tokens.line);
    }
  } while (takes(","));
}

function condition() {
  tokens.take();
  parenthesised();
  statement();
  if (takes("else")) statement();
}

function parenthesised() {
  wants("(");
  expression();
  wants(")");
}

function body() {
  within({ loops: true, breaks: true }, () => statement());
}

function whileLoop() {
  tokens.take();
  parenthesised();
  body();
}

function doLoop() {
  tokens.take();
  body();
  wants("while");
  parenthesised();
  takes(";");
}

function forLoop() {
  tokens.take();
  if (is("await") && around.isAsync) tokens.take();
  wants("(");
  block(() => {
    if (is("var", "let", "const")) declarations(tokens.next.text, true);
    else if (!is(";")) expression(true);
    if (takes("of")) assignment();
    else if (takes("in")) expression();
    else {
      wants(";");
      if (!is(";")) expression();
      wants(";");
      if (!is(")")) expression();
    }
    wants(")");
    body();
  });
}

function leaves() {
  const { text, line } = tokens.take();
  const inPlace = text === "break" ? around.breaks : around.loops;
  const hasLabel = tokens.next.kind === "name" && !tokens.next.onNewLine && tokens.take();
  const more = text === "continue" ? ": no surrounding iteration statement" : "";
  if (!inPlace && !hasLabel) throw new Unreadable(`Illegal ${text} statement${more}`, line);
  ends();
}

function returns() {
  const { line } = tokens.take();
  if (!around.inFunction) throw new Unreadable("Illegal return statement", line);
  if (!is(";", "}") && !tokens.next.onNewLine) expression();
  ends();
}

function throws() {
  const { line } = tokens.take();
  if (tokens.next.onNewLine) throw new Unreadable("Illegal newline after throw", line);
  expression();
  ends();
}

function tries() {
  tokens.take();
  braces();
  if (!is("catch", "finally")) throw new Unreadable("Missing catch or finally after try", tokens.line);
  if (takes("catch")) {
    block(() => {
      if (takes("(")) target("let"), wants(")");
      braces();
    });
  }
  if (takes("finally")) braces();
}

function switches() {
  tokens.take();
  parenthesised();
  wants("{");
  const cases = () => {
    while (!takes("}")) {
      if (takes("case")) expression();
      else wants("default");
      wants(":");
      while (!is("case", "default", "}")) statement();
    }
  };
  block(() => within({ breaks: true }, cases));
}

/** What reads a statement, by its first word. */
const STATEMENTS = {
  "{": braces,
  ";": nothing,
  debugger: nothing,
  var: variables,
  const: variables,
  if: condition,
  while: whileLoop,
  do: doLoop,
  for: forLoop,
  break: leaves,
  continue: leaves,
  return: returns,
  throw: throws,
  try: tries,
  switch: switches,
  function: func,
  class: classBody,
  import: misplaced,
  export: misplaced,
};
