// What is kept between visits, as actions: export, import, forget. Several tabs of the page may be open, and keep in the same place.
import { freshWork, joined, readProgress, written } from "./progress.js";
import { SNIPPETS } from "./snippets.js";

/** The parts of a state that are kept, as they were at the last visit or as they are at first. */
export function keptState(lessons, text) {
  const fresh = Object.fromEntries(lessons.map((lesson) => [lesson.id, freshWork(lesson)]));
  const { work = {}, settings = {}, snippet = SNIPPETS[0].id } = text ? readProgress(text, lessons) : {};
  return { work: { ...fresh, ...work }, settings, snippet };
}

/** @param {{ store: import("./store.js").Store, shelf: ReturnType<typeof import("./progress.js").shelf>, own: ReturnType<typeof import("./own.js").ownServer>, refresh: () => void }} parts `refresh` follows changed settings */
export function keepingActions({ store, shelf, own, refresh }) {
  const { lessons } = store.state;
  let told = false;
  // What is on the shelf, as text and as parts of a state; and this tab's state when it kept last.
  let text = shelf.load();
  let kept = store.state;
  let before = store.state;

  /** Takes over the work of other tabs. Their settings wait for the next visit: they would end what runs here. */
  const catchUp = () => {
    const found = shelf.load();
    if (found === text) return;
    text = found;
    // Of a newer page.
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

    /** Everything that was kept is gone, and all lessons are as they were. */
    forget() {
      store.set({ ...keptState(lessons, null), notice: null, said: "Everything was forgotten." });
      refresh();
      shelf.forget();
      own.forget();
      [text, kept, before] = [null, store.state, store.state];
    },
  };
}
