// The destination, a picture: one cell for each true row in order of updatedAt, and how it landed. Each state has a colour and a shape.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { prose } from "./lesson.js";

/** States of cells, in order of the legend. `waiting` is a missing row that the sync may still bring. */
const STATES = { landed: "landed", twice: "twice", stale: "stale", missing: "missing", waiting: "not landed yet" };
/** Sizes of the picture in pixels: its height where the rows have room in it, and the bounds of a cell. */
const HEIGHT = 192;
const [SMALLEST, LARGEST] = [7, 30];
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
        <p class="figure" aria-hidden="true"><strong>${total}</strong> of ${truth || "…"} rows</p>
      </div>
      <${Picture} cells=${cells} text=${sentence(state)} per=${destination.per} />
      <${Legend} cells=${cells} destination=${destination} />
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
  if (run.state === "never") return `${destination.truth} rows are at the source. None has landed yet: press Run.`;
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
        ${Object.entries(paths).map(([name, d]) => d && html`<path key=${name} class=${`cell-${name}`} d=${d} />`)}
        ${changed && html`<path key=${changed} class="cell-changed" d=${changed} />`}
        ${cell && html`<path key="pointed" class="cell-pointed" d=${square(pointed, grid, -1)} />`}
      </svg>
    </div>
    <p class="pointed small soft" aria-hidden="true">
      ${cell ? `Row ${pointed * per + 1}, key ${cell.key}, updated ${cell.updatedAt}: ${STATES[cell.state]}` : "First updated at the top left, last at the lower right."}
    </p>
  `;
}

/** An element and the width that it has. */
function useWidth() {
  const frame = useRef();
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(frame.current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}

/** The largest cells with which so many fit; where even the smallest do not, the picture grows. */
function gridOf(count, width) {
  if (!count || !width) return { size: 1, columns: 1, height: HEIGHT };
  let size = Math.min(LARGEST, Math.floor(Math.sqrt((width * HEIGHT) / count)) + 1);
  const rows = () => Math.ceil(count / Math.floor(width / size));
  while (size > SMALLEST && rows() * size > HEIGHT) size -= 1;
  return { size, columns: Math.floor(width / size), height: Math.max(HEIGHT, rows() * size) };
}

/** The outline of a cell, drawn in by so many pixels. */
function square(n, { size, columns }, inset = 0, part = 1) {
  const gap = Math.max(1, Math.round(size / 8));
  const [x, y] = [(n % columns) * size + inset, Math.floor(n / columns) * size + inset];
  const side = (size - gap - 2 * inset) * part;
  return `M${x} ${y}h${side}v${side}h${-side}z`;
}

/** A path for each layer of the picture: filled shapes and lines of all cells of a state at once. */
function pathsOf(cells, grid) {
  const paths = { waiting: "", landed: "", "twice-back": "", twice: "", "stale-line": "", stale: "", missing: "" };
  const gap = Math.max(1, Math.round(grid.size / 8));
  const side = grid.size - gap;
  cells.forEach(({ state }, n) => {
    const [x, y] = [(n % grid.columns) * grid.size, Math.floor(n / grid.columns) * grid.size];
    const outline = `M${x + 0.5} ${y + 0.5}h${side - 1}v${side - 1}h${1 - side}z`;
    const small = Math.max(3, Math.round(side * 0.62));
    if (state === "waiting") paths.waiting += outline;
    if (state === "landed") paths.landed += `M${x} ${y}h${side}v${side}h${-side}z`;
    if (state === "missing") paths.missing += `${outline}M${x + 0.5} ${y + 0.5}l${side - 1} ${side - 1}m0 ${1 - side}l${1 - side} ${side - 1}`;
    if (state === "stale") {
      paths["stale-line"] += outline;
      paths.stale += `M${x} ${y}v${side}h${side}z`;
    }
    if (state === "twice") {
      paths["twice-back"] += `M${x + side - small + 0.5} ${y + 0.5}h${small - 1}v${small - 1}h${1 - small}z`;
      paths.twice += `M${x} ${y + side - small}h${small}v${small}h${-small}z`;
    }
  });
  return paths;
}

/** The outlines of the cells that are not as they were drawn before. */
function useChanged(cells, grid) {
  const before = useRef([]);
  const changed = useMemo(() => {
    const old = before.current;
    if (old.length !== cells.length) return "";
    return cells.reduce((path, { state }, n) => (state === old[n].state ? path : path + square(n, grid)), "");
  }, [cells]);
  useEffect(() => {
    before.current = cells;
  }, [cells]);
  return changed;
}

/** What the shapes mean, and how many there are of each. */
function Legend({ cells, destination }) {
  const counts = {};
  for (const { state } of cells) counts[state] = (counts[state] ?? 0) + 1;
  const { unknown } = destination.totals;
  const named = Object.keys(STATES).filter((state) => counts[state] || !["waiting", "missing"].includes(state) || (state === "missing") === !counts.waiting);
  return html`
    <ul class="legend small">
      ${named.map((state) => html`<li key=${state}><${Key} state=${state} /><strong>${(counts[state] ?? 0) * destination.per}</strong> ${STATES[state]}</li>`)}
      ${unknown > 0 && html`<li><strong>${unknown}</strong> unknown to the source</li>`}
    </ul>
  `;
}

function Key({ state }) {
  const paths = useMemo(() => pathsOf([{ state }], { size: 16, columns: 1 }), [state]);
  return html`<svg width="14" height="14" aria-hidden="true">
    ${Object.entries(paths).map(([name, d]) => d && html`<path key=${name} class=${`cell-${name}`} d=${d} />`)}
  </svg>`;
}

/** The same for those who do not see the picture, or want the keys. */
function Faults({ cells }) {
  const [open, setOpen] = useState(false);
  const faults = cells.filter(({ state }) => !["landed", "waiting"].includes(state));
  if (!faults.length) return null;
  const row = ({ key, updatedAt, state, times }) =>
    html`<tr key=${key}><td class="mono">${key}</td><td class="mono">${updatedAt}</td><td>${times > 2 ? `${times} times` : STATES[state]}</td></tr>`;
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
