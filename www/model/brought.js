// Finds the requests that brought a row. It reads the recorded responses, so that nothing has to be tracked while a sync runs.
import { KEYS, keyOf } from "./truth.js";

/** Cache: exchange → the keys in its response, each with the time of its row. An exchange belongs to one lesson and therefore to one stream. */
const known = new WeakMap();

/**
 * The keys of a stream's rows in a response, at any depth.
 * @param {import("./exchange.js").Exchange} exchange
 * @param {string} stream
 * @returns {Map<string, string | undefined>} to the `updatedAt` of each; of CSV it is not known
 */
export function keysIn(exchange, stream) {
  if (!known.has(exchange)) known.set(exchange, new Map(keysOf(exchange, stream)));
  return known.get(exchange);
}

/**
 * Where rows changed under a walk: how many rows of each answer had come before in the same sync, and have another `updatedAt` by then.
 * @param {import("./exchange.js").Exchange[]} exchanges
 * @param {string} stream
 * @returns {Map<import("./exchange.js").Exchange, number>} of answers with such rows
 */
export function changedIn(exchanges, stream) {
  const [before, changed] = [new Map(), new Map()];
  for (const exchange of exchanges.filter(({ by }) => by === "sync")) {
    for (const [key, time] of keysIn(exchange, stream)) {
      const of = `${exchange.sync} ${key}`;
      const earlier = before.get(of);
      if (earlier && time && earlier !== time) changed.set(exchange, (changed.get(exchange) ?? 0) + 1);
      if (time) before.set(of, time);
    }
  }
  return changed;
}

function keysOf({ text, headers, status }, stream) {
  if (status < 200 || status > 299) return [];
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/csv/.test(type)) return firstColumn(text, stream);
  const bodies = /ndjson/.test(type) ? text.split("\n").filter(Boolean) : [text];
  return bodies.flatMap((body) => keysBelow(parsed(body), stream));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The keys of all objects in a value, at any depth. */
function keysBelow(value, stream) {
  if (!value || typeof value !== "object") return [];
  const key = Array.isArray(value) ? undefined : keyOf(stream, value);
  return key === undefined ? Object.values(value).flatMap((each) => keysBelow(each, stream)) : [[key, value.updatedAt]];
}

/** The keys in CSV, where the key is the first column: the beginning of each line. A line inside a quoted field gives a text that is no key, which does no harm. */
function firstColumn(text, stream) {
  const [head, ...lines] = text.split(/\r?\n/).map((line) => line.split(",", 1)[0]);
  return head === KEYS[stream][0] ? lines.map((key) => [key, undefined]) : [];
}

/**
 * The requests of the syncs whose responses had a row, in order.
 * @param {string} key
 * @param {{ exchanges: import("./exchange.js").Exchange[], stream: string }} of
 */
export const broughtBy = (key, { exchanges, stream }) =>
  exchanges.filter((exchange) => exchange.by === "sync" && keysIn(exchange, stream).has(key));

/**
 * The name of a request: its number among those of its sync, or among those sent by hand.
 * @param {import("./exchange.js").Exchange} exchange
 * @param {import("./exchange.js").Exchange[]} exchanges
 */
export function nameOf(exchange, exchanges) {
  const mates = exchanges.filter(({ sync }) => sync === exchange.sync);
  const name = `request ${mates.indexOf(exchange) + 1}`;
  if (!exchange.sync) return `${name} by hand`;
  return exchanges.some(({ sync }) => sync > 1) ? `${name} of sync ${exchange.sync}` : name;
}
