// A lesson: what it says and the task. Where there is no code to run, its checks and help stand here, too.

import { html } from "../vendor/preact.js";
import { Checks, dayOf, Next, Tick } from "./checks.js";
import { Code } from "./code.js";
import { useHelp } from "./help.js";
import { Marked } from "./marked.js";
import { useNarrow } from "./width.js";

/** @param {{app, state, tell: (sentence: string) => void}} props */
export function Lesson({ app, state, tell }) {
  const { lesson } = state;
  const narrow = useNarrow();
  return html`
    <section class="lesson" aria-labelledby="title">
      <h1 id="title">${lesson.title}</h1>
      <${Marked} key=${lesson.id} tag="div" class="lesson-text" text=${lesson.text} />
      <div class="task">
        <h2 class="label">Task</h2>
        <${Marked} text=${lesson.task} />
      </div>
      <${Passed} ...${state.work[lesson.id]} />
      ${
        lesson.python &&
        html`<details class="twin" key=${lesson.id}>
        <summary class="small">The same in Python, to read</summary>
        <${Code} text=${lesson.python} language="python" label="The same in Python" />
      </details>`
      }
      ${!lesson.start && !narrow && html`<${Judgement} ...${{ app, state, tell }} />`}
    </section>
  `;
}

/** That the lesson was done, when, and one's own code to read again. */
function Passed({ done, passed }) {
  if (!done) return null;
  const on = passed && html` on <time datetime=${passed.at}>${dayOf(passed.at)}</time>`;
  const line = html`<${Tick} state="holds" /><span>Done${on}</span>`;
  if (!passed?.code) return html`<p class="passed small">${line}</p>`;
  return html`
    <details class="passed small">
      <summary>${line}<span class="passed-own">Your solution</span></summary>
      <${Code} text=${passed.code} language="javascript" label="Your solution" />
    </details>
  `;
}

/** Checks and help of a lesson that is worked on with requests alone: beside the text, or where all stands in one column, below Send. */
export function Judgement({ app, state, tell }) {
  const { buttons, brought } = useHelp({ app, state, tell });
  return html`
    <${Checks} checks=${state.checks} />
    <${Next} state=${state} />
    <div class="help"><div class="actions">${buttons}</div>${brought}</div>
  `;
}
