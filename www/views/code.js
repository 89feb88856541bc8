// Code as the page shows it: Prism says what its parts are and Preact makes the elements, so nothing of a text is ever markup.

import { h, html } from "../vendor/htm-preact.js";

/**
 * The parts of a text, each in a span of Prism's classes; the text itself where Prism or the grammar is missing.
 * @param {string} text
 * @param {string} language name of a grammar of Prism
 * @returns {Array} what Preact renders
 */
export function highlighted(text, language) {
  const { Prism } = globalThis;
  const grammar = Prism?.languages?.[language];
  return grammar ? parts(Prism.tokenize(text, grammar)) : [text];
}

function parts(tokens) {
  return [tokens].flat().map((token) => {
    if (typeof token === "string") return token;
    return h("span", { class: ["token", token.type, token.alias].flat().filter(Boolean).join(" ") }, parts(token.content));
  });
}

/** A block of code in a box that scrolls by itself; `label` is its name. */
export function Code({ text, language, label = "Code" }) {
  return html`<pre class="code-block" tabindex="0" role="group" aria-label=${label}><code>${highlighted(text, language)}</code></pre>`;
}
