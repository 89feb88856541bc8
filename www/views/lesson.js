// A lesson: what it says, the task, its checks, and help.

import { html, useRef, useState } from "../vendor/htm-preact.js";
import { Code } from "./code.js";

/** What a check's state is called. */
const STATES = { open: "not yet", fails: "not yet", holds: "done" };

/** @param {{app, state, tell: (sentence: string) => void, work?: object}} props `work` is what stands below the task, if anything does */
export function Lesson({ app, state, tell, work }) {
  const { lesson, lessons, checks } = state;
  const next = lessons[lessons.indexOf(lesson) + 1];
  const done = checks.length > 0 && checks.every((check) => check.state === "holds");
  const text = lesson.text.map((paragraph) => html`<p>${prose(paragraph)}</p>`);
  return html`
    <section class="lesson" aria-labelledby="title">
      <h1 id="title">${lesson.title}</h1>
      ${!work && text}
      <div class="task">
        <h2 class="label">Task</h2>
        <p>${prose(lesson.task)}</p>
      </div>
      ${work}
      ${checks.length > 0 &&
      html`<h2 class="label">Checks</h2>
        <ul class="checks">${checks.map((check) => html`<${Check} key=${check.id} ...${check} />`)}</ul>`}
      ${done && next && html`<p class="done">Done. <a class="button button-primary" href=${`#/${next.id}`}>Next: ${next.title}</a></p>`}
      ${work && text}
      <${Help} app=${app} state=${state} tell=${tell} />
    </section>
  `;
}

function Check({ text, state, why }) {
  return html`
    <li class=${`check check-${state}`}>
      <${Tick} state=${state} />
      <div class="grow">${prose(text)}${why && html`<p class="why small">${prose(why)}</p>`}</div>
      <span class="check-state small">${STATES[state]}</span>
    </li>
  `;
}

/** A ring while something is open, a cross in it when it fails, a tick when it is done. */
export function Tick({ state }) {
  const marks = { holds: "M5 8.2l2.2 2.3L11.2 6", fails: "M5.8 5.8l4.4 4.4m0-4.4l-4.4 4.4" };
  return html`
    <svg class=${`tick tick-${state}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.75" />${marks[state] && html`<path d=${marks[state]} />`}
    </svg>
  `;
}

/** Hint, solution, and starting over, which can be taken back. */
function Help({ app, state, tell }) {
  const { lesson } = state;
  const work = state.work[lesson.id];
  const [before, setBefore] = useState(null);
  const again = useRef();
  const replace = (action) => {
    setBefore({ code: work.code, request: work.request });
    action();
  };
  const back = () => {
    if (lesson.start) app.setCode(before.code);
    app.setRequest(before.request);
    setBefore(null);
    again.current.focus();
    tell("What you had is back.");
  };
  // The pressed button goes away, and the focus goes on to what it brought.
  const reveal = (action, id) => {
    action();
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  if (!work) return null;
  return html`
    <div class="help">
      <div class="actions">
        ${lesson.hint && !work.hint && html`<button class="button" onClick=${() => reveal(app.showHint, "hint")}>Hint</button>`}
        ${lesson.solution &&
        !work.solution &&
        html`<button class="button" onClick=${() => reveal(app.showSolution, "solution")}>Show a solution</button>`}
        <button class="button button-quiet" ref=${again} onClick=${() => replace(app.reset)}>Start over</button>
      </div>
      ${before && html`<p class="note">What you had is kept. <button class="button" onClick=${back}>Bring it back</button></p>`}
      ${work.hint &&
      html`<div id="hint" class="note" tabindex="-1">
        <h2 class="label">Hint</h2>
        <p>${prose(lesson.hint)}</p>
      </div>`}
      ${work.solution &&
      html`<div id="solution" class="solution" tabindex="-1">
        <h2 class="label">A solution</h2>
        <${Solution} app=${app} solution=${lesson.solution} replace=${replace} />
      </div>`}
    </div>
  `;
}

/** Code, or requests in their order. */
function Solution({ app, solution, replace }) {
  if (typeof solution === "string") {
    return html`<${Code} text=${solution} language="javascript" label="A solution" />
      <button class="button" onClick=${() => replace(() => app.takeSolution())}>Put it into the editor</button>`;
  }
  return [solution].flat().map(
    (draft, n) => html`<${Code} text=${written(draft)} label="A request" />
      <button class="button" onClick=${() => replace(() => app.takeSolution(n))}>Put it into the request bar</button>`,
  );
}

/** A draft in one line. */
function written({ method, path, query }) {
  const pairs = query.map(({ name, value }) => `${name}=${value}`);
  return `${method} ${path}${pairs.length ? "?" : ""}${pairs.join("&")}`;
}

/** Text with what stands between backticks as code, and between asterisks emphasised. */
export function prose(text) {
  return text.split(/(`[^`]+`|\*\w[^*]*\*)/).map((part, n) => {
    if (n % 2 === 0) return part;
    const inner = part.slice(1, -1);
    return part[0] === "`" ? html`<code>${inner}</code>` : html`<strong>${inner}</strong>`;
  });
}
