// Where on the page a person is, as the address says it: a lesson, or the reference.
import { wholeDraft } from "./draft.js";
import { unpacked } from "./packing.js";
import { isSandbox } from "./settings.js";
import { brokenLink, link, readLink, referenceLink } from "./share.js";

/** The lesson of an address; without one, the first that is not done. */
export const lessonAt = (hash, { lessons, work }) =>
  lessons.find(({ id }) => id === readLink(hash).id) ?? lessons.find(({ id }) => !work[id].done) ?? lessons[0];

/**
 * @param {{ store: import("./store.js").Store, location: Location, changeWork: Function, refresh: () => void, keep: () => void,
 *   checkSettings: () => void, loadOpenapi: () => void }} parts
 */
export function places({ store, location, changeWork, refresh, keep, checkSettings, loadOpenapi }) {
  const { lessons } = store.state;

  function goTo(hash) {
    if (location.hash.split("?")[0] !== hash) location.hash = hash;
  }

  function enter(lesson, isChanged = lesson !== store.state.lesson) {
    store.set({ view: "lesson", lesson });
    if (isChanged) refresh();
  }

  /** Puts a request into the bar of a lesson; one of the person's own that was there can be brought back. */
  function bring(request, lesson) {
    const before = store.state.work[lesson.id].request;
    const isOwn = [request, lesson.request].every((other) => JSON.stringify(wholeDraft(other)) !== JSON.stringify(before));
    changeWork({ request: wholeDraft(request) }, lesson);
    store.set({ requestProblem: null, ...(isOwn && { requestBefore: { lesson: lesson.id, request: before } }) });
  }

  const actions = {
    openLesson(id) {
      const lesson = lessons.find((one) => one.id === id);
      if (!lesson) return;
      enter(lesson);
      goTo(`#/${id}`);
    },

    /** The reference, at an endpoint or a group of them if one is named. */
    openReference(entry = null) {
      store.set({ view: "reference", entry });
      goTo(entry ? `#/reference/${entry}` : "#/reference");
      loadOpenapi();
    },

    /** What the lessons come to, once they are done. */
    openEnd() {
      store.set({ view: "end" });
      goTo("#/end");
    },

    /** The sandbox, with a request in its bar; one of the person's own that was there is kept. */
    takeIn(request) {
      const sandbox = lessons.find(isSandbox);
      bring(request, sandbox);
      actions.openLesson(sandbox.id);
    },

    /** The address of the lesson, with its request, the code if there is some of one's own, and in the sandbox one's settings. */
    async link() {
      const { lesson, work, settings, view, entry } = store.state;
      if (view === "reference") return referenceLink(location.href, entry);
      const { request, code } = work[lesson.id];
      const isOwn = lesson.start && code !== lesson.start;
      return link(location.href, lesson.id, { request, code: isOwn ? code : "", settings: isSandbox(lesson) ? settings : {} });
    },

    /** Puts the code that is offered into the editor; what was there is offered in its place. */
    swapCode() {
      const { code, offered } = store.state.work[store.state.lesson.id];
      changeWork({ code: offered.code, offered: { code, whose: offered.whose === "link" ? "own" : "link" } });
      store.set({ said: offered.whose === "link" ? "The code of the link is in the editor." : "Your code is back." });
    },

    /** Goes on without the code that is offered. */
    leaveCode: () => changeWork({ offered: null }),
  };

  /** Goes where the address says; what a link brings along becomes the person's own, so that a reload does not bring it again. */
  function follow() {
    // Another part of this page: the skip link's.
    if (/^#[^/]/.test(location.hash)) return;
    const { id, request, settings: brought, code, problem } = readLink(location.hash);
    const [, entry] = /^reference(?:\/(.*))?$/.exec(id) ?? [];
    if (entry !== undefined || id === "reference") {
      actions.openReference(entry || null);
      return;
    }
    if (id === "end") {
      actions.openEnd();
      return;
    }
    const lesson = lessonAt(location.hash, store.state);
    if (id && lesson.id !== id) store.set({ notice: `There is no lesson ‘${id}’. Choose one from the list.` });
    if (problem) store.set({ notice: problem, said: problem });
    // A lesson has its own settings.
    const settings = isSandbox(lesson) ? brought : undefined;
    if (settings) store.set({ settings });
    if (request) bring(request, lesson);
    enter(lesson, Boolean(request || settings) || lesson !== store.state.lesson);
    if (settings) checkSettings();
    if (request || settings) keep();
    if (request || brought || code !== undefined || problem) replaceAddress(location, `#/${lesson.id}`);
    if (code !== undefined) takeCode(lesson, code);
  }

  /** The code of a link goes into an editor that has none of the person's own yet; else it is offered. */
  async function takeCode(lesson, text) {
    const code = await unpacked(text).catch(() => null);
    const own = store.state.work[lesson.id];
    if (code === null) {
      const problem = brokenLink("code");
      store.set({ notice: problem, said: problem });
    } else if (lesson.start && code !== own.code) {
      const isFresh = own.code === lesson.start;
      changeWork(isFresh ? { code } : { offered: { code, whose: "link" } }, lesson);
      store.set({ said: isFresh ? "The code of the link is in the editor." : "The link brings other code. Yours is still in the editor." });
    }
  }

  return { follow, actions };
}

/** Changes the address without a step in the history, where there is one. */
function replaceAddress(location, hash) {
  if (location === globalThis.location) globalThis.history.replaceState(null, "", hash);
  else location.hash = hash;
}
