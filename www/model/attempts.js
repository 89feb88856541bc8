// The attempts at all lessons since the page was opened. Whoever comes back to a lesson finds its last run; what still runs there has gone
// on meanwhile, and counts.
import { Attempt } from "./attempt.js";

/**
 * @param {{ store: import("./store.js").Store, server: () => import("./server.js").Server | null, startSync: Function, now: () => number,
 *   done: (lesson: object, code: string | null) => void }} parts
 */
export function attempts({ store, server, ...parts }) {
  const all = new Map();
  let known = {};
  let current = null;

  function show(attempt) {
    current?.leave();
    current = attempt;
    attempt.enter();
  }

  const drop = (id) => (all.get(id)?.end(), all.delete(id));

  /** Begins the lesson anew; `isDone` is whether its checks stand as they did. */
  function startOver(isDone = store.state.work[store.state.lesson.id].done) {
    const { id } = store.state.lesson;
    drop(id);
    all.set(id, new Attempt({ store, isDone, server: server(), known, ...parts }));
    show(all.get(id));
  }

  startOver();
  return {
    get current() {
      return current;
    },
    startOver,

    /** Shows the attempt at the lesson that is open: the one there was, if it asks in the same way. */
    open() {
      const there = all.get(store.state.lesson.id);
      for (const [id, one] of all) if (one !== there && one.isLarge) drop(id);
      if (!there || there.isFresh || there.apiBase !== store.state.apiBase) startOver();
      else if (there !== current) show(there);
    },

    /** Forgets all of them: the server is another, or what is kept. */
    clear() {
      [...all.keys()].forEach(drop);
      known = {};
      startOver();
    },
  };
}
