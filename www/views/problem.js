// What went wrong in a run, as compilers tell it: line and fault, what came before it, and what to do; and what was seen of a run that ended.

import { html } from "../vendor/preact.js";
import { prose } from "./prose.js";

/** @param {{ problem: import("../model/problem.js").Problem }} props */
export function Problem({ problem: { line, what, came, help, beside } }) {
  return html`
    <div id="run-error" class="note note-bad problem">
      <p><strong>${line && `Line ${line}: `}${prose(what)}</strong></p>
      ${came && html`<p>${prose(came)}</p>`}
      ${help && html`<p>${prose(help)}</p>`}
      ${
        beside?.javascript &&
        html`<dl class="in-javascript mono">
        <dt>Python</dt><dd>${beside.python}</dd>
        <dt>JavaScript</dt><dd>${beside.javascript}</dd>
      </dl>`
      }
    </div>
  `;
}

/** What was seen; a guess is said to be one. @param {{ diagnosis: { text: string, isGuess: boolean } }} props */
export const Diagnosis = ({ diagnosis: { text, isGuess } }) =>
  html`<span class="diagnosis">${isGuess && "A guess, from the rows alone: "}${prose(text)}</span>`;
