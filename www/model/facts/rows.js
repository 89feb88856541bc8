// Facts of rows: those that came again, those that came and did not land, and those between two requests.
import { keyOf } from "../truth.js";
import { count, number } from "../words.js";

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const keysIn = (stream, rows) => rows.map((row) => keyOf(stream, row)).filter((key) => key !== undefined);

/** From some request on, each asks the same as the one before. */
export function staysInPlace({ seen, syncs }) {
  for (const [n, requests] of seen.entries()) {
    const last = requests.at(-1);
    if (!last || !syncs[n].stopped) continue;
    const first = requests.findLastIndex(({ asked }) => asked !== last.asked) + 1;
    const [one, other] = [requests[first], last].map(({ rows }) => JSON.stringify(rows));
    if (requests.length - first < 3 || one !== other) continue;
    const { name, next, query } = requests[first];
    const self = next?.parameter && query.get(next.parameter) === next.value;
    const why = self ? `: the cursor that they sent was the one that came back in \`${next.name}\`` : "";
    const isEmpty = requests.slice(first).every(({ rows }) => rows.length === 0);
    const came = isEmpty ? "No rows came with any of them." : "What came with the first came with each.";
    return `From ${name} on, all requests were the same${why}. ${came}`;
  }
  return null;
}

/** Whole pages that came again. */
export function samePages({ stream, seen, twice }) {
  if (!twice) return null;
  for (const requests of seen) {
    const pages = requests.map(({ rows }) => keysIn(stream, rows).join());
    const at = pages.findIndex((page, n) => page && pages.indexOf(page) < n);
    if (at < 0) continue;
    const original = requests[pages.indexOf(pages[at])];
    let end = at;
    while (pages[end + 1] === pages[at]) end += 1;
    const which = end > at ? `Requests ${requests[at].at} to ${number(requests[end].at)}${requests[at].of}` : capital(requests[at].name);
    return `${which} brought the same rows as ${original.name}.`;
  }
  return null;
}

/** Rows that came, and never landed. */
export function leftBehind({ stream, seen, landed, lost }) {
  if (!lost) return null;
  const here = new Set(keysIn(stream, landed));
  const missing = new Map();
  for (const request of seen.flat()) {
    for (const key of keysIn(stream, request.rows)) if (!here.has(key) && !missing.has(key)) missing.set(key, request);
  }
  if (!missing.size) return null;
  const from = [...new Set([...missing.values()])];
  const where = from.length === 1 ? from[0].name : `${count(from.length, "request")}, the first of them ${from[0].name}`;
  return `${count(missing.size, "row")} came with ${where}, and did not land.`;
}

/** What lists call their places: the parameter, the first place, and the last one of a request. */
const CAME = { how: "came with no request", last: ({ rows }, from) => from + rows.length - 1 };
const ASKED = { how: "asked for by no request" };
const PLACES = [
  { name: "offset", first: 0, noun: "Offset", ...CAME },
  { name: "$skip", first: 0, noun: "Place", ...CAME },
  { name: "page", first: 1, noun: "Page", last: (_, from) => from, ...ASKED },
  { name: "start_id", first: 1, noun: "Id", last: ({ query }) => Number(query.get("end_id")), ...ASKED },
];

/** Places between two requests that none asked for, in any sync. */
export function gap({ seen, lost }) {
  if (!lost) return null;
  for (const place of PLACES) {
    const said = gapIn(seen.flat(), place);
    if (said) return said;
  }
  return null;
}

