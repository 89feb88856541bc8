// The line that ties picture and timeline together: what is known of the cell or the bar that is pointed at, or has the focus.

import { html } from "../vendor/preact.js";
import { broughtBy, changedIn, keysIn, nameOf } from "../model/brought.js";
import { count, number } from "../model/words.js";
import { called } from "./cells.js";
import { duration } from "./lane.js";

/** How many requests that brought a row are named. */
const NAMED = 4;
/** What a request is that was made before and failed. */
export const TRIES = { again: "again, at once", retry: "a retry" };
const IDLE = "Point at a cell or a bar, or go there by Tab and arrows: it says which request brought which rows.";

/** `pointed` is a signal of `{ cell, at }` or `{ exchange, sign }`. */
export function Tie({ state, pointed }) {
  return html`<p id="tie" class="tie small soft">${told(pointed.value, state) ?? IDLE}</p>`;
}

function told(what, state) {
  if (what?.cell) return cellText(what, state);
  return state.exchanges.includes(what?.exchange) ? barText(what, state) : null;
}

/** "Row 5, key 12, updated 2026-…: landed; came with request 1, again with request 3." */
export function cellText({ cell, at }, { destination: { per, stream }, exchanges }) {
  const { key, updatedAt, state } = cell;
  if (state === "unknown") return `A row that the API does not have, key ${key}: ${came(cell, { exchanges, stream })}.`;
  const rows = per > 1 ? `Rows ${number(at * per + 1)} to ${number((at + 1) * per)}, from` : `Row ${number(at + 1)},`;
  return `${rows} key ${key}, updated ${updatedAt}: ${called(state)}; ${came(cell, { exchanges, stream })}.`;
}

function came({ key, times }, of) {
  const by = broughtBy(key, of);
  if (!by.length) return times ? "no answer has it as it stands" : "no request brought it";
  const names = by.map((exchange) => nameOf(exchange, of.exchanges));
  const shown = names.slice(0, NAMED).join(", again with ");
  const more = names.length > NAMED ? ` and ${number(names.length - NAMED)} more` : "";
  return `came with ${shown}${more}${times ? "" : ", and did not land"}`;
}

/** "Request 3: GET /path, status 200, 4 ms, 20 rows; 5 of them had come before." */
function barText({ exchange, sign }, { destination: { stream }, exchanges }) {
  const { method, path, status, started, ended, rows } = exchange;
  const name = nameOf(exchange, exchanges);
  const parts = [`${method} ${path}`, status ? `status ${status}` : "no answer", duration(ended - started)];
  if (rows !== null) parts.push(count(rows, "row"));
  if (sign) parts.push(TRIES[sign]);
  return `${name[0].toUpperCase()}${name.slice(1)}: ${parts.join(", ")}${before(exchange, { stream, exchanges })}.`;
}

function before(exchange, { stream, exchanges }) {
  const keys = [...keysIn(exchange, stream).keys()];
  const earlier = exchanges.slice(0, exchanges.indexOf(exchange)).filter(({ by, sync }) => by === "sync" && sync === exchange.sync);
  const again = keys.filter((key) => earlier.some((other) => keysIn(other, stream).has(key))).length;
  if (!again) return "";
  const changed = changedIn(exchanges, stream).get(exchange);
  const since = changed ? `, and ${count(changed, "row")} changed since` : "";
  return again === keys.length ? `; all of them had come before${since}` : `; ${number(again)} of them had come before${since}`;
}
