// What colours code, in the editor and in blocks that are only read: Lezer's parsers, and the page's classes for what they find.

import { HighlightStyle, highlightCode, javascriptLanguage, jsonParser, styleTags, tags } from "../vendor/codemirror.js";
import { h } from "../vendor/preact.js";

/** Language → its parser. */
const PARSERS = {
  javascript: javascriptLanguage.parser,
  json: jsonParser.configure({ props: [styleTags({ PropertyName: tags.definition(tags.propertyName) })] }),
};

/** The colours of these classes stand in style/base.css. */
export const colours = HighlightStyle.define([
  { tag: tags.comment, class: "token comment" },
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], class: "token keyword" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string), tags.escape], class: "token string" },
  { tag: tags.number, class: "token number" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: "token function" },
  { tag: tags.definition(tags.propertyName), class: "token property" },
]);

/**
 * The parts of a text, each token in a span of its kind.
 * @param {string} text
 * @param {string} language
 * @returns {Array | undefined} what Preact renders; none where the language is not known
 */
export function coloured(text, language) {
  const parser = PARSERS[language];
  if (!parser) return undefined;
  const parts = [];
  const put = (part, classes) => parts.push(classes ? h("span", { class: classes }, part) : part);
  highlightCode(text, parser.parse(text), colours, put, () => parts.push("\n"));
  return parts;
}
