// The takeover by the service worker of a new build. The browser delays it until the old worker has no request in flight, from any tab, so all
// tabs hold back their requests meanwhile. They coordinate by a Web Lock, which is released when the tab that holds it closes.

/** Milliseconds after which the tabs send requests again, whether the takeover has happened or not. */
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
     * Lets the new build take over while no tab sends requests. `late` is called if the old worker goes on, for example with a response that
     * still streams: the new build takes over when that ends.
     */
    async alone(update, late) {
      const timer = setTimeout(late, LONGEST);
      let updated;
      const begin = () => (updated ??= update());
      // A frozen tab may hold the lock forever: go on without it.
      await locks?.request(name, { signal: AbortSignal.timeout(LONGEST) }, () => Promise.race([begin(), after(LONGEST)])).catch(() => {});
      await begin();
      clearTimeout(timer);
    },
  };
}

const after = (milliseconds) => new Promise((end) => setTimeout(end, milliseconds));
