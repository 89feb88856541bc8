// A person’s attempt at a lesson: its exchanges, the last run of its sync, the destination, and the judgement of all that.
import { emptyDestination, pictured } from "./destination.js";
import { judged, open, verdictText } from "./evidence.js";
import { exchanged } from "./exchange.js";
import { neverRun, Run } from "./run.js";
import { prefix } from "./settings.js";
import { truthOf, verdictOf } from "./truth.js";
import { ended } from "./words.js";

/** How many exchanges are shown. */
const SHOWN = 1000;

/** An attempt in which nothing was done, as parts of the state. */
export const noAttempt = (lesson) => ({
  checks: lesson.checks.map(open), exchanges: [], shown: null, sending: false, requestProblem: null,
  run: neverRun(), destination: emptyDestination(lesson),
});

export class Attempt {
  #store;
  #parts;
  #lastId = 0;
  #known = { of: null, truth: null };
  /** The last press of Run; before the first one, a run with nothing in it. */
  #run;

  /** @param {{ store: object, server: () => object | null, startSync: Function, now: () => number, done: () => void }} parts */
  constructor({ store, ...parts }) {
    this.#store = store;
    this.#parts = parts;
    this.#run = this.#newRun();
  }

  /** Begins anew, for another lesson, other settings or another server. */
  clear() {
    this.#store.set(noAttempt(this.#store.state.lesson));
    this.#prepare(this.#replace());
  }

  /** Makes a request of the lesson. Numbers are in the order of the starts. */
  exchange(asked, by, sync, signal) {
    this.#lastId += 1;
    const { server, now } = this.#parts;
    return exchanged(asked, { id: this.#lastId, by, sync, apiBase: this.#store.state.apiBase, fetch: server().fetch, now, signal });
  }

  /** Shows a request made by hand with its answer. */
  add(exchange) {
    this.#store.set({ exchanges: [...this.#store.state.exchanges, exchange].slice(-SHOWN), shown: exchange.id, sending: false });
  }

  /** Judges the checks; what is to be said of it. */
  judge() {
    const { lesson, server: { credentials } } = this.#store.state;
    const { syncs, table: { rows }, verdict } = this.#run;
    const checks = judged(lesson.checks, { byHand: this.#byHand(), syncs, rows, verdict, credentials });
    this.#store.set({ checks });
    if (checks.length && checks.every(({ state }) => state === "holds")) this.#parts.done();
    return verdictText(checks);
  }

  /** Runs the lesson's sync; what was there of an earlier run is gone. */
  async run() {
    const { state } = this.#store;
    if (!this.#parts.server()) return this.#store.set({ said: "The playground has not started yet. Run again in a moment." });
    const exchanges = this.#byHand();
    const shown = exchanges.some(({ id }) => id === state.shown) ? state.shown : null;
    const run = this.#replace();
    const { checks, destination } = noAttempt(state.lesson);
    this.#store.set({ checks, destination, exchanges, shown, run: run.progress, said: "The sync runs." });
    await this.#prepare(run);
    const ending = await run.go(state.work[state.lesson.id].code);
    return this.#conclude(run, ending);
  }

  /** Ends a run where it is; what has landed is judged. */
  stop() {
    this.#run.stop();
  }

  get #isSync() {
    return Boolean(this.#store.state.lesson.start);
  }

  #byHand() {
    return this.#store.state.exchanges.filter(({ by }) => by === "hand");
  }

  #newRun() {
    const { lesson, apiBase, server: { credentials } } = this.#store.state;
    const { startSync, now } = this.#parts;
    const exchange = (...asked) => this.exchange(...asked);
    const run = new Run({ lesson, apiBase, credentials, startSync, now, exchange, changed: () => this.#tick(run) });
    return run;
  }

  #replace() {
    this.#run.stop(true);
    return (this.#run = this.#newRun());
  }

  /** Draws the destination; before the first run too, so that it shows what there is to land. */
  async #prepare(run) {
    if (!this.#isSync || !this.#parts.server()) return;
    try {
      run.truth = await this.#truth();
      this.#draw(run);
    } catch (error) {
      this.#trouble(run, `The rows to compare with did not come: ${ended(error.message)} Start the lesson over.`);
    }
  }

  /** The truth of the lesson's stream. Companies and what is below them move on the clock, the records do not. */
  async #truth() {
    const { lesson: { stream }, inForce } = this.#store.state;
    const server = this.#parts.server();
    const of = [stream, server.base, prefix(inForce)].join(" ");
    if (this.#known.of === of && ["people", "step"].includes(stream)) return this.#known.truth;
    const truth = await truthOf(stream, server, inForce);
    this.#known = { of, truth };
    return truth;
  }

  /** Draws the destination of a run, with more that has changed: one change of state, not two. */
  #draw({ over, truth, table, verdict }, more = {}) {
    if (over) return;
    const { lesson, destination } = this.#store.state;
    const picture = truth ? { ...pictured(lesson, table, truth, verdict), problem: destination.problem } : { ...destination, verdict };
    this.#store.set({ ...more, destination: picture });
  }

  #trouble(run, problem) {
    if (!run.over) this.#store.set({ destination: { ...this.#store.state.destination, problem } });
  }

  /** Shows how far a run is. */
  #tick(run, more = {}) {
    if (run.over) return;
    const exchanges = [...this.#byHand(), ...run.exchanges].sort((one, other) => one.id - other.id).slice(-SHOWN);
    this.#draw(run, { exchanges, run: { ...run.progress, ...more } });
  }

  /** Asks for the verdict and judges. The run counts as running until then. */
  async #conclude(run, { state, error, checkpoint }) {
    this.#tick(run, { error, checkpoint });
    const { lesson: { stream }, inForce } = this.#store.state;
    try {
      if (run.over) return;
      run.verdict = await verdictOf(stream, run.table.rows, this.#parts.server(), inForce);
      this.#draw(run);
    } catch (problem) {
      this.#trouble(run, `The verdict did not come: ${ended(problem.message)} Run again.`);
    }
    if (run.over) return;
    // An answer that went wrong is worth a look, where the person looks at no other.
    const wrong = run.exchanges.findLast(({ status }) => status < 200 || status > 299);
    this.#store.set({ run: { ...this.#store.state.run, state }, shown: this.#store.state.shown ?? wrong?.id ?? null });
    const judgement = this.judge();
    this.#store.set({ said: [endText(state, error), this.#store.state.destination.sentence, judgement].filter(Boolean).join(" ") });
  }
}

function endText(state, error) {
  if (!error) return state === "stopped" ? "The sync was stopped." : "The sync ended.";
  if (state === "stopped") return error.text;
  return `The sync failed${error.line ? ` in line ${error.line}` : ""}: ${ended(error.text)}`;
}
