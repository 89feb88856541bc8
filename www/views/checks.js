// The list of a lesson's checks with their states.

import { html } from "../vendor/preact.js";
import { isAllDone } from "../model/course.js";
import { isSandbox } from "../model/settings.js";
import { prose } from "./prose.js";

/** The name of a check's state. */
const STATES = { open: "not yet", fails: "failed", holds: "done" };

export function Checks({ checks }) {
  if (!checks.length) return null;
  return html`<h2 class="label">Checks</h2>
    <ul class="checks">${checks.map((check) => html`<${Check} key=${check.id} ...${check} />`)}</ul>`;
}

function Check({ text, state, why }) {
  return html`
    <li class=${`check check-${state}`}>
      <${Tick} state=${state} />
      <p class="grow">${prose(text)} ${why && html`<span class="why">${prose(why)}</span>`}</p>
      <span class="check-state small">${STATES[state]}</span>
    </li>
  `;
}

/** An icon: a ring for open, a ring with a cross for failed, a tick for done. */
export function Tick({ state }) {
  const marks = { holds: "M5 8.2l2.2 2.3L11.2 6", fails: "M5.8 5.8l4.4 4.4m0-4.4l-4.4 4.4" };
  return html`
    <svg class=${`tick tick-${state}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.75" />${marks[state] && html`<path d=${marks[state]} />`}
    </svg>
  `;
}

/** "30 November 2026" */
export const dayOf = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

export const areDone = (checks) => checks.length > 0 && checks.every(({ state }) => state === "holds");

/** The link onwards once all checks pass: to the next lesson, or after the last one to the summary. */
export function Next({ state }) {
  const { lesson, lessons, checks, work, run } = state;
  const { code, passed } = work[lesson.id];
  const next = lessons[lessons.indexOf(lesson) + 1];
  if (!areDone(checks) || !next) return null;
  const [place, text] =
    isSandbox(next) && isAllDone(lessons, work) ? ["end", "All lessons are done: what next?"] : [next.id, `Next: ${next.title}`];
  // The code in the editor may differ from the code that passed.
  const isOfThen = run.state === "never" && passed?.code && passed.code !== code;
  const done = isOfThen ? `Done on ${dayOf(passed.at)}, with your solution of then.` : "Done.";
  return html`<p class="done">${done} <a class="button button-primary" href=${`#/${place}`}>${text}</a></p>`;
}
