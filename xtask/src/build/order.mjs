// Names a module's functions so that sorting them by name puts similar ones side by side: gzip sees back no further than 32 kB, and finds more
// to repeat there. `wasm-opt --reorder-functions-by-name` does the sorting.
//
// node order.mjs FROM TO

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [from, to] = process.argv.slice(2);
const IMPORTS = 2;
const CODE = 10;
/** Bytes of a shingle: what two functions may have in common. */
const SHINGLE = 6;
/** Bytes of the functions before that the next one is compared with. Which figure serves best is chance: the order that packs best is taken. */
const WINDOWS = [3000, 4000, 5000, 6000, 7000, 8000, 10_000, 12_000];
/** How many functions are compared. */
const CANDIDATES = 60;

const bytes = readFileSync(from);

/** An unsigned number in LEB128 and the place behind it. */
function number(at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function leb(value) {
  const coded = [];
  do {
    coded.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(coded);
}

/** Where each section's content lies, by the section's number; the custom ones left out. */
function sections() {
  const found = new Map();
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, start] = number(at + 1);
    if (id !== 0) found.set(id, start);
    at = start + size;
  }
  return found;
}

/** How many of the imports are functions. wasm-bindgen's are nothing else. */
function imported(start) {
  let [count, at] = number(start);
  const all = count;
  for (; count > 0; count -= 1) {
    for (let n = 0; n < 2; n += 1) {
      const [length, text] = number(at);
      at = text + length;
    }
    if (bytes[at] !== 0) throw new Error(`${from} imports something else than functions`);
    [, at] = number(at + 1);
  }
  return all;
}

function bodies(start) {
  let [count, at] = number(start);
  const found = [];
  for (; count > 0; count -= 1) {
    const [size, body] = number(at);
    at = body + size;
    found.push(bytes.subarray(body, at));
  }
  return found;
}

/** The order of all that packs best. Calls will have other numbers in it, so this is near the truth, not the truth. */
function best(functions) {
  const shingles = functions.map(shingled);
  const orders = WINDOWS.map((window) => ordered(functions, shingles, window));
  const packed = orders.map((order) => gzipSync(Buffer.concat(order.map((index) => functions[index])), { level: 9 }).length);
  return orders[packed.indexOf(Math.min(...packed))];
}

function shingled(body) {
  const found = new Set();
  for (let at = 0; at + SHINGLE <= body.length; at += 1) found.add(body.toString("latin1", at, at + SHINGLE));
  return found;
}

/** The indices of functions, each behind those it resembles most. */
function ordered(functions, shingles, window) {
  const holders = new Map();
  for (const [index, own] of shingles.entries()) {
    for (const one of own) {
      const known = holders.get(one);
      if (known) known.push(index);
      else holders.set(one, [index]);
    }
  }
  const left = new Set(functions.keys());
  const order = [];
  let next = functions.reduce((best, body, index) => (body.length > functions[best].length ? index : best), 0);
  while (next !== undefined) {
    order.push(next);
    left.delete(next);
    const before = new Set();
    for (let at = order.length - 1, size = 0; at >= 0 && size < window; at -= 1) {
      shingles[order[at]].forEach((one) => before.add(one));
      size += functions[order[at]].length;
    }
    const shared = new Map();
    for (const one of shingles[next]) for (const other of holders.get(one)) if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    const likely = [...shared].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, CANDIDATES);
    const candidates = likely.length > 0 ? likely.map(([index]) => index) : [...left].slice(0, CANDIDATES);
    let most = -1;
    next = undefined;
    for (const index of candidates) {
      let common = 0;
      for (const one of shingles[index]) if (before.has(one)) common += 1;
      const share = common / (shingles[index].size + 1);
      if (share > most) [most, next] = [share, index];
    }
  }
  return order;
}

const place = sections();
const offset = place.has(IMPORTS) ? imported(place.get(IMPORTS)) : 0;
const order = best(bodies(place.get(CODE)));
const text = (content) => Buffer.concat([leb(content.length), Buffer.from(content)]);
const named = order.map((index, rank) => [index + offset, `f${String(rank).padStart(6, "0")}`]).sort((one, other) => one[0] - other[0]);
const imports = Array.from({ length: offset }, (_, index) => [index, `i${String(index).padStart(6, "0")}`]);
const names = [...imports, ...named].map(([index, name]) => Buffer.concat([leb(index), text(name)]));
const functions = Buffer.concat([leb(names.length), ...names]);
const content = Buffer.concat([text("name"), Buffer.from([1]), leb(functions.length), functions]);
writeFileSync(to, Buffer.concat([bytes, Buffer.from([0]), leb(content.length), content]));
