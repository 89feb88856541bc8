// A run: the lesson's syncs, one or several, with all their requests and landed rows.
import { Table } from "./destination.js";
import { located } from "./exchange.js";
import { earlier } from "./growth.js";
import { problemOf } from "./problem.js";
import { prefix } from "./settings.js";
import { KEYS } from "./truth.js";
import { throttled } from "./store.js";
import { LIMITS } from "../sync/limits.js";

/** Characters of a run's responses that are kept, and milliseconds between two updates of the page. */
const TEXTS = 2 ** 25;
const TICK = 100;
/** Requests of other clients beyond the capacity of the bucket, and attempts until the sync's request is refused. */
const MORE = 5;
const CROWDS = 5;

/** The page's view of a run before the first one. */
export const neverRun = () => ({
  state: "never",
  sync: 0,
  syncs: 0,
  crashed: 0,
  requests: 0,
  landed: 0,
  seconds: 0,
  error: null,
  log: [],
  checkpoint: null,
  diagnosis: null,
});

export class Run {
  /** The syncs, in the form that the checks take, and all their exchanges. */
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
  #asked = 0;
  #landed = 0;
  #log = [];
  #texts = 0;
  #started;
  #ticking;

  /**
   * @param {{ lesson: Record<string, any>, base: string, settings: object, credentials: object, startSync: Function, now: () => number,
   *   busyBase?: string, exchange: (asked: any, by: "hand" | "sync", sync: number, signal: AbortSignal) => Promise<object>, changed: () => void }} parts
   */
  constructor(parts) {
    this.#parts = parts;
    this.table = new Table(parts.lesson);
    this.#started = parts.now();
    this.#ticking = throttled(parts.changed, TICK);
  }

  /** The evidence for the checks. */
  get evidence() {
    const {
      lesson: { stream },
      settings,
      credentials,
    } = this.#parts;
    const {
      syncs,
      verdict,
      truth,
      table: { rows },
    } = this;
    return { byHand: [], syncs, rows, verdict, truth: truth?.rows ?? null, stream, settings, credentials };
  }

  /** The progress of the run, in the form that the page shows. */
  get progress() {
    const { lesson, now } = this.#parts;
    const seconds = (now() - this.#started) / 1000;
    const counts = { requests: this.exchanges.length, landed: this.#landed, seconds };
    const crashed = this.syncs.findIndex((one) => one.crashed) + 1;
    return { ...neverRun(), state: "running", sync: this.#number || 1, syncs: lesson.syncs ?? 1, crashed, ...counts, log: [...this.#log] };
  }

  /** Aborts the sync. Whatever still arrives for a run that is `over` is ignored. */
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
    // Requests that the sync did not await are aborted, and count as made.
    this.#abort.abort();
    await Promise.allSettled(this.#pending);
    this.#ticking.cancel();
    const { state: checkpoint, error, stopped } = record;
    return { state: stopped || this.#stopped ? "stopped" : error ? "failed" : "ended", error, checkpoint };
  }

  async #one(code, state) {
    const {
      lesson: { seconds, stream },
      credentials,
      startSync,
    } = this.#parts;
    const record = {
      exchanges: [],
      landed: [],
      states: [],
      state,
      error: null,
      stopped: false,
      crashed: false,
      returned: null,
      seconds: 0,
    };
    this.syncs.push(record);
    this.#sync = startSync({
      code,
      seconds,
      state,
      credentials,
      keys: KEYS[stream],
      ask: (asked) => this.#ask(asked, record),
      onLand: (rows, state) => this.#land(rows, state, record),
      onLog: (line) => {
        this.#log = [...this.#log, line].slice(-LIMITS.kept);
        this.#ticking.soon();
      },
    });
    Object.assign(record, await this.#sync.ended);
    if (record.crashed && !this.#stopped) record.stopped = false;
    if (record.error) record.error = problemOf(record.error, this.syncs, { credentials, code });
    return record;
  }

  /**
   * Lands rows, with the state at that moment. In a lesson about crashes, the first sync is killed during one of its landings: the state has
   * been set by then, and the rows have not landed.
   */
  #land(rows, state, record) {
    const { crash } = this.#parts.lesson;
    if (crash && this.#number === 1 && record.landed.length === crash - 1) {
      record.crashed = true;
      return this.#sync.stop();
    }
    record.landed.push(rows);
    record.states.push(structuredClone(state));
    this.table.land(rows);
    this.#landed += rows.length;
    return this.#ticking.soon();
  }

  /** The base of a sync's requests. Syncs before the last one see an earlier time, at which a growing list lacks its last rows. */
  get #apiBase() {
    const {
      lesson: { grows = 0, syncs = 1 },
      base,
      settings,
    } = this.#parts;
    return base + prefix(this.#number < syncs ? earlier(settings, grows) : settings);
  }

  /** Whether the API is busy at the next request of the sync. */
  #isBusy() {
    const {
      lesson: { busy },
      settings,
    } = this.#parts;
    this.#asked += 1;
    return this.#asked === busy && settings.rate_limit === "true";
  }

  /**
   * In a lesson about limits, simulates other clients that empty the bucket right before a request of the sync. Their requests are not shown.
   * All are sent at once, since tokens are refilled while responses are awaited.
   */
  #crowd(apiBase) {
    const {
      settings: { capacity },
      exchange,
    } = this.#parts;
    const asked = { method: "GET", url: `${apiBase}/pagination/offset?limit=1`, headers: [], body: null, apiBase };
    return Array.from({ length: Number(capacity) + MORE }, () => exchange(asked, "others", 0, this.#abort.signal));
  }

  async #made(asked) {
    const made = this.#parts.exchange(asked, "sync", this.#number, this.#abort.signal);
    this.#pending.add(made);
    const answered = await made;
    this.#pending.delete(made);
    return answered;
  }

  /** Makes a request that is refused. With `busyBase`, a separate limit refuses it, which no other request meets. */
  async #refused(asked) {
    const { busyBase: apiBase = asked.apiBase } = this.#parts;
    const path = asked.url.slice(new URL(asked.apiBase).href.replace(/\/$/, "").length);
    for (let tried = 1; ; tried += 1) {
      const others = this.#crowd(apiBase);
      const [answered] = await Promise.all([this.#made({ ...asked, apiBase, url: new URL(apiBase + path).href }), ...others]);
      answered.exchange.url = asked.url;
      if (answered.exchange.status === 429 || tried >= CROWDS) return answered;
    }
  }

  /** Replaces Retry-After in lessons whose API asks for a longer wait than a refill takes, like an API under maintenance. */
  #delay(exchange) {
    const { retryAfter } = this.#parts.lesson;
    if (!retryAfter || exchange.status !== 429) return;
    exchange.headers = exchange.headers.map(([name, value]) => [name, name.toLowerCase() === "retry-after" ? retryAfter : value]);
  }

  /** Makes a request of the sync. */
  async #ask({ path, ...asked }, record) {
    const apiBase = this.#apiBase;
    const { url, error } = located(path, apiBase);
    if (error) return { error };
    const { exchange, body } = this.#isBusy()
      ? await this.#refused({ ...asked, url, apiBase })
      : await this.#made({ ...asked, url, apiBase });
    this.#delay(exchange);
    if (this.over) return { error: "The sync was stopped." };
    this.#texts += exchange.text.length;
    if (this.#texts > TEXTS) exchange.text = "";
    record.exchanges.push(exchange);
    this.exchanges.push(exchange);
    this.#ticking.soon();
    return exchange.error ? { error: exchange.error } : { url, status: exchange.status, headers: exchange.headers, body };
  }
}
