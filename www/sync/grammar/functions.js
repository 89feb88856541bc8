// Functions and classes.
import { assignment, unary } from "./expressions.js";
import { memberKey, withDefault } from "./names.js";
import { block, blocks, declare, ends, is, refuse, takes, tokens, wants, within } from "./place.js";
import { braces, upTo } from "./statements.js";
import { Unreadable } from "../tokens.js";

export function func(isDeclared = true, isAsync = false) {
  tokens.take();
  const generates = takes("*");
  if (tokens.next.kind === "name") named(isDeclared);
  else if (isDeclared && is("(")) throw new Unreadable("Function statements require a function name", tokens.next.line);
  else if (isDeclared) refuse();
  rest(isAsync, generates);
}

/** Functions of the first level may be written twice. */
function named(isDeclared) {
  const name = tokens.take();
  if (isDeclared) declare(name, blocks.at(-1).holds ? "var" : "let");
}

/** Parameters and body. */
function rest(isAsync, generates = false) {
  const inside = { inFunction: true, isAsync, generates, loops: false, breaks: false };
  block(() => {
    wants("(");
    within(inside, () => {
      while (!takes(")")) {
        takes("...");
        withDefault("var");
        if (!is(")")) wants(",");
      }
      // What a function declares itself may not be called as its parameters are.
      for (const [name] of blocks.at(-1).names) blocks.at(-1).names.set(name, "parameter");
      wants("{");
      upTo("}");
    });
  }, true);
}

export function classBody(isDeclared = true) {
  tokens.take();
  if (tokens.next.kind === "name" && !is("extends")) {
    const name = tokens.take();
    if (isDeclared) declare(name, "let");
  } else if (isDeclared) refuse();
  if (takes("extends")) unary();
  wants("{");
  while (!takes("}")) if (!takes(";")) classMember();
}

function classMember() {
  if (takes("static") && is("{")) return within({ inFunction: false }, () => braces());
  if (method()) return undefined;
  if (takes("=")) within({ isAsync: false }, () => assignment());
  return ends();
}

/** A member's key, with the words before it; whether it was a method, which is read then. */
export function method() {
  let isAsync = false;
  let generates = takes("*");
  while (is("async", "get", "set", "static")) {
    const word = tokens.take();
    if (is("(", "=", ";", "}", ",", ":")) return is("(") && (rest(isAsync, generates), true);
    isAsync ||= word.text === "async";
    generates ||= takes("*");
  }
  memberKey();
  if (!is("(")) return false;
  rest(isAsync, generates);
  return true;
}
