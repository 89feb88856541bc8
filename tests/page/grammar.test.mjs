// Code that a browser cannot read and says nothing of: the line and the words are those of V8, and nothing that V8 reads is refused.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { Script } from "node:vm";
import { lessons } from "../../www/lessons/index.js";
import { unreadable } from "../../www/sync/grammar.js";

const WWW = new URL("../../www/", import.meta.url);

/** What V8 says of a script; null where it can read it. */
function byV8(code) {
  try {
    new Script(code, { filename: "blob:x" });
    return null;
  } catch (error) {
    return { what: error.message, line: Number(/blob:x:(\d+)/.exec(error.stack)[1]) };
  }
}

const REFUSED = [
  "let a = ;",
  "foo bar",
  "const a\n",
  "let a; let a;",
  "x = 'abc\n",
  "if (a {\n}",
  "for (const x of y {\n}",
  "a.b.",
  "function () {}",
  "f(1 2)",
  "function f() {\n  const r = await g();\n}",
  "return 1;",
  "break;",
  "try {\n  f();\n}\nf();",
  "1 = 2;",
  "let x = 3x;",
  "}",
  "a ? b;",
  "import a from 'b'",
  "async function f(a, b c) {\n}",
  "const { a } ;",
  "x = [1, 2;",
  "class A {\n  f( {\n}",
  "switch (a) { b }",
  "throw\na",
  'const s = "a" b;',
  "let a = 1;\nlet b = 2\nlet a = 3;",
  "x => { let y = }",
  "export const a = 1;",
  "else { }",
  "async function f(state) {\n  let state = {};\n}",
];

for (const code of REFUSED) {
  test(`refuses ${JSON.stringify(code)}`, () => {
    assert.notEqual(byV8(code), null);
    assert.deepEqual(unreadable(code), byV8(code));
  });
}

/** Modules as scripts. */
const scripts = (folder) =>
  readdirSync(new URL(folder, WWW))
    .filter((name) => name.endsWith(".js"))
    .map((name) => {
      const text = readFileSync(new URL(folder + name, WWW), "utf8");
      return text
        .replace(/^import [^;]*;$/gm, "")
        .replace(/^export (?:\{[^}]*\} from [^;]*;|(?:default )?)/gm, "")
        .replaceAll("import.meta", "importMeta");
    });
const starts = lessons.flatMap(({ start, solution }) => [start, solution]).filter((code) => typeof code === "string");

test("reads the lessons and the page's own modules", () => {
  const all = [...starts, ...["sync/", "model/", "views/"].flatMap(scripts)].filter((code) => byV8(code) === null);
  assert.ok(all.length > 70, `${all.length}`);
  for (const code of all) assert.equal(unreadable(code), null, code.slice(0, 200));
});

/** The same numbers in every run. */
function* numbers(seed) {
  for (let n = seed; ; n = (n * 1103515245 + 12345) % 2 ** 31) yield n / 2 ** 31;
}

const SIGNS = "( ) { } [ ] , ; : = ' \" / . => await let x 3 return".split(" ");

/** A lesson's code with one slip: a word left out, doubled, put in place of another, or put in. */
function slipped(code, random) {
  const below = (most) => Math.floor(random.next().value * most);
  const words = code.match(/[\p{L}\d_$]+|\s+|[^]/gu);
  const [at, some] = [below(words.length), words[below(words.length)]];
  const slips = [[1], [0, some], [1, some], [0, SIGNS[below(SIGNS.length)]]];
  words.splice(at, ...slips[below(slips.length)]);
  return words.join("");
}

test("of what V8 refuses it finds nearly always the line, and mostly the words", () => {
  const random = numbers(7);
  const seen = { refused: 0, line: 0, words: 0, inVain: 0 };
  for (const code of starts) {
    for (let n = 0; n < 60; n += 1) {
      const text = slipped(code, random);
      const [theirs, ours] = [byV8(text), unreadable(text)];
      if (!theirs) seen.inVain += ours ? 1 : 0;
      else {
        seen.refused += 1;
        seen.line += ours?.line === theirs.line ? 1 : 0;
        seen.words += ours?.what === theirs.what ? 1 : 0;
      }
    }
  }
  assert.ok(seen.refused > 500 && seen.inVain < 10, JSON.stringify(seen));
  assert.ok(seen.line > 0.96 * seen.refused && seen.words > 0.9 * seen.refused, JSON.stringify(seen));
});
