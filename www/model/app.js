// The page's state and all that can be done on it. Views draw the state and call the actions; nothing else passes between them.
import { clearBench, createBench } from "./bench.js";
import { keepingActions, keptState } from "./keeping.js";
import { endpointsOf } from "./openapi.js";
import { freshWork, pageStorage, shelf as shelfOf } from "./progress.js";
import { requestActions } from "./requests.js";
import { connectHere, connectOwn } from "./server.js";
import { given, inForce, prefix } from "./settings.js";
import { link, readLink } from "./share.js";
import { createStore } from "./store.js";
import { wholeDraft } from "./draft.js";
import { startSync as startInWorker } from "../sync/runner.js";

/**
 * @param {{ lessons: object[], storage?: Storage, location?: Location, connect?: Function, now?: () => number,
 *   startSync?: Function }} parts what is not given is the browser's
 */
export function createApp({
  lessons, storage = pageStorage(), location = globalThis.location, connect = connectHere, now = () => performance.now(),
  startSync = startInWorker,
}) {
  const shelf = shelfOf(storage, location.href);
  const store = createStore(firstState(lessons, keptState(lessons, shelf.load()), location));
  let server = null;
  let here = null;
  let update = async () => {};
  // Whether a view has asked for the endpoints: they come with the next server, too.
  let wantsOpenapi = false;

  const bench = createBench({ store, server: () => server, startSync, now, done: () => changeWork({ done: true }) });
  const keeping = keepingActions({ store, shelf, refresh });
  const { keep, ...kept } = keeping;

  function changeWork(patch, { id } = store.state.lesson) {
    store.set({ work: { ...store.state.work, [id]: { ...store.state.work[id], ...patch } } });
    keep();
  }

  /** Follows a change of lesson, settings or server. */
  function refresh() {
    store.set(addressed(store.state));
    bench.clear();
  }

  function enter(lesson) {
    store.set({ view: "lesson", lesson });
    refresh();
  }

  /** Goes where the address says; what a link brings along becomes the person's own, so that a reload does not bring it again. */
  function follow() {
    // Another part of this page: the skip link's.
    if (/^#[^/]/.test(location.hash)) return;
    const { id, request, settings, problem } = readLink(location.hash);
    if (id === "reference") {
      actions.openReference();
      return;
    }
    const lesson = lessons.find((one) => one.id === id);
    if (settings) store.set({ settings });
    if (lesson && request) changeWork({ request }, lesson);
    if (!lesson && id) store.set({ notice: `There is no lesson ‘${id}’. Choose one from the list.` });
    if (problem) store.set({ notice: problem, said: problem });
    const next = lesson ?? nextOf(store.state);
    if (next !== store.state.lesson || request || settings) enter(next);
    else store.set({ view: "lesson" });
    if (settings) checkSettings();
    if (request || settings || problem) replaceAddress(location, `#/${next.id}`);
    if (request || settings) keep();
  }

  function use(next) {
    server = next;
    const { fetch: _, ...told } = next;
    store.set({ server: { ...store.state.server, ...told, state: "ready", error: null }, openapi: { state: "none", endpoints: [] } });
    refresh();
    checkSettings();
    if (wantsOpenapi) actions.loadOpenapi();
  }

  /** Settings of a link, or of another server's time, may be none that this server takes; they stay, to be mended. */
  async function checkSettings() {
    const problem = server && Object.keys(store.state.settings).length > 0 && (await refusal(server, store.state.inForce));
    if (problem) store.set({ settingsProblem: problem, notice: `${problem} Change the settings in the Server drawer.` });
  }

  const actions = {
    async start() {
      globalThis.addEventListener?.("hashchange", follow);
      follow();
      store.set({ server: { ...store.state.server, state: "starting", error: null } });
      try {
        here = await connect((apply) => {
          update = apply;
          const said = "A new version of this page is ready. Reload to use it.";
          store.set({ server: { ...store.state.server, needsReload: true }, said });
        });
        use(here);
        store.set({ said: "The playground is ready." });
      } catch (error) {
        const text = `The playground does not start: ${error.message}. Reload the page, or connect to a server of your own.`;
        store.set({ server: { ...store.state.server, state: "failed", error: text }, said: text });
      }
    },

    openLesson(id) {
      const lesson = lessons.find((one) => one.id === id);
      if (!lesson) return;
      if (lesson !== store.state.lesson) enter(lesson);
      else store.set({ view: "lesson" });
      goTo(location, `#/${id}`);
    },

    openReference() {
      store.set({ view: "reference" });
      goTo(location, "#/reference");
      return actions.loadOpenapi();
    },

    setCode: (code) => changeWork({ code }),
    showHint: () => changeWork({ hint: true }),
    showSolution: () => changeWork({ solution: true }),
    takeSolution() {
      const { solution } = store.state.lesson;
      changeWork(typeof solution === "string" ? { code: solution, solution: true } : { request: wholeDraft(solution), solution: true });
      store.set({ said: "The solution was put in place of yours." });
    },
    reset() {
      const { lesson, work } = store.state;
      changeWork({ ...freshWork(lesson), done: work[lesson.id].done });
      bench.clear();
      store.set({ said: "The lesson starts over." });
    },
    run: bench.run,
    stop: bench.stop,

    /** Takes settings over if the server knows them. @returns {Promise<string | null>} why it does not */
    async setSettings(patch) {
      const settings = given({ ...store.state.settings, ...patch });
      const problem = server && (await refusal(server, inForce(settings, store.state.lesson)));
      store.set({ settingsProblem: problem || null, ...(problem ? { said: problem } : { settings }) });
      if (problem) return problem;
      refresh();
      keep();
      return null;
    },

    /** Changes the server; where that fails, the one before stays. @returns {Promise<string | null>} why it fails */
    async connect({ door, base, credentials }) {
      if (door !== "own" && !here) return actions.start();
      try {
        const next = door === "own" ? await connectOwn(base, credentials, { page: location.href }) : here;
        use(next);
        store.set({ said: `Connected to ${next.base}.` });
        return null;
      } catch ({ message }) {
        store.set({ server: { ...store.state.server, error: message }, said: message });
        return message;
      }
    },

    link() {
      const { lesson: { id }, work, settings } = store.state;
      return link(location.href, id, { request: work[id].request, settings });
    },

    async reload() {
      keep();
      await update();
      location.reload();
    },
    setSnippet(snippet) {
      store.set({ snippet });
      keep();
    },
    dismiss: () => store.set({ notice: null }),

    async loadOpenapi() {
      wantsOpenapi = true;
      if (!server || ["loading", "ready"].includes(store.state.openapi.state)) return;
      store.set({ openapi: { state: "loading", endpoints: [] } });
      const asked = server;
      const endpoints = await asked.fetch(`${asked.base}/openapi.json`)
        .then(async (response) => endpointsOf(await response.json(), asked.credentials))
        .catch(() => null);
      if (asked === server) store.set({ openapi: endpoints ? { state: "ready", endpoints } : { state: "failed", endpoints: [] } });
    },
    tryEndpoint({ sample }) {
      const free = lessons.at(-1);
      changeWork({ request: wholeDraft(sample) }, free);
      actions.openLesson(free.id);
    },
    ...kept,
    ...requestActions({ store, bench, ready: () => server !== null, changeWork }),
  };

  return {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    ...actions,
  };
}

function firstState(lessons, kept, location) {
  const server = {
    state: "starting", door: "tab", direct: false, base: new URL(".", location.href).href.replace(/\/$/, ""), version: "", notice: null,
    error: null, settings: {}, credentials: {}, needsReload: false,
  };
  const lesson = lessons.find(({ id }) => id === readLink(location.hash).id) ?? nextOf({ lessons, work: kept.work });
  const state = { server, view: "lesson", lesson, lessons, ...kept, ...clearBench(lesson), openapi: { state: "none", endpoints: [] } };
  return { ...state, ...addressed(state), settingsProblem: null, notice: null, said: "" };
}

/** What follows from server, settings and lesson. */
function addressed({ server, settings, lesson }) {
  const all = inForce(settings, lesson);
  return { inForce: all, apiBase: server.base + prefix(all) };
}

/** The first lesson that is not done. */
const nextOf = ({ lessons, work }) => lessons.find(({ id }) => !work[id].done) ?? lessons[0];

/** Why a server does not take settings; null where it does. */
async function refusal({ base, fetch }, settings) {
  try {
    const response = await fetch(`${base}${prefix(settings)}/playground/settings`);
    return response.ok ? null : `The server does not take this: ${(await response.json()).error}.`;
  } catch {
    // Not there: that shows with the next request.
    return null;
  }
}

function goTo(location, hash) {
  if (location.hash.split("?")[0] !== hash) location.hash = hash;
}

/** Changes the address without a step in the history, where there is one. */
function replaceAddress(location, hash) {
  if (location === globalThis.location) globalThis.history.replaceState(null, "", hash);
  else location.hash = hash;
}
