// What is kept between visits, as actions: export, import, forget.
import { freshWork, readProgress, written } from "./progress.js";
import { SNIPPETS } from "./snippets.js";

/** The parts of a state that are kept, as they were at the last visit or as they are at first. */
export function keptState(lessons, text) {
  const fresh = Object.fromEntries(lessons.map((lesson) => [lesson.id, freshWork(lesson)]));
  const { work = {}, settings = {}, snippet = SNIPPETS[0].id } = text ? readProgress(text, lessons) : {};
  return { work: { ...fresh, ...work }, settings, snippet };
}

/** @param {{ store: object, shelf: object, own: object, refresh: () => void }} parts `refresh` follows changed settings */
export function keepingActions({ store, shelf, own, refresh }) {
  const { lessons } = store.state;
  let told = false;
  const keep = () => {
    const isKept = shelf.save(written(store.state));
    if (!isKept && !told) store.set({ notice: "This browser keeps nothing between visits. Export your progress before you leave." });
    told = !isKept;
  };
  return {
    keep,
    exportProgress: () => written(store.state),

    /** Takes over what a file holds. @returns {string | null} why it can't */
    importProgress(text) {
      const { problem, work, settings, snippet } = readProgress(text, lessons);
      if (problem) {
        store.set({ notice: problem, said: problem });
        return problem;
      }
      store.set({ work: { ...store.state.work, ...work }, settings, snippet, notice: null, said: "The progress was imported." });
      refresh();
      keep();
      return null;
    },

    /** Everything that was kept is gone, and all lessons are as they were. */
    forget() {
      store.set({ ...keptState(lessons, null), notice: null, said: "Everything was forgotten." });
      refresh();
      shelf.forget();
      own.forget();
    },
  };
}
