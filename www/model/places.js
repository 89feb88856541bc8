// Where on the page a person is, as the address says it: a lesson, or the reference.
import { link, readLink } from "./share.js";
import { wholeDraft } from "./draft.js";

/** The lesson of an address; without one, the first that is not done. */
export const lessonAt = (hash, { lessons, work }) =>
  lessons.find(({ id }) => id === readLink(hash).id) ?? lessons.find(({ id }) => !work[id].done) ?? lessons[0];

/**
 * @param {{ store: object, location: Location, changeWork: Function, refresh: () => void, keep: () => void,
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

  const actions = {
    openLesson(id) {
      const lesson = lessons.find((one) => one.id === id);
      if (!lesson) return;
      enter(lesson);
      goTo(`#/${id}`);
    },

    openReference() {
      store.set({ view: "reference" });
      goTo("#/reference");
      loadOpenapi();
    },

    /** Puts an endpoint's sample into the request bar of the lesson without a task. */
    tryEndpoint({ sample }) {
      const free = lessons.at(-1);
      changeWork({ request: wholeDraft(sample) }, free);
      actions.openLesson(free.id);
    },

    /** The address of the lesson, with its request and the person's settings. */
    link() {
      const { lesson: { id }, work, settings } = store.state;
      return link(location.href, id, { request: work[id].request, settings });
    },
  };

  /** Goes where the address says; what a link brings along becomes the person's own, so that a reload does not bring it again. */
  function follow() {
    // Another part of this page: the skip link's.
    if (/^#[^/]/.test(location.hash)) return;
    const { id, request, settings, problem } = readLink(location.hash);
    if (id === "reference") {
      actions.openReference();
      return;
    }
    const lesson = lessonAt(location.hash, store.state);
    if (id && lesson.id !== id) store.set({ notice: `There is no lesson ‘${id}’. Choose one from the list.` });
    if (problem) store.set({ notice: problem, said: problem });
    if (settings) store.set({ settings });
    if (request) changeWork({ request }, lesson);
    enter(lesson, Boolean(request || settings) || lesson !== store.state.lesson);
    if (settings) checkSettings();
    if (request || settings) keep();
    if (request || settings || problem) replaceAddress(location, `#/${lesson.id}`);
  }

  return { follow, actions };
}

/** Changes the address without a step in the history, where there is one. */
function replaceAddress(location, hash) {
  if (location === globalThis.location) globalThis.history.replaceState(null, "", hash);
  else location.hash = hash;
}
