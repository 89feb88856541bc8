// Names and patterns that are declared, and the keys of members.
import { assignment } from "./expressions.js";
import { declare, is, refuse, takes, tokens, wants } from "./place.js";

/** A name, or a pattern of names, that is declared. */
export function target(how) {
  if (is("{", "[")) return pattern(how);
  if (tokens.next.kind !== "name") refuse();
  return declare(tokens.take(), how);
}

function pattern(how) {
  const end = tokens.take().text === "{" ? "}" : "]";
  while (!takes(end)) {
    if (end === "]" && takes(",")) continue;
    if (takes("...")) target(how);
    else if (end === "]") withDefault(how);
    else member(how);
    if (!is(end)) wants(",");
  }
}

function member(how) {
  const key = tokens.next;
  memberKey();
  if (takes(":")) return withDefault(how);
  if (key.kind !== "name") refuse();
  declare(key, how);
  if (takes("=")) assignment();
  return undefined;
}

export function withDefault(how) {
  target(how);
  if (takes("=")) assignment();
}

export function memberKey() {
  if (takes("[")) {
    assignment();
    return wants("]");
  }
  if (!["name", "word", "number", "string"].includes(tokens.next.kind)) refuse();
  return tokens.take();
}
