// The line of an error in the editor: its number, its ground, and the message at the text, until the code is changed.

import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  RangeSet,
  setDiagnostics,
  StateEffect,
  StateField,
} from "../vendor/codemirror.js";

/** @type {ReturnType<typeof StateEffect.define<number | null>>} */
const marked = StateEffect.define();
const line = Decoration.line({ class: "cm-wrong" });
const number = new (class extends GutterMarker {
  elementClass = "cm-gutter-wrong";
})();

/** Where the line of the error begins; null where there is none. */
const start = StateField.define({
  create: () => /** @type {number | null} */ (null),
  update(at, { effects, docChanged }) {
    const effect = effects.find((one) => one.is(marked));
    if (effect) return effect.value;
    return docChanged ? null : at;
  },
});

const at = (mark) => (place) => (place === null ? RangeSet.empty : RangeSet.of([mark.range(place)]));

export const problemLine = [start, EditorView.decorations.from(start, at(line)), gutterLineClass.from(start, at(number))];

/**
 * Marks a problem, or none, and brings it into the editor's sight; the page itself stays where it is.
 * @param {EditorView} view
 * @param {{ line: number, text: string } | null} problem
 */
export function markProblem(view, problem) {
  const { doc } = view.state;
  if (!problem) return view.dispatch(setDiagnostics(view.state, []), { effects: marked.of(null) });
  const { from, to, text } = doc.line(Math.min(problem.line, doc.lines));
  const message = problem.text.replaceAll("`", "");
  const found = setDiagnostics(view.state, [{ from: from + text.search(/\S|$/), to, severity: "error", message }]);
  view.dispatch(found, { effects: marked.of(from) });
  show(view, from);
}

function show(view, place) {
  const { top, height } = view.lineBlockAt(place);
  const frame = view.scrollDOM;
  const inSight = top > frame.scrollTop && top + height < frame.scrollTop + frame.clientHeight;
  if (!inSight) frame.scrollTop = top - frame.clientHeight / 2;
}
