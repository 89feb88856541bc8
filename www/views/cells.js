// The cells of the destination's picture: their layout, and a colour and a shape for each state.

import { html } from "../vendor/preact.js";

/** States of cells, in order of the legend. `waiting` is a missing row that the sync may still bring. */
export const STATES = {
  landed: "landed",
  twice: "twice",
  stale: "stale",
  broken: "broken",
  missing: "missing",
  deleted: "deleted, still there",
  wrongly: "taken for deleted",
  removed: "deleted",
  waiting: "not landed yet",
  unknown: "unknown to the API",
};
/** The name of a state for a single row. */
export const called = (state) =>
  ({ twice: "landed more than once", stale: "out of date", broken: "broken, a field is not the API's", removed: "deleted, and not there" })[
    state
  ] ?? STATES[state];

/** Sizes in pixels: the picture's height unless the rows need more, and the smallest and largest cell. */
const HEIGHT = 80;
const [SMALLEST, LARGEST] = [6, 32];
/** Where a pixel more or less between two cells is not seen. */
const ROOMY = 16;

/** The grid with the largest cells that fit, over the whole width. If even the smallest do not fit, the picture grows. */
export function gridOf(count, width) {
  if (!count || !width) return { size: 1, columns: 1, height: HEIGHT };
  let size = Math.min(LARGEST, Math.floor(Math.sqrt((width * HEIGHT) / count)) + 1);
  const rows = () => Math.ceil(count / Math.floor(width / size));
  while (size > SMALLEST && rows() * size > HEIGHT) size -= 1;
  const columns = Math.floor(width / size);
  const pitch = size < ROOMY || count < columns ? size : width / columns;
  return { size: pitch, columns, height: Math.max(HEIGHT, Math.ceil(rows() * pitch)) };
}

/** Position, size and line width of a cell, in whole pixels, so that edges are sharp. */
function placeOf(n, { size, columns }) {
  return {
    x: Math.round((n % columns) * size),
    y: Math.round(Math.floor(n / columns) * size),
    side: Math.floor(size) - Math.min(4, Math.max(1, Math.round(size / 8))),
    pen: penOf({ size }),
  };
}

export const penOf = ({ size }) => (size >= 14 ? 2 : 1);

const box = (x, y, side) => `M${x} ${y}h${side}v${side}h${-side}z`;

const cross = (x, y, side) => `M${x} ${y}l${side} ${side}m0 ${-side}l${-side} ${side}`;

const diamond = (x, y, side) => `M${x + side / 2} ${y}l${side / 2} ${side / 2}l${-side / 2} ${side / 2}l${-side / 2} ${-side / 2}z`;

/** A bar through the middle. */
const bar = (x, y, side) => {
  const thick = Math.max(2, Math.round(side / 4));
  return `M${x} ${y + (side - thick) / 2}h${side}v${thick}h${-side}z`;
};

const point = (x, y, side) => {
  const small = Math.max(2, Math.round(side / 4));
  return box(x + (side - small) / 2, y + (side - small) / 2, small);
};

/** The outline of a cell whose line, as thick as the pen, stays within it. */
const ring = (x, y, side, pen) => box(x + pen / 2, y + pen / 2, side - pen);

/** The drawing of each state: a path per layer. */
const SHAPES = {
  waiting: ({ x, y, side }) => ({ waiting: ring(x, y, side, 1) }),
  landed: ({ x, y, side }) => ({ landed: box(x, y, side) }),
  missing: ({ x, y, side, pen }) => ({ missing: ring(x, y, side, pen) + cross(x + 1, y + 1, side - 2) }),
  stale: ({ x, y, side, pen }) => ({ "stale-line": ring(x, y, side, pen), stale: `M${x} ${y}v${side}h${side}z` }),
  twice: ({ x, y, side, pen }) => {
    const small = Math.max(3, Math.round(side * 0.64));
    return { "twice-line": ring(x + side - small, y, small, pen), twice: box(x, y + side - small, small) };
  },
  // A cell with a gap through its middle.
  broken: ({ x, y, side }) => {
    const half = Math.max(1, Math.floor(side * 0.36));
    return { broken: `M${x} ${y}h${side}v${half}h${-side}zM${x} ${y + side - half}h${side}v${half}h${-side}z` };
  },
  unknown: ({ x, y, side }) => ({ unknown: diamond(x, y, side) }),
  // An outline that is crossed out by a bar, its inverse, and what is left of either: a point.
  deleted: ({ x, y, side, pen }) => ({ "deleted-line": ring(x, y, side, pen), deleted: bar(x, y, side) }),
  wrongly: ({ x, y, side }) => ({ wrongly: `M${x} ${y}h${side}l${-side / 2} ${side}z` }),
  removed: ({ x, y, side }) => ({ removed: point(x, y, side) }),
};

/** A path for each layer of the picture: the shapes of all cells of a state at once. `among` are the places of those to draw. */
export function pathsOf(cells, grid, among) {
  const paths = {};
  cells.forEach(({ state }, n) => {
    if (among && !among.has(n)) return;
    for (const [layer, path] of Object.entries(SHAPES[state](placeOf(n, grid)))) paths[layer] = (paths[layer] ?? "") + path;
  });
  // Later layers cover earlier ones.
  return Object.entries(paths).sort(([one], [other]) => Number(other.includes("line")) - Number(one.includes("line")));
}

/** All layers, with lines as thick as the grid's cells allow. */
export const Layers = ({ paths, pen, name }) =>
  html`<g class=${name} stroke-width=${pen}>${paths.map(([layer, d]) => html`<path key=${layer} class=${`cell-${layer}`} d=${d} />`)}</g>`;

/** All layers of a cell. */
export const whole = (n, grid) => SHAPES.landed(placeOf(n, grid)).landed;
