// Where the rows of a sync land: kept as a table that appends or merges, and drawn as one cell per true row.
import { keyOf } from "./truth.js";
import { number } from "./words.js";

/** Above so many rows a cell stands for several. */
const CELLS = 2000;
const STATES = ["missing", "stale", "twice", "landed"];

/** @typedef {{ key: string, updatedAt: string, state: "missing" | "landed" | "twice" | "stale", times: number }} Cell */

/** The table of a lesson's stream: append, or merge by key. */
export class Table {
  #stream;
  #merges;
  #rows = [];
  /** By key: how often it landed, the time of the newest copy, and where its row is. */
  #keys = new Map();

  constructor({ stream, merges }) {
    this.#stream = stream;
    this.#merges = merges;
  }

  /** What the destination holds, in order of landing. */
  get rows() {
    return this.#rows;
  }

  land(rows) {
    for (const row of rows) {
      const key = keyOf(this.#stream, row);
      const known = this.#keys.get(key);
      if (known && this.#merges) this.#rows[known.at] = row;
      else this.#rows.push(row);
      const { times, at, updatedAt } = known ?? { times: 0, at: this.#rows.length - 1, updatedAt: undefined };
      const newest = !this.#merges && updatedAt > row.updatedAt ? updatedAt : row.updatedAt;
      this.#keys.set(key, { times: times + 1, at, updatedAt: newest });
    }
  }

  /** The cells of all true rows, and how many rows there are besides. */
  against(truth) {
    let unknown = this.#rows.length;
    const cells = truth.map(({ key, updatedAt }) => {
      const landed = this.#keys.get(key);
      if (landed) unknown -= this.#merges ? 1 : landed.times;
      return { key, updatedAt, state: this.#state(landed, updatedAt), times: landed?.times ?? 0 };
    });
    return { cells, unknown };
  }

  #state(landed, updatedAt) {
    if (!landed) return "missing";
    // A row that changed after the truth was taken is newer than that. One without a time is never stale.
    if (landed.updatedAt < updatedAt) return "stale";
    return landed.times > 1 && !this.#merges ? "twice" : "landed";
  }
}

/** A destination in which nothing has landed, of which the truth is not known yet. */
export const emptyDestination = ({ stream = "people", merges = false }) => ({
  stream, merges, truth: 0, cells: [], totals: { landed: 0, missing: 0, twice: 0, stale: 0, unknown: 0 },
  verdict: null, sentence: "", problem: null, per: 1,
});

/**
 * The picture of a table beside the truth. The totals of landed, missing, twice and stale are of true rows by their state, and make up
 * the truth together; unknown rows come on top.
 */
export function pictured(lesson, table, truth, verdict = null) {
  const before = { ...emptyDestination(lesson), verdict, truth: truth.count };
  if (!truth.rows) return { ...before, ...fromVerdict(verdict, truth.count) };
  const { cells, unknown } = table.against(truth.rows);
  const totals = { landed: 0, missing: 0, twice: 0, stale: 0, unknown };
  for (const { state } of cells) totals[state] += 1;
  const per = Math.max(Math.ceil(cells.length / CELLS), 1);
  return { ...before, cells: grouped(cells, per), per, totals, sentence: sentence(truth.count, totals) };
}

/** Without a picture, the counts are the verdict's. */
function fromVerdict(verdict, count) {
  if (!verdict) return { sentence: `There are ${number(count)} rows, too many for a picture. The verdict comes after the run.` };
  const [missing, twice, stale, unknown] = ["missing", "duplicates", "stale", "unknown"].map((name) => verdict[name].count);
  const totals = { landed: Math.max(count - missing - twice - stale, 0), missing, twice, stale, unknown };
  return { totals, sentence: sentence(count, totals) };
}

/** Cells that stand for several rows each; the worst of these is what they show. */
function grouped(cells, per) {
  if (per === 1) return cells;
  return Array.from({ length: Math.ceil(cells.length / per) }, (_, n) => {
    const group = cells.slice(n * per, (n + 1) * per);
    const state = STATES.find((name) => group.some((cell) => cell.state === name));
    return { ...group[0], state, times: group.reduce((sum, cell) => sum + cell.times, 0) };
  });
}

/** The totals in words: "190 of 200 rows landed; 10 are missing." */
export function sentence(truth, { missing, twice, stale, unknown }) {
  const are = (count, text) => count > 0 && `${number(count)} ${count === 1 ? "is" : "are"} ${text}`;
  const faults = [
    are(missing, "missing"),
    twice > 0 && `${number(twice)} landed more than once`,
    are(stale, "out of date"),
    are(unknown, "unknown to the API"),
  ].filter(Boolean);
  const all = truth === 1 ? "row" : "rows";
  if (missing === 0) {
    const start = truth === 1 ? "The one row landed" : `All ${number(truth)} rows landed`;
    return faults.length ? `${start}; ${faults.join(", ")}.` : `${start}, each once and up to date.`;
  }
  return `${number(truth - missing)} of ${number(truth)} ${all} landed; ${faults.join(", ")}.`;
}
