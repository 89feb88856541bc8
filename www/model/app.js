// The page's state and all that can be done on it. Views draw the state and call the actions; nothing else passes between them.
import { Attempt, noAttempt } from "./attempt.js";
import { connection, noEndpoints, noServer } from "./connection.js";
import { wholeDraft } from "./draft.js";
import { keepingActions, keptState } from "./keeping.js";
import { ownServer } from "./own.js";
import { lessonAt, places } from "./places.js";
import { freshWork, pageStorage, shelf as shelfOf } from "./progress.js";
import { requestActions } from "./requests.js";
import { connectHere } from "./server.js";
import { inForce, prefix } from "./settings.js";
import { createStore } from "./store.js";
import { startSync as startInWorker } from "../sync/runner.js";

/**
 * @param {{ lessons: object[], storage?: Storage, session?: Storage, location?: Location, connect?: Function, now?: () => number,
 *   startSync?: Function }} parts what is not given is the browser's
 */
export function createApp({
  lessons, storage = pageStorage("localStorage"), session = pageStorage("sessionStorage"), location = globalThis.location,
  connect = connectHere, now = () => performance.now(), startSync = startInWorker,
}) {
  const shelf = shelfOf(storage, location.href);
  const own = ownServer({ storage, session, page: location.href });
  const store = createStore(firstState(lessons, keptState(lessons, shelf.load()), location));

  /** Changes what was done on a lesson, and keeps it. */
  const changeWork = (patch, { id } = store.state.lesson) => {
    store.set({ work: { ...store.state.work, [id]: { ...store.state.work[id], ...patch } } });
    keep();
  };
  /** Follows a change of lesson, settings or server. */
  const refresh = () => {
    store.set(addressed(store.state));
    attempt.clear();
  };

  const { keep, catchUp, ...keeping } = keepingActions({ store, shelf, own, refresh });
  const { start, checkSettings, current, actions: connecting } = connection({ store, location, connect, own, refresh, keep });
  const attempt = new Attempt({ store, server: current, startSync, now, done: () => changeWork({ done: true }) });
  const { loadOpenapi } = connecting;
  const { follow, actions: going } = places({ store, location, changeWork, refresh, keep, checkSettings, loadOpenapi });

  return {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    /** Goes where the address says and connects to the page's playground. */
    start() {
      globalThis.addEventListener?.("hashchange", follow);
      globalThis.addEventListener?.("storage", catchUp);
      follow();
      return start();
    },
    run: () => attempt.run(),
    stop: () => attempt.stop(),
    setSnippet(snippet) {
      store.set({ snippet });
      keep();
    },
    /** Closes the notice. */
    dismiss: () => store.set({ notice: null }),
    ...connecting,
    ...going,
    ...keeping,
    ...requestActions({ store, attempt, ready: () => current() !== null, changeWork }),
    ...lessonActions({ store, attempt, changeWork }),
  };
}

/** What is done on the current lesson, but for its requests and runs. */
function lessonActions({ store, attempt, changeWork }) {
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
      changeWork({ ...freshWork(lesson), done: work[lesson.id].done });
      attempt.clear();
      store.set({ said: "The lesson starts over." });
    },
  };
}

function firstState(lessons, kept, location) {
  const lesson = lessonAt(location.hash, { lessons, ...kept });
  const notes = { settingsProblem: null, notice: null, said: "" };
  const state = { server: noServer(location.href), view: "lesson", lesson, lessons, ...kept, ...noAttempt(lesson), ...notes };
  return { ...state, ...addressed(state), openapi: noEndpoints() };
}

/** What follows from server, settings and lesson. */
function addressed({ server, settings, lesson }) {
  const all = inForce(settings, lesson);
  return { inForce: all, apiBase: server.base + prefix(all) };
}
