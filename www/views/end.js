// The last page: what a connector can handle after the lessons, and what to do next.

import { html } from "../vendor/preact.js";
import { parts } from "../lessons/parts.js";
import { counted, doneOf, inParts } from "../model/course.js";
import { isSandbox } from "../model/settings.js";
import { Tick } from "./checks.js";
import { Code } from "./code.js";

/** Three habits at once, for the sandbox. */
const THREE = { records: "500", rate_limit: "true", capacity: "5", short_pages: "true", past_end: "repeat" };
const CHECK = `playground start --seed demo --anchor 2026-01-01T00:00:00Z
playground check landed.csv --settings seed=demo,anchor=2026-01-01T00:00:00Z`;

/** @param {{app, state}} props */
export function End({ app, state }) {
  const { lessons, work } = state;
  const [all, done] = [counted(lessons).length, doneOf(lessons, work)];
  const allAtOnce = () => {
    app.openLesson(lessons.find(isSandbox).id);
    app.setSettings(THREE);
  };
  const title = done === all ? `All ${all}: your connector survives` : `${done} of ${all} done`;
  return html`
    <section class="end" aria-labelledby="end-title">
      <h1 id="end-title">${title}</h1>
      ${done < all && html`<p class="soft">What is open has a ring. Each lesson adds one thing that a connector has to survive.</p>`}
      <div class="end-parts">
        ${inParts(counted(lessons), parts).map((part) => html`<${Part} key=${part.id} ...${part} work=${work} />`)}
      </div>
      <h2>What next</h2>
      <ol class="end-next">
        <li>
          <h3>All at once</h3>
          <p>500 rows, behind a limit, in short pages, from an API that repeats its last page forever. In the sandbox, write one sync that
            brings each row once.</p>
          <button class="button button-primary" onClick=${allAtOnce}>Open the sandbox with these settings</button>
        </li>
        <li>
          <h3>Your own connector</h3>
          <p>Start the same API on your machine, point your connector at it, and let the checker say what of the rows it wrote is missing, double
            or out of date.</p>
          <${Code} text=${CHECK} language="shell" label="Commands" />
        </li>
        <li>
          <h3>Keep what you wrote</h3>
          <p>Each lesson that is done has your solution to read again. “Export progress” in the menu takes all of it along as a file.</p>
        </li>
      </ol>
    </section>
  `;
}

function Part({ title, lessons, work }) {
  return html`<section>
    <h2 class="label">${title}</h2>
    <ul class="end-lessons">
      ${lessons.map(({ id, title: name }) => html`<li key=${id}><${Tick} state=${work[id]?.done ? "holds" : "open"} /><a href=${`#/${id}`}>${name}</a></li>`)}
    </ul>
  </section>`;
}
