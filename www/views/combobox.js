// A text field with a list of suggestions, after the combobox pattern of ARIA: arrows choose, Enter accepts, Escape closes. Any other text may be
// typed as well.

import { html, useRef, useState } from "../vendor/preact.js";

/** Largest number of suggestions. */
const MOST = 40;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * `options` are `{ value, hint }`; `onTake` gets the one that was taken, `onInput` what is typed, `onLeave` hears when the field is left, and
 * `onBring` gets a text that comes as a whole, pasted or dropped, before it is in the field; the rest goes to the field.
 */
export function Combobox({ id, value, options, onInput, onTake, onLeave, onBring, ...field }) {
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const typed = useRef(false);
  const sought = typed.current ? value.trim().toLowerCase() : "";
  const found = open ? options.filter((option) => `${option.value} ${option.hint}`.toLowerCase().includes(sought)).slice(0, MOST) : [];
  const listed = found.length > 0;
  const show = (whether) => {
    setOpen(whether);
    setAt(-1);
    if (!whether) typed.current = false;
  };
  const take = (option) => {
    show(false);
    onTake(option);
  };
  const key = (event) => {
    if (event.key in STEPS) {
      event.preventDefault();
      if (!open) return show(true);
      setAt((at + STEPS[event.key] + (at < 0 && event.key === "ArrowUp" ? 1 : 0) + found.length) % (found.length || 1));
    } else if (event.key === "Enter" && found[at] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Enter") {
      // It is the form's, whose answer the list would hide.
      show(false);
    } else if (event.key === "Escape" && listed) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  };
  const bring = (event) => {
    onBring?.(event, (event.clipboardData ?? event.dataTransfer).getData("text"));
    // What was taken elsewhere has been chosen.
    if (event.defaultPrevented) show(false);
  };
  const input = ({ target }) => {
    typed.current = true;
    setOpen(true);
    setAt(-1);
    onInput(target.value);
  };
  return html`<div class="combobox">
    <input ...${field} id=${id} class="mono" role="combobox" aria-autocomplete="list" aria-expanded=${listed ? "true" : "false"}
      aria-controls=${listed ? `${id}-list` : undefined} aria-activedescendant=${found[at] ? `${id}-${at}` : undefined}
      autocomplete="off" autocapitalize="off" spellcheck=${false} value=${value}
      onInput=${input} onKeyDown=${key} onPaste=${bring} onDrop=${bring} onClick=${() => show(true)} onBlur=${() => (show(false), onLeave?.())} />
    ${
      listed &&
      html`<ul class="combobox-list" role="listbox" id=${`${id}-list`} aria-label="Suggestions">
      ${found.map((option, n) => html`<${Option} id=${`${id}-${n}`} option=${option} chosen=${n === at} take=${take} />`)}
    </ul>`
    }
  </div>`;
}

function Option({ id, option, chosen, take }) {
  // The field keeps the focus, so that a press is a choice before the list goes.
  const press = (event) => (event.preventDefault(), take(option));
  const seen = (element) => chosen && element?.scrollIntoView({ block: "nearest" });
  return html`<li role="option" id=${id} aria-selected=${chosen ? "true" : "false"} ref=${seen} onMouseDown=${press}>
    <code>${option.value}</code> <span class="soft small">${option.hint}</span>
  </li>`;
}
