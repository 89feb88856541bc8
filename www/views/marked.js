// Texts of the lessons: our own Markdown, made into HTML when the page was built. Nothing that comes from outside is shown this way.

import { h } from "../vendor/preact.js";

/** @param {{ tag?: string, text: string }} props */
export const Marked = ({ tag = "p", text, ...more }) => h(tag, { ...more, dangerouslySetInnerHTML: { __html: text } });
