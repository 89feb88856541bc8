// JSON as a collapsible tree. Closed nodes are not rendered and long lists are rendered in parts, so that a large body does not block the page.

import { html, useState } from "../vendor/preact.js";
import { count, number } from "../model/words.js";

/** Children shown at first, and added by each press. */
const FIRST = 50;
const MORE = 200;
/** Largest number of characters shown of a closed value. */
const PREVIEW = 200;

/** `depth` counts from 0 at the root; `first` is whether it is its parent's first child. */
export function Tree({ name, value, depth = 0, first = true, last = true }) {
  const isList = Array.isArray(value);
  const size = value && typeof value === "object" ? (isList ? value.length : Object.keys(value).length) : 0;
  const [open, setOpen] = useState(depth < 2 || (first && depth === 2));
  const [shown, setShown] = useState(FIRST);
  const key = name === undefined ? null : html`<span class="token property">${JSON.stringify(name)}</span>: `;
  const comma = last ? "" : ",";
  if (!size) return html`<div class="tree-leaf">${key}<${Scalar} value=${value} />${comma}</div>`;
  const [from, to] = isList ? "[]" : "{}";
  return html`<details class="tree" open=${open} onToggle=${({ target }) => setOpen(target.open)}>
    <summary>${key}${from}${open ? null : html`<span class="soft">${preview(value)}</span>${to}${comma}`} ${
      isList && html`<span class="tree-size soft">${count(size, "element")}</span>`
    }</summary>
    ${
      open &&
      html`<div class="tree-children">${children(value, shown, depth + 1)}
      ${
        shown < size &&
        html`<button type="button" class="button" onClick=${() => setShown(shown + MORE)}>
        Show ${Math.min(MORE, size - shown)} more of ${number(size - shown)}</button>`
      }
    </div>${to}${comma}`
    }
  </details>`;
}

function children(value, shown, depth) {
  const isList = Array.isArray(value);
  const keys = isList ? value.slice(0, shown) : Object.keys(value);
  const end = (isList ? value.length : keys.length) - 1;
  return keys.slice(0, shown).map((each, n) => {
    const child = isList ? { value: each } : { name: each, value: value[each] };
    return html`<${Tree} key=${n} ...${child} depth=${depth} first=${n === 0} last=${n === end} />`;
  });
}

function Scalar({ value }) {
  const type = value === null ? "null" : typeof value;
  return html`<span class=${`token ${type}`}>${JSON.stringify(value)}</span>`;
}

/** The beginning of what a closed value holds; the line is cut where it ends. */
const preview = (value) =>
  JSON.stringify(Array.isArray(value) ? value.slice(0, PREVIEW) : value)
    .slice(1, -1)
    .slice(0, PREVIEW);
