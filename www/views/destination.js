// The destination, a picture: one cell for each true row in order of updatedAt, and how it landed. Each state has a colour and a shape.

import { html, useEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { number } from "../model/words.js";
import { prose } from "./lesson.js";
import { useWidth } from "./width.js";

/** States of cells, in order of the legend. `waiting` is a missing row that the sync may still bring. */
const STATES = { landed: "landed", twice: "twice", stale: "stale", missing: "missing", waiting: "not landed yet" };
/** Sizes of the picture in pixels: its height where the rows have room in it, and the bounds of a cell. */
const HEIGHT = 192;
const [SMALLEST, LARGEST] = [7, 80];
/** How many rows the list of faults shows at most. */
const LISTED = 200;

/** @param {{app, state}} props */
export function Destination({ state }) {
  const { destination, run } = state;
  const waits = run.state === "never" || run.state === "running";
  const cells = useMemo(() => destination.cells.map((cell) => shown(cell, waits)), [destination.cells, waits]);
  const { truth, stream, merges, verdict, totals } = destination;
  const total = totals.landed + totals.twice + totals.stale;
  return html`
    <section class="destination panel" aria-labelledby="destination">
      <div class="destination-head">
        <h2 id="destination" class="panel-title">Destination</h2>
        <span class="small soft grow">${stream}, ${merges ? "merged by key" : "each row appended"}</span>
        <p class="figure" aria-hidden="true"><strong>${number(total)}</strong> of ${truth ? number(truth) : "…"} rows</p>
      </div>
      <${Picture} cells=${cells} text=${sentence(state)} per=${destination.per} />
      <${Legend} totals=${totals} waits=${waits} />
      <p class="totals">${sentence(state)}</p>
      ${destination.problem && html`<p class="note note-warn">${destination.problem}</p>`}
      ${!waits && verdict?.hint && html`<p class="note">${prose(verdict.hint)}</p>`}
      <${Faults} cells=${cells} />
    </section>
  `;
}

const shown = (cell, waits) => (waits && cell.state === "missing" ? { ...cell, state: "waiting" } : cell);

function sentence({ destination, run, server }) {
  if (!destination.truth) return server.state === "starting" ? "The playground is starting." : "Nothing to compare with yet.";
  if (run.state === "never") return `${number(destination.truth)} rows are in the API. None has landed yet: press Run.`;
  return destination.sentence;
}

/** The cells. Only the ones that changed fade in. */
function Picture({ cells, text, per }) {
  const [frame, width] = useWidth();
  const [pointed, setPointed] = useState(null);
  const grid = useMemo(() => gridOf(cells.length, width), [cells.length, width]);
  const paths = useMemo(() => pathsOf(cells, grid), [cells, grid]);
  const changed = useChanged(cells, grid);
  const point = ({ offsetX, offsetY }) => {
    const [column, row] = [Math.floor(offsetX / grid.size), Math.floor(offsetY / grid.size)];
    setPointed(column < grid.columns ? row * grid.columns + column : null);
  };
  const cell = cells[pointed];
  return html`
    <div class="picture" ref=${frame} onPointerMove=${point} onPointerLeave=${() => setPointed(null)}>
      <svg role="img" aria-label=${text} width=${width} height=${grid.height}>
        <${Layers} paths=${paths} pen=${placeOf(0, grid).pen} />
        ${changed && html`<path key=${changed} class="cell-changed" d=${changed} />`}
        ${cell && html`<path key="pointed" class="cell-pointed" d=${whole(pointed, grid)} />`}
      </svg>
    </div>
    <p class="pointed small soft" aria-hidden="true">
      ${cell ? named(cell, pointed, per) : "First updated at the top left, last at the lower right."}
    </p>
  `;
}

function named({ key, updatedAt, state }, n, per) {
  const rows = per > 1 ? `Rows ${n * per + 1} to ${(n + 1) * per}, from` : `Row ${n + 1},`;
  return `${rows} key ${key}, updated ${updatedAt}: ${STATES[state]}`;
}

/** Where a pixel more or less between two cells is not seen. */
const ROOMY = 16;

/** The largest cells with which so many fit, over the whole width; where even the smallest do not, the picture grows. */
function gridOf(count, width) {
  if (!count || !width) return { size: 1, columns: 1, height: HEIGHT };
  let size = Math.min(LARGEST, Math.floor(Math.sqrt((width * HEIGHT) / count)) + 1);
  const rows = () => Math.ceil(count / Math.floor(width / size));
  while (size > SMALLEST && rows() * size > HEIGHT) size -= 1;
  const columns = Math.floor(width / size);
  const pitch = size < ROOMY || count < columns ? size : width / columns;
  return { size: pitch, columns, height: Math.max(HEIGHT, Math.ceil(rows() * pitch)) };
}

/** Where a cell stands, how long its sides are, and how thick the lines of its state are; in whole pixels, so that edges are sharp. */
function placeOf(n, { size, columns }) {
  return {
    x: Math.round((n % columns) * size),
    y: Math.round(Math.floor(n / columns) * size),
    side: Math.floor(size) - Math.min(4, Math.max(1, Math.round(size / 8))),
    pen: size >= 14 ? 2 : 1,
  };
}

const box = (x, y, side) => `M${x} ${y}h${side}v${side}h${-side}z`;

const cross = (x, y, side) => `M${x} ${y}l${side} ${side}m0 ${-side}l${-side} ${side}`;

/** The outline of a cell whose line, as thick as the pen, stays within it. */
const ring = (x, y, side, pen) => box(x + pen / 2, y + pen / 2, side - pen);

/** How each state is drawn: a path for each layer of it. */
const SHAPES = {
  waiting: ({ x, y, side }) => ({ waiting: ring(x, y, side, 1) }),
  landed: ({ x, y, side }) => ({ landed: box(x, y, side) }),
  missing: ({ x, y, side, pen }) => ({ missing: ring(x, y, side, pen) + cross(x + 1, y + 1, side - 2) }),
  stale: ({ x, y, side, pen }) => ({ "stale-line": ring(x, y, side, pen), stale: `M${x} ${y}v${side}h${side}z` }),
  twice: ({ x, y, side, pen }) => {
    const small = Math.max(3, Math.round(side * 0.64));
    return { "twice-line": ring(x + side - small, y, small, pen), twice: box(x, y + side - small, small) };
  },
};

/** A path for each layer of the picture: the shapes of all cells of a state at once. */
function pathsOf(cells, grid) {
  const paths = {};
  cells.forEach(({ state }, n) => {
    for (const [layer, path] of Object.entries(SHAPES[state](placeOf(n, grid)))) paths[layer] = (paths[layer] ?? "") + path;
  });
  // What is drawn later lies above.
  return Object.entries(paths).sort(([one], [other]) => other.includes("line") - one.includes("line"));
}

/** All layers, with lines as thick as the grid's cells allow. */
const Layers = ({ paths, pen }) =>
  html`<g stroke-width=${pen}>${paths.map(([layer, d]) => html`<path key=${layer} class=${`cell-${layer}`} d=${d} />`)}</g>`;

/** All of a cell. */
const whole = (n, grid) => SHAPES.landed(placeOf(n, grid)).landed;

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

/** What the shapes mean, and how many rows there are of each. */
function Legend({ totals, waits }) {
  const { unknown, missing } = totals;
  const counts = waits ? { ...totals, waiting: missing } : totals;
  const shapes = ["landed", "twice", "stale", waits ? "waiting" : "missing"];
  const entry = (state) => html`<li key=${state}><${Key} state=${state} /><strong>${number(counts[state])}</strong> ${STATES[state]}</li>`;
  return html`
    <ul class="legend small">
      ${shapes.map(entry)}
      ${unknown > 0 && html`<li><strong>${unknown}</strong> unknown to the API</li>`}
    </ul>
  `;
}

function Key({ state }) {
  const paths = useMemo(() => pathsOf([{ state }], { size: 16, columns: 1 }), [state]);
  return html`<svg width="14" height="14" aria-hidden="true"><${Layers} paths=${paths} pen="2" /></svg>`;
}

/** The same for those who do not see the picture, or want the keys. */
function Faults({ cells }) {
  const [open, setOpen] = useState(false);
  const faults = cells.filter(({ state }) => !["landed", "waiting"].includes(state));
  if (!faults.length) return null;
  const row = ({ key, updatedAt, state, times }) => html`<tr key=${key}>
    <td class="mono">${key}</td><td class="mono">${updatedAt}</td><td>${times > 2 ? `${times} times` : STATES[state]}</td>
  </tr>`;
  return html`
    <details class="faults" onToggle=${({ target }) => setOpen(target.open)}>
      <summary class="small">List the rows that are missing, twice or stale</summary>
      ${open &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Rows that are not as they should be">
        <table class="small">
          <thead><tr><th scope="col">Key</th><th scope="col">Updated at</th><th scope="col">State</th></tr></thead>
          <tbody>${faults.slice(0, LISTED).map(row)}</tbody>
        </table>
        ${faults.length > LISTED && html`<p class="small soft">And ${faults.length - LISTED} more.</p>`}
      </div>`}
    </details>
  `;
}
