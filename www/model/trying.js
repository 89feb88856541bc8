// The reference's requests: sent where they stand, by the settings of the sandbox, and taken into the sandbox if one likes.
import { requestOf, wholeDraft } from "./draft.js";
import { login } from "./credentials.js";
import { exchanged } from "./exchange.js";
import { answerText } from "./requests.js";
import { inForce, isSandbox, prefix } from "./settings.js";

/** The moment at which the data of the document's examples end. */
const END_OF_EXAMPLES = Date.parse("2026-01-01T00:00:00Z");
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** A documented request with its moments as far before the end of the data as in the examples, so that they part the rows there are. */
export function moved(draft, anchor) {
  const by = Date.parse(anchor) - END_OF_EXAMPLES;
  const later = (text) => text.replace(MOMENT, (moment) => new Date(Date.parse(moment) + by).toISOString().replace(/\.\d+/, ""));
  if (!by) return draft;
  return { ...draft, body: later(draft.body), query: draft.query.map((row) => ({ ...row, value: later(row.value) })) };
}

/**
 * @param {{ store: import("./store.js").Store, current: () => import("./server.js").Server | null, now: () => number, takeIn: (draft: object) => void }} parts `takeIn` opens the
 *   sandbox with a request
 */
export function tryingActions({ store, current, now, takeIn }) {
  let count = 0;

  /** Where the sandbox's requests go. */
  function place() {
    const { lessons, settings } = store.state;
    const server = current();
    const all = inForce(settings, lessons.find(isSandbox) ?? { checks: [] });
    return { server, apiBase: server.base + prefix(all), anchor: all.anchor ?? server.settings.anchor };
  }

  async function ask({ server, apiBase }, draft) {
    const { request, problem } = requestOf(draft, apiBase);
    if (problem) throw new Error(problem.text);
    count += 1;
    /** @type {Parameters<typeof exchanged>[1]} */
    const by = { id: -count, by: "hand", sync: 0, apiBase, fetch: server.fetch, now };
    return (await exchanged(request, by)).exchange;
  }

  const get = (path) => wholeDraft({ method: "GET", path });

  /** What a request needs that is known only after another one; with what is to be said of it. */
  const PREPARED = {
    async "/auth/session_token/data"(where, draft) {
      const { username, password } = login(where.server.credentials);
      if (!username) throw new Error("The credentials of this server are not known here: type them in the Server drawer.");
      const body = JSON.stringify({ username, password });
      const headers = [{ name: "Content-Type", value: "application/json", on: true }];
      const { text } = await ask(where, { ...get("/auth/session_token/login"), method: "POST", headers, body });
      const token = { name: "Authorization", value: `Token ${JSON.parse(text).token}`, on: true };
      return { draft: { ...draft, headers: [token] }, note: "POST /auth/session_token/login came first: it gave the token." };
    },
    async "/playground/check"(where, draft) {
      const { text } = await ask(where, get("/pagination/offset?limit=1"));
      const [{ id, updatedAt }] = JSON.parse(text).data;
      const note = "The upload is the first row of /pagination/offset: all others are missing.";
      return { draft: { ...draft, body: JSON.stringify([{ id, updatedAt }], null, 2) }, note };
    },
  };

  return {
    /** Sends an endpoint's sample; it and its answer stand below the endpoint. */
    async tryEndpoint({ id, path, sample }) {
      const where = place();
      let tried = { id, draft: moved(wholeDraft(sample), where.anchor), note: null, problem: null, exchange: null, sending: true, of: {} };
      const isOver = () => store.state.tried?.of !== tried.of;
      const show = (patch) => !isOver() && store.set({ tried: (tried = { ...tried, ...patch }) });
      store.set({ tried });
      try {
        const prepared = await PREPARED[path]?.(where, tried.draft);
        show(prepared ?? {});
        const exchange = await ask(where, tried.draft);
        show({ exchange, sending: false });
        if (!isOver()) store.set({ said: answerText(exchange) });
      } catch (error) {
        // The answer that had to come first held no JSON, or other JSON.
        const isUnread = error instanceof SyntaxError || error instanceof TypeError;
        const problem = isUnread ? "The request that comes before this one was not answered. Try again." : error.message;
        show({ problem, sending: false });
        if (!isOver()) store.set({ said: problem });
      }
    },

    /** Goes on in the sandbox with the request that was tried. */
    openInSandbox: () => takeIn(store.state.tried.draft),
  };
}
