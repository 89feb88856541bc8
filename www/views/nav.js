// The list of lessons in their parts, with what is done. On narrow windows it folds away below the header.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { parts } from "../lessons/parts.js";
import { counted, doneOf, inParts, isAllDone } from "../model/course.js";
import { Tick } from "./checks.js";

/** @param {{app, state}} props */
export function Nav({ state }) {
  const { lessons, lesson, work, view } = state;
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const [all, done] = [counted(lessons).length, doneOf(lessons, work)];
  // Another lesson is what it was opened for.
  useEffect(() => setOpen(false), [lesson.id, view]);
  const closes = ({ key }) => key === "Escape" && open && (setOpen(false), button.current.focus());
  const entry = (one) =>
    html`<${Entry} key=${one.id} ...${one} current=${view === "lesson" && one === lesson} done=${work[one.id]?.done} />`;
  return html`
    <nav class=${open ? "nav nav-open" : "nav"} aria-label="Lessons" onKeyDown=${closes}>
      <button class="nav-button button" aria-expanded=${open} aria-controls="lessons" ref=${button} onClick=${() => setOpen(!open)}>
        Lessons
      </button>
      <p class="nav-progress small soft">
        <progress max=${all} value=${done} aria-label="Lessons done"></progress>
        ${done} of ${all} done
      </p>
      <div id="lessons" class="nav-list">
        ${inParts(lessons, parts).map((part) => html`<${Part} key=${part.id} ...${part} work=${work} entry=${entry} />`)}
        ${
          isAllDone(lessons, work) &&
          html`<p class="nav-part"><a class="nav-link nav-end" href="#/end" aria-current=${view === "end" ? "page" : null}>
          What you can do now</a></p>`
        }
      </div>
    </nav>
  `;
}

/** A part: its title and how much of it is done; what it is about is there for those who look at it. */
function Part({ id, title, text, lessons, work, entry }) {
  const list = html`<ol class="nav-lessons" aria-labelledby=${title ? `part-${id}` : null}>${lessons.map(entry)}</ol>`;
  if (!title) return html`<div class="nav-part">${list}</div>`;
  const done = lessons.filter((one) => work[one.id]?.done).length;
  return html`<div class="nav-part">
    <h2 class="nav-title" id=${`part-${id}`}>${title} <span class="nav-count soft">${done}/${lessons.length}</span></h2>
    <p class="nav-text soft">${text}</p>
    ${list}
  </div>`;
}

function Entry({ id, title, current, done }) {
  return html`
    <li>
      <a class="nav-link" href=${`#/${id}`} aria-current=${current ? "page" : null}>
        ${done ? html`<${Tick} state="holds" />` : html`<span class="nav-dot" aria-hidden="true"></span>`}
        <span>${title}</span>${done && html`<span class="visually-hidden"> (done)</span>`}
      </a>
    </li>
  `;
}
