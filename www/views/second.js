// The hidden second run, small: its picture below the row that says how it went.

import { html, useMemo } from "../vendor/preact.js";
import { Layers, pathsOf, penOf } from "./cells.js";
import { useWidth } from "./width.js";

/** The side of a cell in pixels. */
const SIDE = 6;

/** @param {{ second: import("../model/second.js").Outcome }} props */
export function Second({ second }) {
  const [frame, width] = useWidth();
  const { cells = [], strangers = [] } = second?.destination ?? {};
  const columns = Math.max(Math.floor(width / SIDE), 1);
  const grid = { size: SIDE, columns };
  const all = useMemo(() => [...cells, ...strangers], [cells, strangers]);
  const paths = useMemo(() => pathsOf(all, grid), [all, columns]);
  return html`
    <div class="second" ref=${frame} hidden=${!all.length}>
      <svg width=${width} height=${Math.ceil(all.length / columns) * SIDE} aria-hidden="true">
        <${Layers} paths=${paths} pen=${penOf(grid)} />
      </svg>
    </div>
  `;
}
