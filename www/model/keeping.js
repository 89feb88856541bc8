// Actions on the saved progress: export, import, forget. Several tabs of the page may be open, and share the storage.
import { freshWork, joined, readProgress, written } from "./progress.js";
import { SNIPPETS } from "./snippets.js";

/** The saved parts of the state, from the last visit or with their initial values. */
export function keptState(lessons, text) {
  const fresh = Object.fromEntries(lessons.map((lesson) => [lesson.id, freshWork(lesson)]));
  const { work = {}, settings = {}, snippet = SNIPPETS[0].id } = text ? readProgress(text, lessons) : {};
  return { work: { ...fresh, ...work }, settings, snippet };
}

/** @param {{ store: import("./store.js").Store, shelf: ReturnType<typeof import("./progress.js").shelf>, own: ReturnType<typeof import("./own.js").ownServer>, refresh: () => void }} parts `refresh` follows changed settings */
export function keepingActions({ store, shelf, own, refresh }) {
  const { lessons } = store.state;
  let told = false;
  // The stored text, its parsed parts, and this tab's state when it saved last.
  let text = shelf.load();
  let kept = store.state;
  let before = store.state;

  /** Merges the progress of other tabs. Their settings apply from the next visit on: changing them would end the current run. */
  const catchUp = () => {
    const found = shelf.load();
    if (found === text) return;
    text = found;
    // Written by a newer version of the page.
    if (found && readProgress(found, lessons).problem) return;
    kept = keptState(lessons, found);
    store.set({ work: joined(store.state.work, before.work, kept.work) });
    before = { ...before, work: kept.work };
  };

  const keep = () => {
    catchUp();
    const { work, settings, snippet } = store.state;
    const newer = (name) => (store.state[name] === before[name] ? kept : store.state)[name];
    const next = { lessons, work, settings: newer("settings"), snippet: newer("snippet") };
    const line = written(next);
    const isKept = shelf.save(line);
    if (isKept) [text, kept, before] = [line, next, { work, settings, snippet }];
    if (!isKept && !told) store.set({ notice: "This browser keeps nothing between visits. Export your progress before you leave." });
    told = !isKept;
  };
  return {
    keep,
    catchUp,
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

    /** Deletes everything that is saved, and resets all lessons. */
    forget() {
      store.set({ ...keptState(lessons, null), notice: null, said: "Everything was forgotten." });
      refresh();
      shelf.forget();
      own.forget();
      [text, kept, before] = [null, store.state, store.state];
    },
  };
}
