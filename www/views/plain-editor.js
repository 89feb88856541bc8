// The editor until CodeMirror is loaded: a plain field with the same text in the same place. Nothing that is typed there is lost.

import { html, useLayoutEffect, useRef } from "../vendor/preact.js";

/** What the field left behind: the text that it began with and the one it ended with, and where the caret was. */
let left = null;

/** What the field left behind, once, for the editor that takes its place with that text. @param {string} code */
export function takenOver(code) {
  const found = left?.code === code ? left : null;
  left = null;
  return found;
}

/** @param {{ code: string, label: string, describedBy: string, invalid: boolean, onChange: (code: string) => void }} props */
export function PlainEditor({ code, label, describedBy, invalid, onChange }) {
  const area = useRef(null);
  useLayoutEffect(() => {
    const field = area.current;
    const first = field.value;
    return () => {
      const { value, selectionStart: anchor, selectionEnd: head } = field;
      left = { first, code: value, anchor, head, focused: field === document.activeElement };
    };
  }, []);
  return html`<textarea
    class="plain-editor"
    ref=${area}
    aria-label=${label}
    aria-describedby=${describedBy}
    aria-invalid=${invalid ? "true" : null}
    spellcheck=${false}
    autocapitalize="off"
    autocomplete="off"
    wrap="off"
    value=${code}
    onInput=${({ target }) => onChange(target.value)}
  ></textarea>`;
}
