// The editor of code: CodeMirror, set up for this page. It is loaded when the first editor is shown.

import {
  bracketMatching,
  Compartment,
  defaultKeymap,
  EditorState,
  EditorView,
  history,
  historyField,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  isolateHistory,
  javascriptLanguage,
  keymap,
  lineNumbers,
  syntaxHighlighting,
} from "../vendor/codemirror.js";
import { html, useLayoutEffect, useRef } from "../vendor/preact.js";
import { colours } from "./code-language.js";
import { markProblem, problemLine } from "./code-problem.js";
import { theme } from "./code-theme.js";
import { takenOver } from "./plain-editor.js";

export { coloured } from "./code-language.js";

/** By names, what was edited where: undo still works at the next visit of a lesson. */
const edited = new Map();
const KEPT = { history: historyField };
const attributes = new Compartment();

/**
 * @param {{ name: string, code: string, label: string, describedBy: string, invalid: boolean, problem: { line: number, text: string } | null,
 *   onChange: (code: string) => void }} props `name` tells editors apart; `problem` is marked at its line
 */
export function CodeEditor({ name, code: given, label, describedBy, invalid, problem, onChange }) {
  // As CodeMirror counts lines.
  const code = given.replace(/\r\n?/g, "\n");
  const frame = useRef(null);
  const view = useRef(null);
  const known = useRef(code);
  const changed = useRef(null);
  changed.current = onChange;
  useLayoutEffect(() => {
    const heard = EditorView.updateListener.of(({ docChanged, state }) => {
      const text = docChanged ? state.doc.toString() : known.current;
      if (text === known.current) return;
      known.current = text;
      changed.current(text);
    });
    view.current = opened(frame.current, name, code, [heard, attributes.of([])]);
    return () => {
      edited.set(name, view.current.state.toJSON(KEPT));
      view.current.destroy();
    };
  }, []);
  useLayoutEffect(() => {
    known.current = code;
    replace(view.current, code);
  }, [code]);
  useLayoutEffect(() => {
    // Its text takes the focus as it is; not every tool that checks pages knows that of `contenteditable`.
    const named = { tabindex: "0", "aria-label": label, "aria-describedby": describedBy, ...(invalid && { "aria-invalid": "true" }) };
    view.current.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(named)) });
  }, [label, describedBy, invalid]);
  useLayoutEffect(() => markProblem(view.current, problem), [problem?.line, problem?.text]);
  return html`<div class="code-editor" ref=${frame}></div>`;
}

/** An editor in a frame. It goes on where the plain field or the last visit left off. */
function opened(parent, name, code, extensions) {
  const before = takenOver(code);
  const config = { doc: before?.first ?? code, extensions: [...EXTENSIONS, ...extensions] };
  const kept = edited.get(name);
  const state = kept?.doc === code ? EditorState.fromJSON(kept, config, KEPT) : EditorState.create(config);
  const view = new EditorView({ parent, state });
  if (before) {
    replace(view, code);
    view.dispatch({ selection: { anchor: before.anchor, head: before.head } });
    if (before.focused) view.focus();
  }
  return view;
}

/** Puts other code in, as one step that can be undone. What is the same at both ends stays as it is, and so does a caret there. */
function replace(view, code) {
  const old = view.state.doc.toString();
  if (old === code) return;
  const most = Math.min(old.length, code.length);
  let from = 0;
  while (from < most && old[from] === code[from]) from += 1;
  let same = 0;
  while (same < most - from && old.at(-1 - same) === code.at(-1 - same)) same += 1;
  const changes = { from, to: old.length - same, insert: code.slice(from, code.length - same) };
  view.dispatch({ changes, annotations: isolateHistory.of("full") });
}

/** Escape lets the next Tab leave the editor, however long that takes; any other key takes it back. */
function tabLeaves() {
  let leaves = false;
  const set = (view, to) => {
    if (leaves !== to) view.setTabFocusMode((leaves = to));
  };
  return EditorView.domEventHandlers({
    keydown({ key }, view) {
      if (!["Tab", "Shift"].includes(key)) set(view, key === "Escape");
    },
    blur: (_, view) => set(view, false),
  });
}

/**
 * A text in place of a selection is put in here: Chromium would join the lines by elements with style attributes, which the page's policy
 * refuses and reports.
 */
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

const EXTENSIONS = [
  lineNumbers(),
  history(),
  indentUnit.of("  "),
  indentOnInput(),
  bracketMatching(),
  javascriptLanguage,
  syntaxHighlighting(colours),
  problemLine,
  tabLeaves(),
  overSelection,
  // It runs the code, and inserts no line.
  keymap.of([{ key: "Mod-Enter", run: () => true }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
  EditorView.domEventHandlers({ focus: (_, view) => view.dom.parentElement.scrollIntoView({ block: "nearest" }) }),
  theme,
];
