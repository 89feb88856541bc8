// The hidden second run of a lesson: the same code on other data, judged by the same checks. Without it, code that knows the number of
// pages or an id by heart would pass. Where trouble may come in several places, it is one run for each.
import { conclude } from "./conclusion.js";
import { pictured } from "./destination.js";
import { judged } from "./evidence.js";
import { exchanged } from "./exchange.js";
import { Run } from "./run.js";
import { prefix } from "./settings.js";
import { watchTab } from "./tab.js";
import { truthOf } from "./truth.js";
import { count, ended } from "./words.js";

/**
 * @typedef {{ state: "waits" | "running" | "held" | "failed", rows: number, why: string | null, ended: string | null,
 *   destination: Record<string, any> | null }} Outcome `ended`: with which error it rightly ended
 */

/** Before a run whose own checks hold. @type {() => Outcome} */
export const noSecond = () => ({ state: "waits", rows: 0, why: null, ended: null, destination: null });

/** The row that stands below a lesson's checks; none where the lesson has no second run. */
export function secondRow({ second }, { state, rows, why, ended: error }) {
  if (!second) return [];
  const row = { id: "second", text: "It also holds for other data.", state: "open", why: null };
  if (state === "running") return [{ ...row, why: "The same code runs once more, with other rows." }];
  if (state === "held" && error)
    return [
      {
        ...row,
        text: `It also holds for other data: the API answered ${error}, and the sync ended with that error instead of losing rows in silence.`,
        state: "holds",
      },
    ];
  if (state === "held") return [{ ...row, text: `It also holds for other data: ${count(rows, "row")}.`, state: "holds" }];
  return [state === "failed" ? { ...row, state: "fails", why } : row];
}

/** Limits are counted for each set of settings apart: what a run has used up is no trouble of the next. Nobody reads as far as that. */
let lastLimit = 900_000_000;
const limited = (settings) => ({ ...settings, ...(settings.rate_limit === "true" && { max_offset: String((lastLimit += 1)) }) });

export class Second {
  #parts;
  #run = null;
  #isOver = false;
  #lastId = 0;

  /**
   * @param {{ lesson: object, settings: object, first: import("./exchange.js").Exchange[], server: import("./server.js").Server, credentials: object, startSync: Function,
   *   now: () => number, watch?: typeof watchTab }} parts `settings` and `first`, the exchanges, are those of the first run
   */
  constructor(parts) {
    this.#parts = { watch: watchTab, ...parts };
  }

  /** Ends it; nothing comes of it any more. */
  stop() {
    this.#isOver = true;
    this.#run?.stop(true);
  }

  /** Runs the code and judges it, once for each of the lesson's hidden runs, until one fails. @returns {Promise<Outcome | null>} null where it was stopped */
  async go(code) {
    /** @type {Outcome | null} */
    let told = null;
    for (const hidden of this.#parts.lesson.second) {
      const found = await this.#one(code, hidden);
      if (found?.state !== "held") return found;
      told = told?.ended ? told : found;
    }
    return told;
  }

  /** One hidden run. Where the browser has slowed it down until its time was over, nothing can be said: it is made again in front. */
  async #one(code, { settings: own, busy, ...more }) {
    const { lesson: whole, settings, watch } = this.#parts;
    const lesson = { ...whole, ...more, ...(busy && { busy }) };
    for (;;) {
      const tab = watch();
      const { outcome: found, isCut } = await this.#tried(
        code,
        lesson,
        this.#settingsOf({ ...settings, ...own }, more.fullPages),
        Boolean(busy),
      );
      tab.end();
      if (this.#isOver || !isCut || !tab.wasHidden()) return this.#isOver ? null : found;
      await tab.inFront();
    }
  }

  /** @returns {Promise<{ outcome: Outcome, isCut?: boolean }>} */
  async #tried(code, lesson, settings, isBusyOnce) {
    const { server, credentials, startSync, now } = this.#parts;
    const exchange = this.#exchange.bind(this);
    // Where one request alone meets trouble, whoever swallows that is not ended by the next.
    const busyBase = isBusyOnce ? server.base + prefix(limited(settings)) : undefined;
    const run = new Run({ lesson, base: server.base, busyBase, settings, credentials, startSync, now, exchange, changed: () => {} });
    this.#run = run;
    if (this.#isOver) return { outcome: null };
    try {
      run.truth = await truthOf(lesson.stream, server, settings);
      await run.go(code);
      if (!run.over) await conclude(run, lesson, server, settings);
    } catch (error) {
      return {
        outcome: { ...noSecond(), state: "failed", why: `The run with other data did not end: ${ended(error.message)} Run again.` },
      };
    }
    return { outcome: outcome(lesson, run), isCut: run.syncs.some(({ stopped }) => stopped) };
  }

  /** The settings of a run: a limit of its own, and for full pages a number of rows that fills the last one, of the size that the first run had. */
  #settingsOf(all, fullPages) {
    const size = Math.max(1, ...this.#parts.first.map(({ rows }) => rows ?? 0));
    return { ...limited(all), ...(fullPages && { records: String(Math.round(all.records / size) * size) }) };
  }

  /**
   * @param {import("./exchange.js").Asked & { apiBase: string }} request
   * @param {"hand" | "sync"} by
   * @param {number} sync
   * @param {AbortSignal} signal
   */
  #exchange({ apiBase, ...asked }, by, sync, signal) {
    this.#lastId += 1;
    const {
      server: { fetch },
      now,
    } = this.#parts;
    return exchanged(asked, { id: this.#lastId, by, sync, apiBase, fetch, now, signal });
  }
}

/** @returns {Outcome} */
function outcome(lesson, run) {
  const failed = judged(lesson.checks, run.evidence).find(({ state }) => state !== "holds");
  const rows = run.truth.count;
  const destination = pictured(lesson, run.table, run.truth, run.verdict);
  if (failed)
    return { ...noSecond(), state: "failed", rows, why: `In the second run: ${failed.why ?? "not all of that was met."}`, destination };
  if (!run.syncs.some(({ error }) => error)) return { ...noSecond(), state: "held", rows, destination };
  // A picture of what is missing would look like a fault.
  const status = run.exchanges.findLast((one) => one.status >= 400 && ![404].includes(one.status))?.status;
  return { ...noSecond(), state: "held", rows, ended: String(status ?? "with an error") };
}
