// Which server answers, with which settings, and what endpoints it has, as actions.
import { endpointsOf } from "./openapi.js";
import { connectOwn } from "./server.js";
import { given, inForce, isSandbox, prefix, settingsOf } from "./settings.js";
import { takeovers } from "./takeover.js";
import { ended } from "./words.js";

/** Before any server has answered: what can be known of the page's own. */
export const noServer = (page) => ({
  state: "starting",
  adapter: "tab",
  direct: false,
  base: new URL(".", page).href.replace(/\/$/, ""),
  version: "",
  notice: null,
  error: null,
  settings: {},
  credentials: {},
  needsReload: false,
  own: null,
});
export const noEndpoints = () => ({ state: "none", endpoints: [], settings: [] });

/** How long the page waits for a server that was chosen before, in milliseconds. */
const PATIENCE = 3000;

/** @param {{ store: import("./store.js").Store, location: Location, connect: Function, own: ReturnType<typeof import("./own.js").ownServer>, refresh: () => void, keep: () => void,
 *   renew: () => void, settled: () => void }} parts `refresh` follows changed settings, `renew` another server; `settled` hears when a server answers, and when it is known that none does */
export function connection({ store, location, connect, own, refresh, renew, keep, settled }) {
  let server = null;
  let here = null;
  let update = async () => {};
  const takeover = takeovers(location.href);
  // Whether a view has asked for the endpoints: they come with the next server, too.
  let wantsOpenapi = false;
  const setServer = (patch, said) => store.set({ server: { ...store.state.server, ...patch }, ...(said && { said }) });

  function use(next) {
    server = next;
    const { fetch: _, ...told } = next;
    setServer({ ...told, state: "ready", error: null });
    store.set({ openapi: noEndpoints(), tried: null });
    renew();
    checkSettings();
    if (wantsOpenapi) loadOpenapi();
    settled();
  }

  /** A person's own settings, as the sandbox asks with them. */
  const ofSandbox = (settings) => inForce(settings, store.state.lessons.find(isSandbox) ?? store.state.lesson);

  /** Settings of a link, or of another server's time, may be none that this server takes; they stay, to be corrected. */
  async function checkSettings() {
    const { settings } = store.state;
    const problem = server && Object.keys(settings).length > 0 && (await refusal(server, ofSandbox(settings)));
    if (problem) store.set({ settingsProblem: problem, notice: `${problem} Change the settings in the Server drawer.` });
  }

  /** Connects to the server that the person chose before, else to the playground that belongs to the page. */
  async function start() {
    const kept = own.load();
    setServer({ state: "starting", error: null, own: kept?.base ?? null });
    const chosen = kept && remembered(kept).catch(() => null);
    const said = "A new version of this page is ready. Reload to use it.";
    try {
      const found = await connect((apply) => {
        update = apply;
        setServer({ needsReload: true }, said);
      });
      here = found.adapter === "tab" && !found.direct ? { ...found, fetch: takeover.behind(found.fetch) } : found;
      use((await chosen) ?? here);
      store.set({ said: "The playground is ready." });
      const text = `Your server ${kept?.base} does not answer. This page’s own answers in its place; connect again in the Server drawer.`;
      if (kept && server === here) store.set({ notice: text, said: text });
    } catch (error) {
      if (await chosen) return use(await chosen);
      const text = `The playground does not start: ${ended(error.message)} Reload the page, or connect to a server of your own.`;
      setServer({ state: "failed", error: text }, text);
      return settled();
    }
  }

  const remembered = ({ base, credentials }) =>
    Promise.race([connectOwn(base, credentials, { page: location.href }), new Promise((done) => setTimeout(done, PATIENCE, null))]);

  async function loadOpenapi() {
    wantsOpenapi = true;
    if (!server || ["loading", "ready"].includes(store.state.openapi.state)) return;
    store.set({ openapi: { ...noEndpoints(), state: "loading" } });
    const asked = server;
    const read = (document) => ({
      state: "ready",
      endpoints: endpointsOf(document, asked.credentials),
      settings: settingsOf(document["x-settings"], asked.settings),
    });
    const openapi = await asked
      .fetch(`${asked.base}/openapi.json`)
      .then(async (response) => read(await response.json()))
      .catch(() => ({ ...noEndpoints(), state: "failed", settings: settingsOf(undefined, asked.settings) }));
    if (asked === server) store.set({ openapi });
  }

  const actions = {
    loadOpenapi,

    /** Changes the server; where that fails, the one before stays. @returns {Promise<string | null>} why it fails */
    async connect({ adapter, base, credentials }) {
      if (adapter !== "own") {
        own.forget();
        setServer({ own: null });
        if (!here) return (await start(), store.state.server.error);
      }
      try {
        use(adapter === "own" ? await connectOwn(base, credentials, { page: location.href }) : here);
        if (adapter === "own") own.save(server);
        store.set({ said: `Connected to ${server.base}.` });
        return null;
      } catch ({ message }) {
        setServer({ error: message }, message);
        return message;
      }
    },

    /** Takes settings over if the server knows them. @returns {Promise<string | null>} why it does not */
    async setSettings(patch) {
      const settings = given({ ...store.state.settings, ...patch });
      const problem = server && (await refusal(server, ofSandbox(settings)));
      store.set({ settingsProblem: problem || null, ...(problem ? { said: problem } : { settings }) });
      if (problem) return problem;
      // Elsewhere nothing that is in force has changed.
      if (isSandbox(store.state.lesson)) refresh();
      keep();
      return null;
    },

    /** Takes all of the person's own settings back. */
    resetSettings() {
      store.set({ settings: {}, settingsProblem: null, said: "Your settings are reset." });
      if (isSandbox(store.state.lesson)) refresh();
      keep();
    },

    /** Puts a new build in place of the one that answers. */
    async reload() {
      keep();
      const text = "The build before still answers in another tab. This one reloads as soon as that is over, or that tab is closed.";
      await takeover.alone(update, () => store.set({ notice: text, said: text }));
      location.reload();
    },
  };
  return { start, checkSettings, current: () => server, actions };
}

/** Why a server does not take settings; null where it does. */
async function refusal({ base, fetch }, settings) {
  try {
    const response = await fetch(`${base}${prefix(settings)}/playground/settings`);
    return response.ok ? null : `The server does not take this: ${ended((await response.json()).error)}`;
  } catch {
    // Not there: that shows with the next request.
    return null;
  }
}
