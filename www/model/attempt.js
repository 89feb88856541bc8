// A person’s attempt at a lesson: its exchanges, the last run of its sync, the destination, and the judgement of all that.
import { conclude, moves } from "./conclusion.js";
import { emptyDestination, pictured } from "./destination.js";
import { judged, open, verdictText } from "./evidence.js";
import { exchanged } from "./exchange.js";
import { neverRun, Run } from "./run.js";
import { noSecond, Second, secondRow } from "./second.js";
import { prefix } from "./settings.js";
import { truthOf } from "./truth.js";
import { ended } from "./words.js";

/** How many exchanges are shown. */
const SHOWN = 1000;

/** What is kept of an attempt that nobody looks at, at most: characters of answers, and rows. */
const MOST_TEXT = 2 ** 22;
const MOST_ROWS = 20_000;

/** An attempt in which nothing was done, as parts of the state. Of a lesson that was done before, the checks stand as they did. */
export const noAttempt = (lesson, isDone = false) => ({
  checks: [...lesson.checks.map(open), ...secondRow(lesson, noSecond())].map((check) => (isDone ? { ...check, state: "holds" } : check)),
  second: noSecond(),
  exchanges: [],
  shown: null,
  sending: false,
  requestProblem: null,
  run: neverRun(),
  destination: emptyDestination(lesson),
});

export class Attempt {
  #store;
  #parts;
  #lastId = 0;
  /** Its parts of the state while another attempt is shown. */
  #kept;
  #isShown = false;
  /** The last press of Run; before the first one, a run with nothing in it. */
  #run;
  /** The hidden run that follows, if any does. */
  #second;
  /** The code that ran last. */
  #code = null;
  #isBrokenOff = false;

  /**
   * Begins, with the lesson, settings and server of the state; `isDone` is whether the checks stand as they did.
   * @param {{ store: import("./store.js").Store, server: import("./server.js").Server | null, isDone: boolean, startSync: Function, now: () => number, known: { of?: string, truth?: object },
   *   done: (lesson: object, code: string | null) => void }} parts `known` is the truth that was asked for last, of all attempts
   */
  constructor({ store, isDone, ...parts }) {
    const {
      lesson,
      inForce,
      apiBase,
      server: { base, credentials },
    } = store.state;
    this.#store = store;
    this.#parts = { ...parts, lesson, inForce, apiBase, base, credentials };
    this.#kept = noAttempt(lesson, isDone);
    this.#run = this.#newRun();
  }

  /** Where its requests go. */
  get apiBase() {
    return this.#parts.apiBase;
  }

  /** Whether nothing was done in it. */
  get isFresh() {
    const { run, exchanges } = this.#own;
    return run.state === "never" && exchanges.length === 0;
  }

  /** Whether it is too large to be kept for the case that somebody comes back to it. */
  get isLarge() {
    const { run, exchanges } = this.#own;
    return run.landed > MOST_ROWS || exchanges.reduce((sum, { text }) => sum + text.length, 0) > MOST_TEXT;
  }

  /** Shows it, in place of another. */
  enter() {
    this.#isShown = true;
    this.#store.set(this.#kept);
    if (this.isFresh) this.#prepare(this.#run);
  }

