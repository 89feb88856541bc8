// Where a lesson is worked on: its exchanges, the runs of its sync, the destination, and the judgement of all that.
import { emptyDestination, pictured, Table } from "./destination.js";
import { judged, open, verdictText } from "./evidence.js";
import { exchanged, located } from "./exchange.js";
import { KEYS, truthOf, verdictOf } from "./truth.js";
import { prefix } from "./settings.js";
import { throttled } from "./store.js";
import { LIMITS } from "../sync/limits.js";

/** How many exchanges are shown, how many characters of a run's answers are kept, and the time between two pictures of a run. */
const SHOWN = 1000;
const TEXTS = 2 ** 25;
const TICK = 100;

export const neverRun = () => ({
  state: "never", sync: 0, syncs: 0, requests: 0, landed: 0, seconds: 0, error: null, log: [], checkpoint: null,
});

/** A bench with nothing on it, as parts of the state. */
export const clearBench = (lesson) => ({
  checks: lesson.checks.map(open), exchanges: [], shown: null, sending: false, requestProblem: null,
  run: neverRun(), destination: emptyDestination(lesson),
});

/**
 * @param {{ store: object, server: () => object, startSync: Function, now: () => number, done: () => void }} parts
 */
export function createBench({ store, server, startSync, now, done }) {
  let lastId = 0;
  let known = { of: null, truth: null };
  // What belongs to the current lesson's last press of Run; another one takes its place, and then it has no say any more.
  let job = emptyJob();
  const isSync = () => Boolean(store.state.lesson.start);

  function emptyJob() {
    const { lesson } = store.state;
    const none = { verdict: null, truth: null, sync: null, texts: 0 };
    return { ...none, table: new Table(lesson), syncs: [], exchanges: [], abort: new AbortController() };
  }

  function replace() {
    job.abort.abort();
    job.sync?.stop();
    job.ticking?.cancel();
    return (job = emptyJob());
  }

  /** Makes a request of the lesson and keeps the exchange's number in order. */
  const exchange = (asked, by, sync, signal) =>
    exchanged(asked, { id: (lastId += 1), by, sync, apiBase: store.state.apiBase, fetch: server().fetch, now, signal });

  const byHand = () => store.state.exchanges.filter(({ by }) => by === "hand");

  function judge() {
    const { lesson, server: { credentials } } = store.state;
    const { syncs, table: { rows }, verdict } = job;
    const checks = judged(lesson.checks, { byHand: byHand(), syncs, rows, verdict, credentials }, isSync());
    store.set({ checks });
    if (checks.length && checks.every(({ state }) => state === "holds")) done();
    return verdictText(checks);
  }

  /** The truth of the lesson's stream. Companies and what is below them move on the clock, the records do not. */
  async function truth() {
    const { lesson: { stream }, inForce } = store.state;
    const of = [stream, server().base, prefix(inForce)].join(" ");
    if (known.of === of && ["people", "step"].includes(stream)) return known.truth;
    known = { of, truth: await truthOf(stream, server(), inForce) };
    return known.truth;
  }

  /** Draws the destination; before the first run too, so that it shows what there is to land. */
  async function prepare(mine) {
    if (!isSync() || !server()) return;
    try {
      mine.truth = await truth();
      if (job === mine) picture(mine);
    } catch (error) {
      trouble(mine, `The rows to compare with did not come: ${error.message}. Start the lesson over.`);
    }
  }

  const picture = (mine) => mine.truth && store.set({ destination: pictured(store.state.lesson, mine.table, mine.truth, mine.verdict) });
  const trouble = (mine, problem) => job === mine && store.set({ destination: { ...store.state.destination, problem } });

  /** Shows how far a run is. */
  function tick(mine) {
    if (job !== mine) return;
    const { exchanges, run } = mine;
    const shown = [...byHand(), ...exchanges].sort((one, other) => one.id - other.id).slice(-SHOWN);
    const seconds = (now() - mine.started) / 1000;
    store.set({ exchanges: shown, run: { ...run, seconds, requests: exchanges.length, landed: mine.landed, log: [...mine.log] } });
    picture(mine);
  }

  /** What a sync asks of the page. */
  const answering = (mine, record) => async ({ path, method, headers, body }) => {
    const { url, error } = located(path, store.state.apiBase);
    if (error) return { error };
    const made = await exchange({ method, url, headers, body }, "sync", mine.run.sync, mine.abort.signal);
    if (job !== mine) return { error: "The sync was stopped." };
    mine.texts += made.exchange.text.length;
    if (mine.texts > TEXTS) made.exchange.text = "";
    record.exchanges.push(made.exchange);
    mine.exchanges.push(made.exchange);
    mine.ticking.soon();
    const { status, headers: got } = made.exchange;
    return made.exchange.error ? { error: made.exchange.error } : { url, status, headers: got, body: made.body };
  };

  async function sync(mine, code, state) {
    const { lesson, server: { credentials } } = store.state;
    const record = { exchanges: [], landed: [], state, error: null, stopped: false, seconds: 0 };
    mine.syncs.push(record);
    const onLand = (rows) => {
      record.landed.push(rows);
      mine.table.land(rows);
      mine.landed += rows.length;
      mine.ticking.soon();
    };
    const onLog = (line) => {
      mine.log = [...mine.log, line].slice(-LIMITS.kept);
      mine.ticking.soon();
    };
    const { seconds, stream } = lesson;
    mine.sync = startSync({ code, seconds, keys: KEYS[stream], credentials, state, ask: answering(mine, record), onLand, onLog });
    return Object.assign(record, await mine.sync.ended);
  }

  /** Runs the lesson's sync as often as one press of Run does; what was there of an earlier run is gone. */
  async function run() {
    if (!server()) return store.set({ said: "The playground has not started yet. Run again in a moment." });
    const { lesson, work } = store.state;
    const exchanges = byHand();
    const shown = exchanges.some(({ id }) => id === store.state.shown) ? store.state.shown : null;
    const mine = replace();
    const syncs = lesson.syncs ?? 1;
    Object.assign(mine, { started: now(), landed: 0, log: [], run: { ...neverRun(), state: "running", sync: 1, syncs } });
    mine.ticking = throttled(() => tick(mine), TICK);
    const { checks, destination } = clearBench(lesson);
    store.set({ checks, destination, exchanges, shown, run: mine.run, said: "The sync runs." });
    await prepare(mine);
    let record = { state: {} };
    for (let n = 1; n <= syncs && job === mine && !mine.stopped && !record.error && !record.stopped; n += 1) {
      mine.run = { ...mine.run, sync: n };
      record = await sync(mine, work[lesson.id].code, structuredClone(record.state));
    }
    if (job === mine) await conclude(mine, record);
  }

  async function conclude(mine, { state: checkpoint, error, stopped }) {
    mine.abort.abort();
    const state = stopped || mine.stopped ? "stopped" : error ? "failed" : "ended";
    mine.run = { ...mine.run, state: "running", error: error ?? null, checkpoint };
    mine.ticking.now();
    try {
      mine.verdict = await verdictOf(store.state.lesson.stream, mine.table.rows, server(), store.state.inForce);
      if (job === mine) picture(mine);
    } catch (problem) {
      trouble(mine, `The verdict did not come: ${problem.message}. Run again.`);
    }
    if (job !== mine) return;
    mine.run = { ...mine.run, state };
    store.set({ run: { ...store.state.run, state } });
    const judgement = judge();
    store.set({ said: [ending(state, error), store.state.destination.sentence, judgement].filter(Boolean).join(" ") });
  }

  return {
    exchange,
    judge,
    byHand,
    run,
    /** Ends a run where it is; what has landed is judged. */
    stop() {
      job.stopped = true;
      job.sync?.stop();
    },
    /** Clears the bench, for another lesson, other settings or another server. */
    clear() {
      store.set(clearBench(store.state.lesson));
      prepare(replace());
    },
  };
}

const ending = (state, error) => {
  if (!error) return state === "stopped" ? "The sync was stopped." : "The sync ended.";
  if (state === "stopped") return error.text;
  return `The sync failed${error.line ? ` in line ${error.line}` : ""}: ${error.text.replace(/\.?$/, ".")}`;
};
