// Code that is only read. It is plain until the part of the page with the editor is here, because that brings the parsers that colour it.

import { html, signal, useMemo } from "../vendor/preact.js";
import { late } from "./late.js";
import { PlainEditor } from "./plain-editor.js";

/** What was loaded: null before. */
const part = signal(null);

/** The editor; a plain field stands there until it is loaded, and for good where it cannot be. */
export const CodeEditor = late(async () => {
  part.value = await import("./code-editor.js");
  return part.value.CodeEditor;
}, PlainEditor);

/** A text in colours; where the language is not one that the parsers know, it stays plain. */
export function Coloured({ text, language }) {
  const loaded = part.value;
  return useMemo(() => loaded?.coloured(text, language) ?? text, [loaded, text, language]);
}

/** A block of code in a box that scrolls by itself; `label` is its name. */
export function Code({ text, language, label = "Code" }) {
  return html`<pre class="code-block" tabindex="0" role="group" aria-label=${label}><code><${Coloured} ...${{ text, language }} /></code></pre>`;
}
