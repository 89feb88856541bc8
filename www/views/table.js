// The list of an answer as a table: rows to read. What stands beside the list, such as the next link, comes first.

import { html, useState } from "../vendor/preact.js";
import { listOf } from "../model/exchange.js";
import { number } from "../model/words.js";

/** Rows shown at first and more by each press, characters of a cell that are written, and rows that say what columns there are. */
const ROWS = 50;
const LONGEST = 200;
const LOOKED_AT = 20;

/**
 * The list of a body, if it is one or has one, and the members beside it; null where there is none with objects in it.
 * @returns {{ list: object[], beside: [string, unknown][] } | null}
 */
export function listIn(body) {
  const members = Array.isArray(body) ? [] : Object.entries(body ?? {});
  const list = listOf(body);
  const isTable = list?.length > 0 && list.every((row) => row && typeof row === "object" && !Array.isArray(row));
  return isTable ? { list, beside: members.filter(([, value]) => value !== list) } : null;
}

export function Table({ list, beside }) {
  const [shown, setShown] = useState(ROWS);
  const columns = [...new Set(list.slice(0, LOOKED_AT).flatMap((row) => Object.keys(row)))];
  return html`
    ${
      beside.length > 0 &&
      html`<dl class="beside mono">
      ${beside.map(([name, value]) => html`<div><dt>${name}</dt><dd>${text(value)}</dd></div>`)}
    </dl>`
    }
    <div class="answer-table" tabindex="0" role="region" aria-label="Rows of the answer">
      <table>
        <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${list.slice(0, shown).map((row) => html`<tr>${columns.map((name) => html`<td>${text(row[name])}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
    ${
      shown < list.length &&
      html`<button type="button" class="button" onClick=${() => setShown(shown + ROWS * 4)}>
      Show more of ${number(list.length)} rows</button>`
    }`;
}

const text = (value) => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value)).slice(0, LONGEST);
