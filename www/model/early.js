// Early presses of Send or Run, before the server answers: the press is kept, and carried out once the server is there. Leaving the lesson cancels it.

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
    /** Carries out the work at once, or when the server answers. Of several presses only the last one counts. */
    early(name, work) {
      if (!isStarting()) return Promise.resolve(work());
      if (kept) end(false);
      const { lesson, view } = store.state;
      const done = new Promise((resolve) => (kept = { work, resolve, lesson, view }));
      store.set({ pressed: name, said: "The server is starting. This is done as soon as it answers." });
      return done;
    },
    /** Called when the server answers, or when it is known that it will not. */
    settle: () => kept && end(true),
  };
}
