// Code as the page shows it. A grammar is one expression whose named groups are the kinds of tokens; Preact makes the elements, so nothing
// of a text is ever markup. It only colours: where it misreads, nothing is lost.

import { h, html } from "../vendor/htm-preact.js";

const QUOTED = /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/;
const NUMBER = /\b(?:0x[\da-f_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)n?\b/;
const CALLED = /[\w$]+(?=\()/;
const TEMPLATE = /`(?:\\[^]|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^\\`])*`?/;
/** A slash begins an expression only where no value stands before it. */
const EXPRESSION = /(?<=(?:^|[=(,:;!&|?{}[\n]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/;

const words = (text) => new RegExp(`\\b(?:${text.replaceAll(" ", "|")})\\b`);

const GRAMMARS = {
  javascript: grammar({
    comment: /\/\/.*|\/\*[^]*?(?:\*\/|$)/,
    string: [QUOTED, TEMPLATE, EXPRESSION],
    keyword: words(
      "async await break case catch class const continue default delete do else export extends false finally for from function if import " +
        "in instanceof let new null of return static super switch this throw true try typeof undefined var void while yield",
    ),
    function: CALLED,
    number: NUMBER,
  }),
  json: grammar({ property: /"(?:\\.|[^"\\\n])*"(?=\s*:)/, string: QUOTED, keyword: words("true false null"), number: /-?\b\d[\d.eE+-]*/ }),
  python: grammar({ comment: /#.*/, string: QUOTED, keyword: words("import"), function: CALLED, number: NUMBER }),
};

function grammar(kinds) {
  const groups = Object.entries(kinds).map(([kind, found]) => `(?<${kind}>${[found].flat().map(({ source }) => source).join("|")})`);
  return new RegExp(groups.join("|"), "g");
}

/**
 * The parts of a text, each token in a span of its kind; the text itself where the language is not known.
 * @param {string} text
 * @param {string} language one of GRAMMARS
 * @returns {Array} what Preact renders
 */
export function highlighted(text, language) {
  const parts = [];
  let at = 0;
  for (const { 0: token, index, groups } of GRAMMARS[language] ? text.matchAll(GRAMMARS[language]) : []) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    parts.push(text.slice(at, index), h("span", { class: `token ${kind}` }, token));
    at = index + token.length;
  }
  return [...parts, text.slice(at)];
}

/** A block of code in a box that scrolls by itself; `label` is its name. */
export function Code({ text, language, label = "Code" }) {
  return html`<pre class="code-block" tabindex="0" role="group" aria-label=${label}><code>${highlighted(text, language)}</code></pre>`;
}
