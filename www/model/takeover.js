// The moment at which the service worker of a new build takes the place of the one before. The browser waits with that until the one before
// has nothing under way, whichever tab asked for it: so no tab asks meanwhile. They agree by a lock, which ends with the tab that holds it.

/** Milliseconds after which the tabs ask again, whatever became of it. */
const LONGEST = 10_000;

/**
 * @param {string} page its address: the tabs of one page agree
 * @param {LockManager | undefined} locks none in an insecure context, where no worker answers either
 */
export function takeovers(page, locks = globalThis.navigator?.locks) {
  const name = `connector-playground takeover ${new URL(".", page).pathname}`;
  return {
    /** A fetch whose requests wait while a new build takes over in some tab. @type {(ask: typeof fetch) => typeof fetch} */
    behind(ask) {
      if (!locks) return ask;
      return (input, init) => locks.request(name, { mode: "shared", signal: init?.signal ?? undefined }, () => ask(input, init));
    },

    /**
     * Lets the new build take over while no tab asks. `late` is called where the one before goes on nevertheless, as with an answer that
     * still streams: the new build takes over when that ends.
     */
    async alone(update, late) {
      const timer = setTimeout(late, LONGEST);
      let updated;
      const begin = () => (updated ??= update());
      // A tab that the browser has frozen may hold the lock forever; then it is done without.
      await locks?.request(name, { signal: AbortSignal.timeout(LONGEST) }, () => Promise.race([begin(), after(LONGEST)])).catch(() => {});
      await begin();
      clearTimeout(timer);
    },
  };
}

const after = (milliseconds) => new Promise((end) => setTimeout(end, milliseconds));
