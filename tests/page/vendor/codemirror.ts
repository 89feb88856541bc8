// What the editor is made of; see preact.ts.
export { Compartment, EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
export { Decoration, EditorView, GutterMarker, gutterLineClass, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyField, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
export { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { setDiagnostics } from "@codemirror/lint";
export { javascriptLanguage } from "@codemirror/lang-javascript";
export { highlightCode, styleTags, tags } from "@lezer/highlight";
export { parser as jsonParser } from "@lezer/json";
export { StyleModule } from "style-mod";