  /** Leaves it as it is; what runs goes on. An answer that is awaited is given up. */
  leave() {
    const { state } = this.#store;
    const parts = Object.keys(this.#kept).map((name) => [name, state[name]]);
    this.#kept = { ...Object.fromEntries(parts), sending: false, requestProblem: null };
    this.#isShown = false;
  }

  /** Ends what runs; nothing comes of it any more. */
  end() {
    this.#run.stop(true);
    this.#second?.stop();
  }

  /**
   * Makes a request of the lesson. Numbers are in the order of the starts.
   * @param {import("./exchange.js").Asked & { apiBase?: string }} request
   * @param {"hand" | "sync"} by
   * @param {number} sync
   * @param {AbortSignal} [signal]
   */
  exchange({ apiBase = this.apiBase, ...asked }, by, sync, signal) {
    this.#lastId += 1;
    const {
      server: { fetch },
      now,
    } = this.#parts;
    return exchanged(asked, { id: this.#lastId, by, sync, apiBase, fetch, now, signal });
  }

  /** Shows a request made by hand with its answer. */
  add(exchange) {
    this.#set({ exchanges: [...this.#own.exchanges, exchange].slice(-SHOWN), shown: exchange.id, sending: false });
  }

  /** Judges the checks; what is to be said of it. */
  judge() {
    const { lesson } = this.#parts;
    // Of a run that the person broke off, nothing can be said.
    const own = this.#isBrokenOff ? lesson.checks.map(open) : judged(lesson.checks, { ...this.#run.evidence, byHand: this.#byHand() });
    const checks = [...own, ...secondRow(lesson, this.#own.second)];
    this.#set({ checks });
    if (checks.length && checks.every(({ state }) => state === "holds")) this.#parts.done(lesson, this.#code);
    return verdictText(checks);
  }

  /** Runs the lesson's sync; what was there of an earlier run is gone. */
  async run() {
    const { lesson, server } = this.#parts;
    if (!server) return this.#say("The playground has not started yet. Run again in a moment.");
    const exchanges = this.#byHand();
    const { shown } = this.#own;
    const run = this.#replace();
    const { checks, destination, second } = noAttempt(lesson);
    this.#set({
      checks,
      destination,
      second,
      exchanges,
      shown: exchanges.some(({ id }) => id === shown) ? shown : null,
      run: run.progress,
    });
    this.#say("The sync runs.");
    const { code } = this.#store.state.work[lesson.id];
    await this.#prepare(run);
    this.#code = code;
    await this.#conclude(run, { code, ...(await run.go(code)) });
    await this.#runAgain(run, code);
  }

  /** Ends a run where it is, for the person: its checks stay open. */
  stop() {
    this.#isBrokenOff = true;
    this.#run.stop();
  }

  /** Its parts of the state. */
  get #own() {
    return this.#isShown ? this.#store.state : this.#kept;
  }

  #set(patch) {
    if (this.#isShown) this.#store.set(patch);
    else this.#kept = { ...this.#kept, ...patch };
  }

  /** Says something to those who do not see it, where it is shown. */
  #say(said) {
    if (this.#isShown) this.#store.set({ said });
  }

  #byHand() {
    return this.#own.exchanges.filter(({ by }) => by === "hand");
  }

  #newRun() {
    const { lesson, inForce: settings, base, credentials, startSync, now } = this.#parts;
    const exchange = this.exchange.bind(this);
    const run = new Run({ lesson, base, settings, credentials, startSync, now, exchange, changed: () => this.#tick(run) });
    return run;
  }

  #replace() {
    this.#isBrokenOff = false;
    this.end();
    return (this.#run = this.#newRun());
  }

  /** Draws the destination; before the first run too, so that it shows what there is to land. */
  async #prepare(run) {
    if (!this.#parts.lesson.start || !this.#parts.server) return;
    try {
      run.truth = await this.#truth();
      this.#draw(run);
    } catch (error) {
      this.#trouble(run, `The rows to compare with did not come: ${ended(error.message)} Start the lesson over.`);
    }
  }

  /** The truth of the lesson's stream, which is known from before where it does not move. */
  async #truth() {
    const {
      lesson: { stream },
      inForce,
      server,
      known,
    } = this.#parts;
    const of = [stream, server.base, prefix(inForce)].join(" ");
    if (known.of === of && !moves(stream, { ...server.settings, ...inForce })) return known.truth;
    const truth = await truthOf(stream, server, inForce);
    Object.assign(known, { of, truth });
    return truth;
  }

  /** Draws the destination of a run, with more that has changed: one change of state, not two. */
  #draw({ over, truth, table, verdict }, more = {}) {
    if (over) return;
    const { destination } = this.#own;
    const picture = truth
      ? { ...pictured(this.#parts.lesson, table, truth, verdict), problem: destination.problem }
      : { ...destination, verdict };
    this.#set({ ...more, destination: picture });
  }

  #trouble(run, problem) {
    if (!run.over) this.#set({ destination: { ...this.#own.destination, problem } });
  }

  /** Shows how far a run is. */
  #tick(run, more = {}) {
    if (run.over) return;
    const exchanges = [...this.#byHand(), ...run.exchanges].sort((one, other) => one.id - other.id).slice(-SHOWN);
    this.#draw(run, { exchanges, run: { ...run.progress, ...more } });
  }

  /** Asks for the verdict and judges. The run counts as running until then. */
  async #conclude(run, { code, state, error, checkpoint }) {
    this.#tick(run, { error, checkpoint });
    const { lesson, inForce, server, credentials } = this.#parts;
    try {
      if (run.over) return;
      await conclude(run, lesson, server, inForce);
      this.#draw(run);
    } catch (problem) {
      this.#trouble(run, `The verdict did not come: ${ended(problem.message)} Run again.`);
    }
    if (run.over) return;
    // An answer that went wrong is worth a look, where the person looks at no other.
    const wrong = run.exchanges.findLast(({ status }) => status < 200 || status > 299);
    // Nothing needs it before the end of a run.
    const { diagnosis } = await import("./facts.js").catch(() => ({ diagnosis: () => null }));
    if (run.over) return;
    const found = diagnosis({ lesson, code, syncs: run.syncs, verdict: run.verdict, state, credentials });
    this.#set({ run: { ...this.#own.run, state, diagnosis: found }, shown: this.#own.shown ?? wrong?.id ?? null });
    const judgement = this.judge();
    const parts = [endText(state, error), this.#own.destination.sentence, found && !found.isGuess && found.text, judgement];
    this.#say(parts.filter(Boolean).join(" "));
  }

  /** After a run whose own checks hold, the same code runs on other data, where nobody sees it. */
  async #runAgain(run, code) {
    const { lesson, inForce, server, credentials, startSync, now } = this.#parts;
    if (run.over || !lesson.second || this.#own.checks.some(({ id, state }) => id !== "second" && state !== "holds")) return;
    this.#second = new Second({ lesson, settings: inForce, first: run.exchanges, server, credentials, startSync, now });
    this.#set({ second: { ...noSecond(), state: "running" } });
    this.judge();
    const second = await this.#second.go(code);
    if (run.over || !second) return;
    this.#set({ second });
    this.#say(this.judge());
  }
}

function endText(state, error) {
  if (!error) return state === "stopped" ? "The sync was stopped." : "The sync ended.";
  if (state === "stopped") return error.text;
  return `The sync failed${error.line ? ` in line ${error.line}` : ""}: ${ended(error.text)}`;
}
