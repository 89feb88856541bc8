// Python, pasted into the editor: which line of the code is Python, and what stands there in JavaScript.

/** Lines by what they look like, each with what it is here; nothing for what is not needed. @type {[RegExp, string][]} */
const LINES = [
  [/^(\s*)(?:async\s+)?def\s+sync\s*\(.*\)\s*(?:->.*)?:$/, "$1async function sync(api, land, state) {"],
  [/^(\s*)(?:async\s+)?def\s+(\w+)\s*\((.*)\)\s*(?:->.*)?:$/, "$1async function $2($3) {"],
  [/^\s*(?:import\s+\w[\w.]*(?:\s+as\s+\w+)?(?:\s*,\s*\w[\w.]*(?:\s+as\s+\w+)?)*|from\s+\S+\s+import\s.+)$/, ""],
  [/^(\s*)elif\s+(.+):$/, "$1} else if ($2) {"],
  [/^(\s*)else\s*:$/, "$1} else {"],
  [/^(\s*)if\s+(.+):$/, "$1if ($2) {"],
  [/^(\s*)while\s+(.+):$/, "$1while ($2) {"],
  [/^(\s*)for\s+(\w+)\s+in\s+range\((\w+)\)\s*:$/, "$1for (let $2 = 0; $2 < $3; $2++) {"],
  [/^(\s*)for\s+(\w+)\s+in\s+(.+):$/, "$1for (const $2 of $3) {"],
  [/^(\s*)for\s+([\w\s,]+)\s+in\s+(.+):$/, "$1for (const [$2] of $3) {"],
  [/^(\s*)try\s*:$/, "$1try {"],
  [/^(\s*)except\b.*?(?:\s+as\s+(\w+))?\s*:$/, "$1} catch ($2) {"],
  [/^(\s*)raise\s+\w+\((.*)\)$/, "$1throw new Error($2);"],
  [/^(.*)\bmax\((.+)\s+for\s+(\w+)\s+in\s+(\w+)\)(.*)$/, "$1$4.map(($3) => $2).reduce((a, b) => (a > b ? a : b))$5"],
  [/^(.*)\bmin\((.+)\s+for\s+(\w+)\s+in\s+(\w+)\)(.*)$/, "$1$4.map(($3) => $2).reduce((a, b) => (a < b ? a : b))$5"],
  [/^(.*)\[(.+)\s+for\s+(\w+)\s+in\s+(\w+)\](.*)$/, "$1$4.map(($3) => $2)$5"],
  [/^(\s*)#\s?(.*)$/, "$1// $2"],
];
/** Words within a line that come before the line as a whole is looked at. */
const WORDS = [
  [/\bf"((?:[^"\\]|\\.)*)"|\bf'((?:[^'\\]|\\.)*)'/g, (_, one, other) => `\`${(one ?? other).replace(/\{/g, "${")}\``],
  [/\bNone\b/g, "null"],
  [/\bTrue\b/g, "true"],
  [/\bFalse\b/g, "false"],
  [/\band\b/g, "&&"],
  [/\bor\b/g, "||"],
  [/\bnot\s+(?=[\w(])/g, "!"],
  [/\bis !/g, "!== "],
  [/\bis\b/g, "==="],
  [/\blen\(([^()]+)\)/g, "$1.length"],
];
/** Names that only Python knows, in code that can be read. */
const NAMES = {
  None: "null",
  True: "true",
  False: "false",
  print: "console.log(…)",
  len: "rows.length",
  str: "String(…)",
  int: "Number(…)",
  range: "for (let n = 0; n < 5; n++)",
  dict: "{}",
  list: "[]",
  requests: "api(path)",
  json: "JSON",
  Exception: "Error",
};

/**
 * The line of the code that is Python; the browser's line where that is one.
 * @param {string} code
 * @param {number} line
 * @returns {{ line: number, beside: { python: string, javascript: string } } | null}
 */
export function pythonIn(code, line) {
  const lines = code.split("\n").map((text) => text.trimEnd());
  const ways = lines.map(inJavaScript);
  const at = ways[line - 1] ? line - 1 : ways.findIndex(Boolean);
  if (at < 0) return null;
  return { line: at + 1, beside: { python: lines[at].trim(), javascript: ways[at].text.trim() } };
}

/** What a line of Python is in JavaScript; null where it is none. */
function inJavaScript(line) {
  const found = LINES.find(([form]) => form.test(line));
  const isMarked = /\bf(?:"[^"]*\{|'[^']*\{)/.test(line);
  if (!found && !isMarked) return null;
  const worded = /^\s*#/.test(line) ? line : WORDS.reduce((text, [form, word]) => text.replace(form, word), line);
  const text = found ? worded.replace(found[0], found[1]) : worded;
  return { text: text.replace(/catch \(\)/, "catch") };
}

/** What stands in JavaScript for a name that only Python knows. */
export const insteadOf = (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : null);
