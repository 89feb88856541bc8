// Help with a lesson: hint, solution, and starting over, which can be taken back.

import { html, useRef, useState } from "../vendor/preact.js";
import { Code } from "./code.js";
import { Marked } from "./marked.js";

/**
 * The buttons, and what they brought; these stand apart where the code is between them.
 * @param {{app, state, tell: (sentence: string) => void}} props
 * @returns {{ buttons, brought }}
 */
export function useHelp({ app, state, tell }) {
  const { lesson } = state;
  const work = state.work[lesson.id];
  const [before, setBefore] = useState(null);
  // A solution that was shown at an earlier visit, or has been taken, is there to be opened.
  const [open, setOpen] = useState(false);
  const again = useRef(null);
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
  // The editor has it now. The focus goes on to where it can be opened again.
  const fold = () => {
    /** @type {HTMLElement} */ (document.querySelector("#solution > summary")).focus();
    setOpen(false);
  };
  if (!work) return { buttons: null, brought: null };
  const buttons = html`
    ${lesson.hint && !work.hint && html`<button class="button button-quiet" onClick=${() => reveal(app.showHint, "hint")}>Hint</button>`}
    ${
      lesson.solution &&
      !work.solution &&
      html`<button class="button button-quiet" onClick=${() => (setOpen(true), reveal(app.showSolution, "solution"))}>Show a solution</button>`
    }
    <button class="button button-quiet" ref=${again} onClick=${() => replace(app.reset)}>Start over</button>
  `;
  const brought = html`
    ${before && html`<p class="note">What you had is kept. <button class="button" onClick=${back}>Bring it back</button></p>`}
    ${
      work.hint &&
      html`<div id="hint" class="note" tabindex="-1">
      <h2 class="label">Hint</h2>
      <${Marked} text=${lesson.hint} />
    </div>`
    }
    ${
      work.solution &&
      html`<details id="solution" class="solution" tabindex="-1" open=${open} onToggle=${({ target }) => setOpen(target.open)}>
      <summary class="label">A solution</summary>
      <${Solution} app=${app} solution=${lesson.solution} replace=${replace} taken=${fold} />
    </details>`
    }
  `;
  return { buttons, brought };
}

/** Code, or requests in their order. */
function Solution({ app, solution, replace, taken }) {
  if (typeof solution === "string") {
    return html`<${Code} text=${solution} language="javascript" label="A solution" />
      <button class="button" onClick=${() => (replace(() => app.takeSolution()), taken())}>Put it into the editor</button>`;
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
