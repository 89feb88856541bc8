// A state that is replaced on every change, and those who want to know.

/** @template S @param {S} initial */
export function createStore(initial) {
  let state = initial;
  const listeners = new Set();
  return {
    get state() {
      return state;
    },
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Calls a function at most once in so many milliseconds, the last time always. */
export function throttled(work, milliseconds) {
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return { soon: () => (timer ??= setTimeout(now, milliseconds)), now, cancel: () => (clearTimeout(timer), (timer = undefined)) };
}
