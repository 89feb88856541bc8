// Where the rows of a sync land: kept as a table that appends or merges, and drawn as one cell per true row.
import { keyOf } from "./truth.js";
import { number } from "./words.js";

/** Above so many rows a cell stands for several. */
const CELLS = 2000;
/** How many rows that the API does not have get a cell. */
const STRANGERS = 500;
const STATES = ["missing", "broken", "wrongly", "deleted", "stale", "twice", "landed", "removed"];

/**
 * @typedef {{ key: string, updatedAt: string, state: "missing" | "landed" | "twice" | "stale" | "broken" | "unknown" | "deleted" | "wrongly" | "removed",
 *   times: number }} Cell `deleted`: the API has deleted it, and the destination has not; `wrongly`: the other way round; `removed`: neither has it
 */

/** The table of a lesson's stream: append, or merge by key. */
export class Table {
  #stream;
  #merges;
  #rows = [];
  /** By key: how often it landed, the time of the newest copy, and where its row is. */
  #keys = new Map();

  /** @param {Record<string, any>} lesson */
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
      const { times, at, newest } = known ?? { times: 0, at: this.#rows.length - 1, newest: row };
      const isOlder = !this.#merges && newest.updatedAt > row.updatedAt;
      this.#keys.set(key, { times: times + 1, at, newest: isOlder ? newest : row });
    }
  }

  /**
   * The cells of all true rows, those of the rows besides, and how many of these there are.
   * @param {{ key: string, updatedAt: string, row?: Record<string, any> }[]} truth
   * @param {Set<string>} gone keys of rows that the API had, and has no more
   */
  against(truth, gone = new Set()) {
    const left = new Map(this.#keys);
    const cells = truth.map(({ key, updatedAt, row }) => {
      const landed = this.#keys.get(key);
      left.delete(key);
      return { key, updatedAt, state: this.#state(landed, updatedAt, row), times: landed?.times ?? 0 };
    });
    const strangers = [...left].slice(0, STRANGERS).map(([key, { times, newest }]) => strangerOf(key, times, newest, gone));
    let [unknown, deleted] = [0, 0];
    for (const [key, { times }] of left) {
      if (gone.has(key)) deleted += 1;
      else unknown += this.#merges ? 1 : times;
    }
    return { cells, strangers, unknown, deleted };
  }

  #state(landed, updatedAt, row) {
    // A row that says that it is deleted may be there or not.
    if (row?.deletedAt && !landed?.newest.deletedAt) return landed ? "deleted" : "removed";
    if (!landed) return "missing";
    if (row && !row.deletedAt && landed.newest.deletedAt) return "wrongly";
    if (isBroken(landed.newest, row)) return "broken";
    // A row that changed after the truth was taken is newer than that. One without a time is never stale.
    if (landed.newest.updatedAt < updatedAt) return "stale";
    return landed.times > 1 && !this.#merges ? "twice" : "landed";
  }
}

const strangerOf = (key, times, { updatedAt }, gone) => ({
  key: key ?? "none",
  updatedAt: String(updatedAt ?? "never"),
  state: gone.has(key) ? "deleted" : "unknown",
  times,
});

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * Whether a row is none that the API ever gave: its time is no time, or a field differs from the true row of the same time. Columns that only
 * one of them has tell nothing, and values count as text, since CSV has no others.
 */
function isBroken(landed, row) {
  if (!row) return false;
  const time = landed.updatedAt;
  if (time !== undefined && time !== row.updatedAt) return !TIME.test(time);
  return Object.keys(row).some((name) => name in landed && landed[name] !== row[name] && plain(landed[name]) !== plain(row[name]));
}

const plain = (value) => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

const noTotals = () => ({ landed: 0, missing: 0, twice: 0, stale: 0, broken: 0, unknown: 0, deleted: 0, wrongly: 0, removed: 0 });

/** A destination in which nothing has landed, of which the truth is not known yet. */
export const emptyDestination = ({ stream = "people", merges = false }) => ({
  stream,
  merges,
  truth: 0,
  cells: [],
  strangers: [],
  totals: noTotals(),
  verdict: null,
  sentence: "",
  problem: null,
  per: 1,
});

/**
 * The picture of a table beside the truth. The totals of landed, missing, twice, stale and broken are of true rows by their state, and
 * make up the truth together, with those that are deleted, wrongly so or removed; unknown rows come on top, and rows that are gone without a trace.
 */
export function pictured(lesson, table, truth, verdict = null) {
  const before = { ...emptyDestination(lesson), verdict, truth: truth.count };
  if (!truth.rows) return { ...before, ...fromVerdict(verdict, truth.count) };
  const { cells, strangers, unknown, deleted } = table.against(truth.rows, truth.gone);
  const totals = { ...noTotals(), unknown, deleted };
  for (const { state } of cells) totals[state] += 1;
  const per = Math.max(Math.ceil(cells.length / CELLS), 1);
  return { ...before, cells: grouped(cells, per), strangers, per, totals, sentence: sentence(truth.count, totals) };
}

/** Without a picture, the counts are the verdict's. */
function fromVerdict(verdict, count) {
  if (!verdict) return { sentence: `There are ${number(count)} rows, too many for a picture. The verdict comes after the run.` };
  const [missing, twice, stale, unknown] = ["missing", "duplicates", "stale", "unknown"].map((name) => verdict[name].count);
  const totals = { ...noTotals(), landed: Math.max(count - missing - twice - stale, 0), missing, twice, stale, unknown };
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

/** The totals in words: "190 of 200 rows landed; 10 are missing." A row that is broken has not landed. */
export function sentence(count, { missing, twice, stale, broken = 0, unknown, deleted = 0, wrongly = 0, removed = 0 }) {
  const truth = count - removed;
  const are = (some, text) => some > 0 && `${number(some)} ${some === 1 ? "is" : "are"} ${text}`;
  const faults = [
    are(missing, "missing"),
    are(broken, "broken"),
    twice > 0 && `${number(twice)} landed more than once`,
    are(stale, "out of date"),
    are(deleted, "deleted, and still there"),
    are(wrongly, "taken for deleted"),
    are(unknown, "unknown to the API"),
  ].filter(Boolean);
  const all = truth === 1 ? "row" : "rows";
  if (missing + broken === 0) {
    const start = truth === 1 ? "The one row landed" : `All ${number(truth)} rows landed`;
    return faults.length ? `${start}; ${faults.join(", ")}.` : `${start}, each once and up to date.`;
  }
  return `${number(truth - missing - broken)} of ${number(truth)} ${all} landed; ${faults.join(", ")}.`;
}
