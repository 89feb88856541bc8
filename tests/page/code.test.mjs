// Colours of code: every character stays, and tokens are of their kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { highlighted } from "../../www/views/code.js";

/** The text again, with kinds of tokens in front of them. */
const marked = (text, language) =>
  highlighted(text, language).map((part) => (typeof part === "string" ? part : `<${part.props.class} ${part.props.children}>`)).join("");

const CASES = [
  ["javascript", 'await api("/x" + n / 2 / 3);', '<keyword await> <function api>(<string "/x"> + n / <number 2> / <number 3>);'],
  ["javascript", "x = /[/]\"/g; y = `a${b + `c`}`; /* open", 'x = <string /[/]"/g>; y = <string `a${b + `c`}`>; <comment /* open>'],
  ["json", '{"a": -1.5, "b": [true, "c\\"d"]}', '{<property "a">: <number -1.5>, <property "b">: [<keyword true>, <string "c\\"d">]}'],
  ["python", 'import requests # "x"\nget("a")', '<keyword import> requests <comment # "x">\n<function get>(<string "a">)'],
  ["http", "GET /x", "GET /x"],
];

for (const [language, text, expected] of CASES) {
  test(`${language}: ${text.slice(0, 30)}`, () => assert.equal(marked(text, language).replaceAll("<token ", "<"), expected));
}
