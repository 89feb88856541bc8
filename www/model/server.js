// The playground that answers the page: in this tab, the one that brought the page, or one of the person's own.
// A connection that the browser refuses looks like any other to a page; what can be told apart is told apart here.

/**
 * @typedef {{ adapter: "tab" | "native" | "edge" | "own", direct: boolean, base: string, version: string, notice: string | null,
 *   settings: Record<string, string>, credentials: object, fetch: typeof fetch }} Server
 */

/** Who answers, by adapter. */
const NAMES = { tab: "This tab", native: "This server", edge: "This server", own: "Your server" };

/** What the server that answers is called in the page. @param {{ state: string, adapter: string }} server */
export const nameOf = ({ state, adapter }) => ({ starting: "Starting …", failed: "No server" })[state] ?? NAMES[adapter];

/** How long a server may take to say what it is, in milliseconds. */
const PATIENCE = 5000;

const plainFetch = (input, init) => fetch(input, { credentials: "omit", ...init });

/** Connects to the playground that belongs to this page. `onUpdate` gets what puts a new build in the old one's place. */
export async function connectHere(onUpdate) {
  const adapter = document.documentElement.dataset.adapter;
  if (adapter === "browser") return inTab(onUpdate);
  await withoutWorkers();
  const base = new URL(".", document.baseURI).href.replace(/\/$/, "");
  const known = plainFetch(`${base}/playground/credentials`).then((answer) => (answer.ok ? answer.json() : {}));
  const credentials = await known.catch(() => ({}));
  return { adapter, direct: false, notice: null, credentials, ...(await described(base, plainFetch)) };
}

async function inTab(onUpdate) {
  const { startPlayground } = await import(new URL("kit.js", document.baseURI).href);
  const { mode, notice, baseUrl, credentials, settings, fetch: ask } = await startPlayground({ onUpdate });
  const direct = mode === "direct";
  const told = await described(baseUrl, direct ? ask : byWorker(ask));
  const why = direct ? `${notice}. The playground answers in this page itself: everything works, but for this page alone.` : null;
  return { adapter: "tab", direct, notice: why, credentials, ...told, settings: { ...told.settings, ...settings } };
}

/** Whoever deletes all data of a site deletes its service worker, and the host would answer in its place. */
const byWorker =
  (ask) =>
  async (...asked) => {
    if (navigator.serviceWorker.controller) return ask(...asked);
    throw Object.assign(new Error("The service worker that answers here was deleted. Reload the page to start it again."), {
      name: "Said",
    });
  };

/** A page that a server brought is that server's: a worker that another one left here would answer in its place. */
async function withoutWorkers() {
  const registrations = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  if (!navigator.serviceWorker?.controller) return;
  // The worker has this page as long as it is shown.
  location.reload();
  await new Promise(() => {});
}

/** What a server says of itself. */
async function described(base, ask, signal) {
  const get = async (path) => {
    const response = await ask(`${base}${path}`, { cache: "no-store", signal });
    if (!response.ok) throw new Error(`${base}${path} answers ${response.status}`);
    return response.json();
  };
  const [settings, { version }] = await Promise.all([get("/playground/settings"), get("/health")]);
  if (typeof settings?.anchor !== "string") throw new Error(`${base} is another API`);
  return { base, version: version ?? "", settings, fetch: ask };
}

/**
 * Connects to a server of the person's own. Rejects with a sentence that says what to do.
 * @param {string} typed its address
 * @param {object} credentials as the server printed them, as far as the person typed them
 * @param {{ page?: string, ask?: typeof fetch }} by
 * @returns {Promise<Server>}
 */
export async function connectOwn(typed, credentials = {}, { page = globalThis.location?.href, ask = plainFetch } = {}) {
  const base = baseOf(typed);
  try {
    const told = await described(base.href.replace(/\/$/, ""), ask, AbortSignal.timeout(PATIENCE));
    return { adapter: "own", direct: false, notice: null, credentials, ...told };
  } catch (error) {
    throw new Error(await whyNot(base, error, page && new URL(page), ask));
  }
}

function baseOf(typed) {
  const text = typed.trim();
  let base;
  try {
    base = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    throw new Error(`‘${text}’ is not an address. Write one such as http://127.0.0.1:5001.`);
  }
  if (!/^https?:$/.test(base.protocol)) throw new Error(`The address starts with http:// or https://; ‘${text}’ does not.`);
  if (base.username) throw new Error("The address holds a name or a password. Leave them out; there are fields for credentials.");
  base.search = base.hash = "";
  return base;
}

const isLoopback = ({ hostname }) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cde])|\.local$/;
const isPrivate = (url) => isLoopback(url) || PRIVATE.test(url.hostname);

/** Why a server can't be used, as far as a page can know. */
async function whyNot(base, error, page, ask) {
  const { href, host } = base;
  if (error.name === "TimeoutError") {
    return `${host} did not answer within ${PATIENCE / 1000} seconds. See whether it still runs and is free, then connect again.`;
  }
  // Whatever has answered has let itself be read.
  if (!(error instanceof TypeError)) {
    return `There is a server at ${host}, but no Connector Playground (${error.message}). See what address ‘playground start’ prints.`;
  }
  const isMixed = page?.protocol === "https:" && base.protocol === "http:";
  if (isMixed && !isLoopback(base)) {
    return `This page came by https, and the browser lets it call no http server (mixed content). Open ${href} itself, or give it https.`;
  }
  // An answer that may not be read still shows that somebody is there.
  const isThere = await ask(href, { mode: "no-cors" }).then(
    () => true,
    () => false,
  );
  if (isThere) {
    return `A server is at ${host}, but it lets no other page read its answers (CORS). Is it a playground? Does a proxy drop headers?`;
  }
  const port = base.port || (base.protocol === "https:" ? 443 : 80);
  const start = `Nothing answers at ${href}. Start it with ‘playground start --port ${port}’, then connect again.`;
  if (page && isPrivate(base) && !isPrivate(page)) {
    return `${start} If it runs, let this site use your local network (a permission of the browser), or open ${href} itself.`;
  }
  return isMixed ? `${start} If it runs, this browser lets a page that came by https call no http server: open ${href} itself.` : start;
}
