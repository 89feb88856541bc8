// How the editor looks: the page's own colours and sizes (style/tokens.css), so that it follows the theme without a word.

import { EditorView, StyleModule } from "../vendor/codemirror.js";

/** Rules of the editor → the sheet that holds them. */
const sheets = new Map();

// In a document, style-mod writes a style element, which the page's policy refuses. Sheets that a script makes are allowed by it.
StyleModule.mount = (root, modules) => {
  const wanted = [modules].flat().map(sheetOf);
  const others = root.adoptedStyleSheets.filter((sheet) => !wanted.includes(sheet));
  root.adoptedStyleSheets = [...others, ...wanted];
};

function sheetOf(module) {
  if (!sheets.has(module)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(module.getRules());
    sheets.set(module, sheet);
  }
  return sheets.get(module);
}

export const theme = EditorView.theme({
  "&": { flex: "1 1 auto", minHeight: "0", minWidth: "0", color: "var(--ink)", fontSize: "var(--text-code)" },
  // The frame has the outline.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { overflow: "auto", fontFamily: "var(--font-mono)", lineHeight: "var(--code-line)" },
  ".cm-content": { padding: "var(--space-3) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 var(--space-3)" },
  ".cm-gutters": { border: "0", backgroundColor: "var(--raised)", color: "var(--ink-soft)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.25rem", padding: "0 var(--space-2) 0 var(--space-3)" },
  ".cm-lineNumbers .cm-gutter-wrong": { color: "var(--bad)", fontWeight: "700" },
  ".cm-wrong": { backgroundColor: "var(--bad-soft)", boxShadow: "inset 3px 0 var(--bad)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--line-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "0.25em" },
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius-small)",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
  },
  ".cm-diagnostic": { maxWidth: "32rem", padding: "var(--space-1) var(--space-2)", fontFamily: "var(--font-ui)", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
});
