// One press of Run: the lesson's sync, as often as it says, with all that it asked for and landed.
import { Table } from "./destination.js";
import { located } from "./exchange.js";
import { KEYS } from "./truth.js";
import { throttled } from "./store.js";
import { LIMITS } from "../sync/limits.js";

/** How many characters of a run's answers are kept, and the milliseconds between two pictures of it. */
const TEXTS = 2 ** 25;
const TICK = 100;

/** What the page shows of a run before there is one. */
export const neverRun = () => ({
  state: "never", sync: 0, syncs: 0, requests: 0, landed: 0, seconds: 0, error: null, log: [], checkpoint: null,
});

export class Run {
  /** The syncs as the checks see them, and all exchanges of them. */
  syncs = [];
  exchanges = [];
  truth = null;
  verdict = null;
  #parts;
  #abort = new AbortController();
  #pending = new Set();
  #sync = null;
  #stopped = false;
  #number = 0;
  #landed = 0;
  #log = [];
  #texts = 0;
  #started;
  #ticking;

  /**
   * @param {{ lesson: object, apiBase: string, credentials: object, startSync: Function, now: () => number,
   *   exchange: (asked: object, by: string, sync: number, signal: AbortSignal) => Promise<object>, changed: () => void }} parts
   */
  constructor(parts) {
    this.#parts = parts;
    this.table = new Table(parts.lesson);
    this.#started = parts.now();
    this.#ticking = throttled(parts.changed, TICK);
  }

  /** How far it is, as the page shows it. */
  get progress() {
    const { lesson, now } = this.#parts;
    const seconds = (now() - this.#started) / 1000;
    const counts = { requests: this.exchanges.length, landed: this.#landed, seconds };
    return { ...neverRun(), state: "running", sync: this.#number || 1, syncs: lesson.syncs ?? 1, ...counts, log: [...this.#log] };
  }

  /** Ends the sync where it is. Of a run that is `over`, nothing counts any more. */
  stop(isOver = false) {
    this.over = isOver;
    this.#stopped = true;
    if (isOver) this.#ticking.cancel();
    this.#abort.abort();
    this.#sync?.stop();
  }

  /** Runs all syncs; what one leaves in its state, the next one finds. @returns how the run ended */
  async go(code) {
    const { lesson } = this.#parts;
    let record = { state: {}, error: null, stopped: false };
    while (this.#number < (lesson.syncs ?? 1) && !this.#stopped && !record.error && !record.stopped) {
      this.#number += 1;
      record = await this.#one(code, structuredClone(record.state));
    }
    // What the sync did not wait for is given up, and counts as asked.
    this.#abort.abort();
    await Promise.allSettled(this.#pending);
    this.#ticking.cancel();
    const { state: checkpoint, error, stopped } = record;
    return { state: stopped || this.#stopped ? "stopped" : error ? "failed" : "ended", error, checkpoint };
  }

  async #one(code, state) {
    const { lesson: { seconds, stream }, credentials, startSync } = this.#parts;
    const record = { exchanges: [], landed: [], state, error: null, stopped: false, seconds: 0 };
    this.syncs.push(record);
    this.#sync = startSync({
      code, seconds, state, credentials,
      keys: KEYS[stream],
      ask: (asked) => this.#ask(asked, record),
      onLand: (rows) => this.#land(rows, record),
      onLog: (line) => {
        this.#log = [...this.#log, line].slice(-LIMITS.kept);
        this.#ticking.soon();
      },
    });
    return Object.assign(record, await this.#sync.ended);
  }

  #land(rows, record) {
    record.landed.push(rows);
    this.table.land(rows);
    this.#landed += rows.length;
    this.#ticking.soon();
  }

  /** Makes a request of the sync. */
  async #ask({ path, ...asked }, record) {
    const { url, error } = located(path, this.#parts.apiBase);
    if (error) return { error };
    const made = this.#parts.exchange({ ...asked, url }, "sync", this.#number, this.#abort.signal);
    this.#pending.add(made);
    const { exchange, body } = await made;
    this.#pending.delete(made);
    if (this.over) return { error: "The sync was stopped." };
    this.#texts += exchange.text.length;
    if (this.#texts > TEXTS) exchange.text = "";
    record.exchanges.push(exchange);
    this.exchanges.push(exchange);
    this.#ticking.soon();
    return exchange.error ? { error: exchange.error } : { url, status: exchange.status, headers: exchange.headers, body };
  }
}