function gapIn(requests, { name, first, noun, how, last }) {
  const walk = requests.filter(({ query }) => /^\d+$/.test(query.get(name) ?? ""));
  const paths = new Set(walk.map(({ path }) => path));
  // Pages of another size are other pages, and what one that failed would have brought is not known.
  const sizes = new Set(walk.map(({ query }) => query.get("per_page")));
  if (walk.length === 0 || paths.size > 1 || sizes.size > 1 || walk.some(({ good }) => !good)) return null;
  // The first page may be asked for without a number.
  const plain = requests.some((one) => one.good && one.path === walk[0].path && !one.query.has(name));
  const spans = walk.map((one) => ({ one, from: Number(one.query.get(name)), to: last(one, Number(one.query.get(name))) }));
  spans.sort((a, b) => a.from - b.from);
  let [end, before] = [plain ? spans[0].from - 1 : first - 1, null];
  const gaps = [];
  for (const { one, from, to } of spans) {
    if (from > end + 1) gaps.push({ from: end + 1, to: from - 1, before, after: one });
    if (to > end) [end, before] = [to, one];
  }
  if (!gaps.length) return null;
  const { from, to, before: left, after } = gaps[0];
  const isOne = from === to;
  const which = isOne ? `${noun} ${number(from)}` : `${noun}s ${number(from)} to ${number(to)}`;
  const verb = how.startsWith("asked") ? (isOne ? "was " : "were ") : "";
  const ended = left ? `${left.name} ended with ${number(from - 1)}, ` : "";
  const more = gaps.length > 1 ? ` There are ${gaps.length} such gaps.` : "";
  return `${which} ${verb}${how}: ${ended}${after.name} began at ${number(to + 1)}.${more}`;
}

/** Rows that came with two requests. */
export function border({ stream, seen, twice }) {
  if (!twice) return null;
  for (const requests of seen) {
    const from = new Map();
    const again = [];
    for (const request of requests) {
      for (const key of new Set(keysIn(stream, request.rows))) {
        if (from.has(key)) again.push([from.get(key), request, key]);
        else from.set(key, request);
      }
    }
    if (!again.length) continue;
    const [one, other, key] = again[0];
    const meets = keyOf(stream, one.rows.at(-1)) === key && keyOf(stream, other.rows[0]) === key;
    const where = meets ? `the last row of ${one.name} is the first of ${other.name}` : `one came with ${one.name} and with ${other.name}`;
    return again.length === 1 ? `A row came twice: ${where}.` : `${count(again.length, "row")} came twice. The first of them: ${where}.`;
  }
  return null;
}

/** Rows that came once and landed more often. */
export function landedAgain({ stream, seen, landed, twice }) {
  if (!twice) return null;
  const times = new Map();
  for (const key of keysIn(stream, landed)) times.set(key, (times.get(key) ?? 0) + 1);
  const again = [...times.values()].filter((n) => n > 1).length;
  const came = seen.flat().reduce((sum, { rows }) => sum + keysIn(stream, rows).length, 0);
  if (!again || came > times.size) return null;
  return `${count(again, "row")} landed more than once, though no row came more than once: \`land\` got them again.`;
}

/** Rows of a CSV file that are not its records. */
export function fromFile({ seen, landed, unknown, lost }) {
  const files = seen.flat().filter(({ good, exchange }) => good && exchange.headers.some(([, type]) => /^text\/csv/.test(type)));
  if (files.length !== 1 || files[0].exchange.bytes > files[0].exchange.text.length * 4 || !landed.length) return null;
  const records = recordsOf(files[0].exchange.text);
  if (landed.length !== records && (unknown || lost)) {
    const why = landed.length > records ? " A line break inside quotes does not end a row." : "";
    return `The file of ${files[0].name} holds ${count(records, "row")}, and ${number(landed.length)} landed.${why}`;
  }
  const quoted = landed.filter((row) => Object.values(row).some((value) => /^"|"$/.test(value))).length;
  return quoted ? `${count(quoted, "row")} landed with a quote of the file at the end of a field.` : null;
}

/** Rows whose time is none. */
export function badTimes({ landed }) {
  const bad = landed.filter(({ updatedAt }) => updatedAt !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(updatedAt));
  if (!bad.length) return null;
  return `${count(bad.length, "row")} landed with an \`updatedAt\` that is no time; the first is ‘${String(bad[0].updatedAt).slice(0, 40)}’.`;
}

/** The records of a CSV file below its line of names (RFC 4180). */
function recordsOf(text) {
  let [count, quoted] = [0, false];
  for (const sign of text.endsWith("\n") ? text : `${text}\n`) {
    if (sign === '"') quoted = !quoted;
    else if (sign === "\n" && !quoted) count += 1;
  }
  return count - 1;
}
