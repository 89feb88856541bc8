// The list of lessons, with what is done. On narrow windows it folds away below the header.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { Tick } from "./lesson.js";

/** @param {{app, state}} props */
export function Nav({ state }) {
  const { lessons, lesson, work, view } = state;
  const [open, setOpen] = useState(false);
  const button = useRef();
  const counted = lessons.filter(({ checks }) => checks.length);
  const done = counted.filter(({ id }) => work[id]?.done).length;
  // Another lesson is what it was opened for.
  useEffect(() => setOpen(false), [lesson.id, view]);
  const escape = ({ key }) => key === "Escape" && open && (setOpen(false), button.current.focus());
  return html`
    <nav class=${open ? "nav nav-open" : "nav"} aria-label="Lessons" onKeyDown=${escape}>
      <button class="nav-button button" aria-expanded=${open} aria-controls="lessons" ref=${button} onClick=${() => setOpen(!open)}>
        Lessons
      </button>
      <p class="nav-progress small soft">
        <progress max=${counted.length} value=${done} aria-label="Lessons done"></progress>
        ${done} of ${counted.length} done
      </p>
      <ol id="lessons" class="nav-list">
        ${lessons.map((one) => {
          const current = view === "lesson" && one === lesson;
          return html`<${Entry} key=${one.id} ...${one} current=${current} done=${work[one.id]?.done} />`;
        })}
      </ol>
    </nav>
  `;
}

function Entry({ id, title, current, done }) {
  return html`
    <li>
      <a class="nav-link" href=${`#/${id}`} aria-current=${current ? "page" : null}>
        <${Tick} state=${done ? "holds" : "open"} /><span>${title}</span>${done && html`<span class="visually-hidden"> (done)</span>`}
      </a>
    </li>
  `;
}
