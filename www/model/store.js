// A state that is replaced on every change, and those who want to know: listeners of all of it, and views of the parts that they read.

import { computed, signal } from "../vendor/preact.js";

/**
 * @typedef {{ readonly state: any, live: any, set: (patch: object) => void, subscribe: (listener: (state: any) => void) => () => void }} Store
 */

/** @template S @param {S} initial with all the parts that there will ever be @returns {Store} */
export function createStore(initial) {
  const whole = signal(initial);
  const listeners = new Set();
  return {
    /** The state as it is now; it stays as it is when the store goes on. */
    get state() {
      return whole.peek();
    },
    live: live(whole),
    set(patch) {
      whole.value = { ...whole.peek(), ...patch };
      for (const listener of [...listeners]) listener(whole.peek());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The parts of a state as it goes on: whoever reads one while it is drawn or computed, is drawn or computed again when that one changes. */
function live(whole) {
  const parts = Object.keys(whole.peek()).map((name) => {
    const part = computed(() => whole.value[name]);
    return [name, { enumerable: true, get: () => part.value }];
  });
  return Object.defineProperties({}, Object.fromEntries(parts));
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
