// A store: an immutable state that is replaced on every change. Listeners hear every change; views hear changes of the parts that they read.

import { computed, signal } from "../vendor/preact.js";

/**
 * @typedef {{ readonly state: any, live: any, set: (patch: object) => void, subscribe: (listener: (state: any) => void) => () => void }} Store
 */

/** @template S @param {S} initial with all the parts that there will ever be @returns {Store} */
export function createStore(initial) {
  const whole = signal(initial);
  const listeners = new Set();
  return {
    /** The current state, as an object that later changes do not touch. */
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

/** The parts of a state as signals: a view or computation that reads one runs again when that part changes. */
function live(whole) {
  const parts = Object.keys(whole.peek()).map((name) => {
    const part = computed(() => whole.value[name]);
    return [name, { enumerable: true, get: () => part.value }];
  });
  return Object.defineProperties({}, Object.fromEntries(parts));
}

/** Throttles a function to one call per interval in milliseconds. The last call always runs. */
export function throttled(work, milliseconds) {
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return { soon: () => (timer ??= setTimeout(now, milliseconds)), now, cancel: () => (clearTimeout(timer), (timer = undefined)) };
}
