// The destination, a picture: one cell for each true row in order of updatedAt, and how it landed; rows that the API does not have come after.

import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { keysIn } from "../model/brought.js";
import { number } from "../model/words.js";
import { gridOf, Layers, pathsOf, penOf, STATES, whole } from "./cells.js";
import { cellText } from "./tie.js";
import { useWidth } from "./width.js";

/** How many rows the list of faults shows at most. */
const LISTED = 200;

/** @param {{app, state, pointed}} props `pointed` is a signal of what is pointed at: `{ cell, at }` or `{ exchange, sign }` */
export function Destination({ state, pointed }) {
  const { destination, run } = state;
  const waits = run.state === "never" || run.state === "running";
  const { truth, stream, merges, totals, strangers } = destination;
  const cells = useMemo(
    () => [...destination.cells.map((cell) => shown(cell, waits)), ...strangers],
    [destination.cells, strangers, waits],
  );
  const total = totals.landed + totals.twice + totals.stale + totals.wrongly;
  return html`
    <section class="destination panel" aria-labelledby="destination">
      <div class="evidence-head">
        <h2 id="destination" class="panel-title">Destination</h2>
        <span class="small soft grow">${stream}, ${merges ? "merged" : "appended"}</span>
        <p class="figure small" aria-hidden="true"><strong>${number(total)}</strong> of ${truth ? number(truth) : "…"}</p>
      </div>
      <${Picture} ...${{ cells, state, pointed }} />
      <div class="evidence-foot">
        <${Legend} totals=${totals} waits=${waits} />
        <${Faults} cells=${cells} />
      </div>
    </section>
  `;
}

const shown = (cell, waits) => (waits && cell.state === "missing" ? { ...cell, state: "waiting" } : cell);

/** The cells. Only the ones that changed fade in; those of the request that is pointed at stand out. */
function Picture({ cells, state, pointed }) {
  const [frame, width] = useWidth();
  const grid = useMemo(() => gridOf(cells.length, width), [cells.length, width]);
  const paths = useMemo(() => pathsOf(cells, grid), [cells, grid]);
  const changed = useChanged(cells, grid);
  const { exchange, cell, at } = pointed.value ?? {};
  const lit = useMemo(() => exchange && broughtCells(exchange, cells, state.destination), [exchange, cells]);
  const isHere = Boolean(cell) && cells[at]?.key === cell.key;
  return html`
    <div class="picture" ref=${frame} ...${usePointing({ cells, grid, state, pointed })}>
      <svg class=${lit ? "is-dim" : ""} width=${width} height=${grid.height} aria-hidden="true">
        <${Layers} name="cells-all" paths=${paths} pen=${penOf(grid)} />
        ${lit && html`<${Layers} name="cells-lit" paths=${pathsOf(cells, grid, lit)} pen=${penOf(grid)} />`}
        ${changed && html`<path key=${changed} class="cell-changed" d=${changed} />`}
        ${isHere && html`<path key="pointed" class="cell-pointed" d=${whole(at, grid)} />`}
      </svg>
    </div>
  `;
}

/** The places of the cells whose rows an answer has. Where a cell stands for several rows, it is of the first one. */
function broughtCells(exchange, cells, { stream }) {
  const keys = keysIn(exchange, stream);
  return new Set(cells.flatMap(({ key }, n) => (keys.has(key) ? [n] : [])));
}

/** A cell is pointed at by the pointer, and by the keyboard as the value of a slider is chosen. */
function usePointing({ cells, grid, state, pointed }) {
  const { cell, at = 0 } = pointed.value?.cell ? pointed.value : {};
  const choose = (n) => {
    const next = cells[n] ? { cell: cells[n], at: n } : null;
    if (next?.cell !== pointed.value?.cell) pointed.value = next;
  };
  const point = ({ offsetX, offsetY }) => {
    const [column, row] = [Math.floor(offsetX / grid.size), Math.floor(offsetY / grid.size)];
    choose(column >= 0 && column < grid.columns ? row * grid.columns + column : -1);
  };
  const move = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: grid.columns, ArrowUp: -grid.columns, Home: -at, End: cells.length - 1 - at };
    if (steps[event.key] === undefined) return;
    event.preventDefault();
    choose(Math.min(Math.max(at + steps[event.key], 0), cells.length - 1));
  };
  return {
    tabindex: 0,
    role: "slider",
    "aria-label": "Row of the picture",
    "aria-valuemin": 1,
    "aria-valuemax": Math.max(cells.length, 1),
    "aria-valuenow": Math.min(at + 1, Math.max(cells.length, 1)),
    "aria-valuetext": cell ? cellText({ cell, at }, state) : "None chosen",
    onPointerMove: point,
    onPointerLeave: () => choose(-1),
    onKeyDown: move,
    onFocus: () => cell ?? choose(0),
    onBlur: () => choose(-1),
  };
}

/** The cells that are not as they were drawn before. */
function useChanged(cells, grid) {
  const before = useRef([]);
  const changed = useMemo(() => {
    const old = before.current;
    if (old.length !== cells.length) return "";
    return cells.reduce((path, { state }, n) => (state === old[n].state ? path : path + whole(n, grid)), "");
  }, [cells]);
  useEffect(() => {
    before.current = cells;
  }, [cells]);
  return changed;
}

/** What the shapes mean, and how many rows there are of each: those that are always looked for, and those there are. */
function Legend({ totals, waits }) {
  const counts = waits ? { ...totals, waiting: totals.missing, missing: 0 } : totals;
  const always = ["landed", waits ? "waiting" : "missing"];
  const shapes = Object.keys(STATES).filter((state) => always.includes(state) || counts[state] > 0);
  const entry = (state) => html`<li key=${state}><${Key} state=${state} /><strong>${number(counts[state])}</strong> ${STATES[state]}</li>`;
  return html`<ul class="legend small">${shapes.map(entry)}</ul>`;
}

function Key({ state }) {
  const paths = useMemo(() => pathsOf([{ state }], { size: 16, columns: 1 }), [state]);
  return html`<svg width="14" height="14" aria-hidden="true"><${Layers} paths=${paths} pen="2" /></svg>`;
}

/** The same for those who do not see the picture, or want the keys. */
function Faults({ cells }) {
  const [open, setOpen] = useState(false);
  const faults = cells.filter(({ state }) => !["landed", "waiting", "removed"].includes(state));
  if (!faults.length) return null;
  const row = ({ key, updatedAt, state, times }, n) => html`<tr key=${n}>
    <td class="mono">${key}</td><td class="mono">${updatedAt}</td><td>${times > 2 ? `${number(times)} times` : STATES[state]}</td>
  </tr>`;
  return html`
    <details class="faults" onToggle=${({ target }) => setOpen(target.open)}>
      <summary class="small">List<span class="visually-hidden"> the rows that are not as they should be</span></summary>
      ${
        open &&
        html`<div class="scroll" tabindex="0" role="region" aria-label="Rows that are not as they should be">
        <table class="small">
          <thead><tr><th scope="col">Key</th><th scope="col">Updated at</th><th scope="col">State</th></tr></thead>
          <tbody>${faults.slice(0, LISTED).map(row)}</tbody>
        </table>
        ${faults.length > LISTED && html`<p class="small soft">And ${number(faults.length - LISTED)} more.</p>`}
      </div>`
      }
    </details>
  `;
}
