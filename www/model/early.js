// Send or Run pressed before the server answers: it is kept, and done once the server is there. Whoever leaves takes it back.

/**
 * @param {{ store: import("./store.js").Store, ready: () => boolean }} parts
 * @returns {{ early: (name: "send" | "run", work: () => unknown) => Promise<unknown>, settle: () => void }}
 */
export function earlyPresses({ store, ready }) {
  let kept = null;
  const isStarting = () => !ready() && store.state.server.state === "starting";

  function end(done) {
    const { work, resolve } = kept;
    kept = null;
    store.set({ pressed: null });
    resolve(done ? work() : undefined);
  }

  store.subscribe(({ lesson, view }) => kept && (lesson !== kept.lesson || view !== kept.view) && end(false));

  return {
    /** Does something now, or once the server answers; the last press counts, and once. */
    early(name, work) {
      if (!isStarting()) return Promise.resolve(work());
      if (kept) end(false);
      const { lesson, view } = store.state;
      const done = new Promise((resolve) => (kept = { work, resolve, lesson, view }));
      store.set({ pressed: name, said: "The server is starting. This is done as soon as it answers." });
      return done;
    },
    /** The server answers, or it is known that it does not. */
    settle: () => kept && end(true),
  };
}
