// The layout of a lane of the timeline. Bars share the width in proportion to their durations, but none is too thin to be clicked, and long waits
// are shortened. The axis is therefore true in order and within each piece; its ticks show the time.

/** Pixels: the thinnest bar, one with its status on it, the sign of a retry, the widest bar, a gap, and the end, for the text of a tick. */
const [THIN, NAMED, SIGN, WIDEST, GAP, END] = [8, 34, 14, 240, 2, 44];
/** From how many milliseconds on a gap is a wait, and takes room with its length on it. */
const WAIT = 150;
/** Paths that issue new credentials. */
const LOGIN = /\/login\b/;
/** Pixels between two ticks: as a rule, and at least. */
const [APART, CLOSEST] = [110, 56];

/**
 * Simultaneous requests lie side by side. `bars` have `{ exchange, x, width, wait, sign }`, `ticks` `{ x, text }`.
 * @param {import("../model/exchange.js").Exchange[]} exchanges in the order of their starts
 * @param {number} room pixels
 */
export function placed(exchanges, room) {
  const origin = exchanges[0].started;
  const items = measured(exchanges, origin);
  const fixed = items.reduce((sum, { gap }) => sum + gap + GAP, END);
  const scale = scaleOf(items, room - fixed);
  const points = [];
  let x = 0;
  const bars = items.map(({ gap, waited, ...item }) => {
    const wait = gap > 0 && { x, width: gap, text: duration(waited) };
    if (wait) points.push({ time: item.from - waited, x });
    x += gap;
    points.push({ time: item.from, x });
    const bar = { ...item, wait, x, width: Math.round(widthOf(item, scale)) };
    x += bar.width + GAP;
    return bar;
  });
  const took = Math.max(...exchanges.map(({ ended }) => ended)) - origin;
  points.push({ time: took, x });
  return { bars, width: x + END, took, ticks: ticksOf(points) };
}

/** The least width of each bar, and the wait before it. */
function measured(exchanges, origin) {
  const failed = new Map();
  let end = origin;
  return exchanges.map((exchange) => {
    const { status, started, ended } = exchange;
    const waited = started - end;
    end = Math.max(end, ended);
    const fine = kindOf(status) === "good";
    const sign = signOf(exchange, { failed, waits: waited >= WAIT });
    const gap = waited >= WAIT ? Math.round(40 + 16 * Math.log2(1 + waited / 1000)) : 0;
    const least = (fine && status !== 204 ? THIN : NAMED) + (sign === "retry" ? SIGN : 0);
    return { exchange, from: started - origin, waited, gap, sign, took: ended - started, least };
  });
}

/**
 * Whether a request was made before and failed, and whether anything was done about it since: only after a wait or a login it is a retry.
 * `failed` has those that failed, and whether something was done.
 * @returns {"again" | "retry" | null}
 */
function signOf({ method, path, status }, { failed, waits }) {
  const fine = kindOf(status) === "good";
  if (waits || (fine && LOGIN.test(path))) for (const name of failed.keys()) failed.set(name, true);
  const name = `${method} ${path}`;
  const sign = failed.has(name) ? (failed.get(name) ? "retry" : "again") : null;
  if (fine) failed.delete(name);
  else failed.set(name, false);
  return sign;
}

/** @param {Record<string, any>} item @param {number} scale */
const widthOf = ({ took, least }, scale) => Math.min(WIDEST, Math.max(least, took * scale));

/** Pixels per millisecond with which the bars fill the width; 0 if they do not fit, and the lane scrolls. */
function scaleOf(items, room) {
  let [low, high] = [0, 200];
  for (let n = 0; n < 20; n += 1) {
    const middle = (low + high) / 2;
    if (items.reduce((sum, item) => sum + widthOf(item, middle), 0) > room) high = middle;
    else low = middle;
  }
  return low;
}

/** Ticks at round times, at least two. */
function ticksOf(points) {
  const { time: end, x: width } = points.at(-1);
  const step = round(end / Math.max(3, width / APART));
  const ticks = [];
  for (let n = 0; step && n * step <= end; n += 1) {
    const at = points.findIndex(({ time }, index) => index > 0 && time >= n * step);
    const [one, other] = [points[at - 1], points[at]];
    const x = one.x + ((other.x - one.x) * (n * step - one.time)) / (other.time - one.time || 1);
    const text = end < 1000 ? `${+(n * step).toPrecision(6)} ms` : `${+((n * step) / 1000).toPrecision(6)} s`;
    if (!n || x - ticks.at(-1).x >= CLOSEST) ticks.push({ x: Math.round(x), text });
  }
  return ticks;
}

/** The next of 1, 2, 5, 10, 20 … */
function round(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((digit) => digit * power).find((value) => value >= step * 0.999);
}

/** A time in words. */
export const duration = (ms) => (ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`);

/** The class of a status, by what the caller has to do. */
export function kindOf(status) {
  if (!status) return "lost";
  if (status === 401) return "auth";
  if (status === 429) return "slow";
  return status >= 400 ? "bad" : "good";
}
