// The page's state and all that can be done on it. Views draw the state and call the actions; nothing else passes between them.
import { noAttempt } from "./attempt.js";
import { attempts as attemptsAt } from "./attempts.js";
import { connection, noEndpoints, noServer } from "./connection.js";
import { wholeDraft } from "./draft.js";
import { earlyPresses } from "./early.js";
import { jsonAhead } from "./json.js";
import { keepingActions, keptState } from "./keeping.js";
import { ownServer } from "./own.js";
import { lessonAt, places } from "./places.js";
import { freshWork, pageStorage, passedBy, shelf as shelfOf } from "./progress.js";
import { requestActions } from "./requests.js";
import { connectHere } from "./server.js";
import { inForce, prefix } from "./settings.js";
import { createStore } from "./store.js";
import { tryingActions } from "./trying.js";
import { startSync as startInWorker } from "../sync/start.js";

/**
 * @param {{ lessons: object[], storage?: Storage, session?: Storage, location?: Location, connect?: Function, now?: () => number,
 *   date?: () => Date, startSync?: Function }} parts what is not given is the browser's
 */
export function createApp({
  lessons,
  storage = pageStorage("localStorage"),
  session = pageStorage("sessionStorage"),
  location = globalThis.location,
  connect = connectHere,
  now = () => performance.now(),
  date = () => new Date(),
  startSync = startInWorker,
}) {
  const shelf = shelfOf(storage, location.href);
  const own = ownServer({ storage, session, page: location.href });
  const store = createStore(firstState(lessons, keptState(lessons, shelf.load()), location));

  /** Changes what was done on a lesson, and keeps it. */
  const changeWork = (patch, { id } = store.state.lesson) => {
    store.set({ work: { ...store.state.work, [id]: { ...store.state.work[id], ...patch } } });
    keep();
  };
  /** Notes that a lesson was done, and by which code; the same code again changes nothing. */
  const done = (lesson, code) => {
    const {
      lesson: shown,
      work: { [lesson.id]: before },
    } = store.state;
    if (!before.done || before.passed?.code !== code) changeWork({ done: true, passed: passedBy(code, date()) }, lesson);
    if (lesson !== shown) store.set({ said: `The lesson ‘${lesson.title}’ is done.` });
  };
  /** Follows a change of lesson or settings. */
  const refresh = () => {
    store.set(addressed(store.state));
    attempts.open();
  };
  /** Follows a change of the server, or of all that is kept: nothing of before counts any more. */
  const renew = () => {
    store.set(addressed(store.state));
    attempts.clear();
  };

  const { keep, catchUp, ...keeping } = keepingActions({ store, shelf, own, refresh: renew });
  const { early, settle } = earlyPresses({ store, ready: () => current() !== null });
  const {
    start,
    checkSettings,
    current,
    actions: connecting,
  } = connection({ store, location, connect, own, refresh, renew, keep, settled: settle });
  const attempts = attemptsAt({ store, server: current, startSync, now, done });
  const { loadOpenapi } = connecting;
  const { follow, actions: going } = places({ store, location, changeWork, refresh, keep, checkSettings, loadOpenapi });

  return {
    get state() {
      return store.state;
    },
    /** The state as it goes on: views read the parts they draw, and are drawn again when one of these changes. */
    live: store.live,
    subscribe: store.subscribe,
    /** Goes where the address says and connects to the page's playground. */
    start() {
      globalThis.addEventListener?.("hashchange", follow);
      globalThis.addEventListener?.("storage", catchUp);
      follow();
      return start();
    },
    /** Fetches what runs and requests need, before there is one: afterwards they do without the host. */
    ahead: () => Promise.allSettled([import("../sync/runner.js"), import("../sync/unread.js"), import("./facts.js"), jsonAhead()]),
    run: () => early("run", () => attempts.current.run()),
    stop: () => attempts.current.stop(),
    setSnippet(snippet) {
      store.set({ snippet });
      keep();
    },
    /** Closes the notice. */
    dismiss: () => store.set({ notice: null }),
    ...connecting,
    ...going,
    ...keeping,
    ...tryingActions({ store, current, now, takeIn: going.takeIn }),
    ...requestActions({ store, attempts, ready: () => current() !== null, early, changeWork }),
    ...lessonActions({ store, attempts, changeWork }),
  };
}

/** What is done on the current lesson, but for its requests and runs. */
function lessonActions({ store, attempts, changeWork }) {
  return {
    setCode: (code) => changeWork({ code }),
    showHint: () => changeWork({ hint: true }),
    showSolution: () => changeWork({ solution: true }),
    /** Puts the solution into the editor; where it is requests, one of them into the request bar. */
    takeSolution(n = 0) {
      const solution = [store.state.lesson.solution].flat()[n];
      if (!solution) return;
      changeWork({ solution: true, ...(typeof solution === "string" ? { code: solution } : { request: wholeDraft(solution) }) });
      store.set({ requestProblem: null, said: "The solution was put in place of yours." });
    },
    /** Starts the lesson over; that it was done before stays. */
    reset() {
      const { lesson, work } = store.state;
      const { done, passed } = work[lesson.id];
      changeWork({ ...freshWork(lesson), done, passed });
      attempts.startOver(false);
      store.set({ said: "The lesson starts over." });
    },
  };
}

function firstState(lessons, kept, location) {
  const lesson = lessonAt(location.hash, { lessons, ...kept });
  const notes = {
    settingsProblem: null,
    notice: null,
    said: "",
    pressed: null,
    requestNote: null,
    requestBefore: null,
    tried: null,
    entry: null,
  };
  const state = {
    server: noServer(location.href),
    view: "lesson",
    lesson,
    lessons,
    ...kept,
    ...noAttempt(lesson, kept.work[lesson.id].done),
    ...notes,
  };
  return { ...state, ...addressed(state), openapi: noEndpoints() };
}

/** What follows from server, settings and lesson. */
function addressed({ server, settings, lesson }) {
  const all = inForce(settings, lesson);
  return { inForce: all, apiBase: server.base + prefix(all) };
}
