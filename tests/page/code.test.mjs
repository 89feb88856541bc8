// Colours of code: every character stays, and tokens are of their kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { coloured } from "../../www/views/code-language.js";

/** The text again, with kinds of tokens in front of them. */
const marked = (text, language) =>
  coloured(text, language)
    .map((part) => (typeof part === "string" ? part : `<${part.props.class} ${part.props.children}>`))
    .join("");

const CASES = [
  ["javascript", 'await api("/x" + n / 2 / 3);', '<keyword await> <function api>(<string "/x"> + n / <number 2> / <number 3>);'],
  ["javascript", 'x = /[/]"/g; /* open', 'x = <string /[/]"/g>; <comment /* open>'],
  ["javascript", "y = `a${b}`;\n// no\n", "y = <string `a>${b}<string `>;\n<comment // no>\n"],
  [
    "json",
    '{"a": -1.5,\n "b": [true, null, "c\\"d"]',
    '{<property "a">: <number -1.5>,\n <property "b">: [<keyword true>, <keyword null>, <string "c\\"d">]',
  ],
  ["json", '{"a": [1, {"b', '{<property "a">: [<number 1>, {"b'],
];

for (const [language, text, expected] of CASES) {
  test(`${language}: ${text.slice(0, 30)}`, () => assert.equal(marked(text, language).replaceAll("<token ", "<"), expected));
}

test("a language that nothing here knows is left to be shown plainly", () => assert.equal(coloured("GET /x", "http"), undefined));
