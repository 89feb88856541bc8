// The browser's adapter: answers the requests that pages below its scope make to the playground, out of wasm in this worker.
//
// The settings stand in the query of this script's URL, so that a worker that the browser stopped wakes up as the same server; the path
// it is mounted at is its scope. A browser looks for updates of this script alone, so the hashes of all files that belong to it stand here.
"use strict";

const VERSION = "__VERSION__";
// Path below this script's folder → SHA-256 in hex: the module, and in the site build the site's own files.
const FILES = "__FILES__";
const MODULE = "playground.wasm";
const OTHERS = Object.keys(FILES).filter((file) => file !== MODULE);

const SCOPE = new URL(registration.scope);
const FOLDER = new URL("./", location.href);
const CACHE = `connector-playground ${SCOPE.pathname}`;
// Kept in the cache when the playground was stopped: pages that are still open may wake this worker up.
const STOPPED = new URL("?stopped", FOLDER).href;
// Kept there as well: how far clocks were moved.
const CLOCKS = new URL("?clocks", FOLDER).href;

// A first worker has nothing in its cache, and pages wait for it.
const FIRST = !registration.active;
let stopped = FIRST ? Promise.resolve(false) : caches.match(STOPPED, { cacheName: CACHE }).then(Boolean, () => false);
// What is being written to the cache.
const writes = [];

// The module is on its way before the script is read to its end, and starts before the first event.
let early = FIRST ? fetchedModule() : storedModule();
early.catch(() => {});
// The build puts playground.js in place of the text: one file less to wait for.
("__SCRIPT__");
let starting;
server().catch(() => {});
// Settled once all files are here, or one is not to be had.
let installed;

const LIFE = crypto.randomUUID();
// While anything streams, pages are asked for an event at this distance; milliseconds. Browsers wait for 30 seconds.
const ASKING = 10_000;
let streams = 0;
let asking;

addEventListener("install", (event) => {
  installed = install();
  // Nobody is answered by a first worker yet, so that it need not wait for its files: `describe` does.
  event.waitUntil(FIRST ? undefined : installed);
  installed.catch(() => {});
});
addEventListener("activate", (event) => {
  event.waitUntil(clients.claim());
  // The worker before this one may have moved clocks while this one waited. Activation waits for no server: its files may never come.
  starting = server().then(async (running) => {
    await restoreClocks(running);
    return running;
  });
  starting.catch(() => {});
  const others = forgetOldFiles();
  // Files that an earlier worker left behind can wait.
  if (!FIRST) event.waitUntil(others);
  others.catch(() => {});
});
addEventListener("message", (event) => {
  const reply = REPLIES[event.data?.connectorPlayground];
  if (reply) event.waitUntil(reply().then((told) => event.ports[0]?.postMessage(told)));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return;
  const file = fileAt(url);
  if (file && request.method === "GET") {
    event.respondWith(stored(file).catch(() => fetch(request)));
  } else if (request.mode !== "navigate" && request.destination === "" && url.pathname !== SCOPE.pathname) {
    // Only scripts ask without a destination: pictures, styles and frames are never the playground's.
    event.respondWith(answer(event));
  }
});

/** What a page may ask in a message. */
const REPLIES = {
  /** Which life of this worker it is: after the browser has stopped it, it wakes up in another one. */
  life: async () => ({ life: LIFE }),
  /** Who answers here. */
  describe: async () => {
    if (await stopped) {
      stopped = Promise.resolve(false);
      await (await caches.open(CACHE)).delete(STOPPED);
    }
    try {
      // A site is there without its host from the first moment on; a module alone can be fetched again.
      if (OTHERS.length) await installed;
      const { settings, credentials } = (await server()).playground;
      return { version: VERSION, settings, credentials };
    } catch (error) {
      return { version: VERSION, error: error.message };
    }
  },
  /** How many pages there are below the scope, the asking one included. */
  pages: async () => {
    const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
    return { pages: windows.filter(({ url }) => url.startsWith(SCOPE.href)).length };
  },
  /** A page that was loaded past this worker wants to be answered by it. */
  claim: async () => ({ claimed: await clients.claim() }),
  /**
   * The page agrees to be answered by this worker from now on, in place of the one before. Not before that has no pending event (Service
   * Workers, "Try Activate"), and it can't end one sooner than it has answered: Chromium wants a gap of some ten milliseconds between requests.
   */
  activate: async () => ({ activated: await skipWaiting() }),
  /** The playground is over; what still comes goes to the host. */
  stop: async () => {
    stopped = Promise.resolve(true);
    const clocks = await keptClocks();
    await caches.delete(CACHE);
    await (await caches.open(CACHE)).put(STOPPED, new Response());
    // A clock never goes back, not even where the playground starts anew.
    if (clocks) await keepClocks(clocks);
    return { stopped: true };
  },
};

/** A first install succeeds in any case, and the answers then say what is wrong. An update with a fault leaves everything as it was. */
async function install() {
  try {
    await Promise.all([server(), ...OTHERS.map(stored)]);
    await Promise.all(writes);
  } catch (error) {
    console.error("Connector Playground:", error);
    await tellPages({ connectorPlayground: "failed", error: error.message });
    if (registration.active) throw error;
  }
}

async function answer(event) {
  const { request } = event;
  if (await stopped) return fetch(request);
  let running;
  try {
    running = await server();
  } catch (error) {
    return (await connectorPlayground.fromHost(request)) ?? connectorPlayground.failure(503, error.message);
  }
  return running.respond(request, { hold: (ended) => holdFor(event, ended) });
}

/**
 * Lives as long as an answer streams. A browser stops a worker in the middle of that if no event comes for long, and Firefox gives the reader
 * a good end then; so the pages are asked for an event again and again, and are told of each end that is one.
 */
function holdFor(event, ended) {
  const url = event.request.url.replace(/#.*/, "");
  const tell = async (connectorPlayground) => (await clients.get(event.clientId))?.postMessage({ connectorPlayground, url, life: LIFE });
  tell("streaming").catch(() => {});
  streams += 1;
  asking ??= setInterval(() => tellPages({ connectorPlayground: "streaming" }).catch(() => {}), ASKING);
  const told = ended.then(() => {
    streams -= 1;
    if (streams === 0) asking = clearInterval(asking);
    return tell("streamed");
  });
  event.waitUntil(told.catch(() => {}));
}

async function tellPages(message) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  pages.forEach((page) => page.postMessage(message));
}

/** The server of this worker; after a failure, the next request tries again. */
function server() {
  starting ??= start();
  starting.catch(() => {
    starting = undefined;
    giveWay().catch(() => {});
  });
  return starting;
}

/** A worker that can't start may have lost its files while the host got those of a new build, whose worker takes its place then. */
async function giveWay() {
  await registration.update();
  const { installing, waiting } = registration;
  (installing ?? waiting)?.postMessage({ connectorPlayground: "activate" });
}

async function start() {
  const settings = Object.fromEntries(new URL(location.href).searchParams);
  if (!settings.seed || !settings.anchor) {
    throw new Error("No seed and anchor in the URL of the service worker; startPlayground() puts them there");
  }
  const module = early ?? storedModule();
  early = undefined;
  const { compiled, check } = await module;
  try {
    const running = new connectorPlayground.Server(compiled, { ...settings, base: SCOPE.href }, keepClocks);
    if (!FIRST) await restoreClocks(running);
    return running;
  } finally {
    // It starts meanwhile, but a module that fails the check has failed.
    await check;
  }
}

const keptClocks = async () => (await caches.match(CLOCKS, { cacheName: CACHE }))?.text();

const keepClocks = (clocks) => keep(CLOCKS, new Response(clocks));

/** Moves the clocks of a server to where they were kept. A cache that cannot be read holds none. */
async function restoreClocks(running) {
  const clocks = await keptClocks().catch(() => undefined);
  if (clocks) running.restore(clocks);
}

/** The compiled module: from the cache, where browsers keep what they compiled before, or from the host where that has no good one. */
async function storedModule() {
  try {
    const response = await caches.match(keyOf(MODULE), { cacheName: CACHE });
    if (response) return { compiled: await connectorPlayground.compile(response, addressOf(MODULE)) };
  } catch (error) {
    console.warn("Connector Playground, the cache:", error);
  }
  return fetchedModule();
}

/** The module from the host. */
async function fetchedModule() {
  const response = await fetched(MODULE);
  connectorPlayground.isTyped(response, addressOf(MODULE));
  return compiledOf(await response.arrayBuffer());
}

/** The module in these bytes, and the promise that they are the right ones. */
async function compiledOf(bytes) {
  const check = checked(MODULE, bytes, { "content-type": "application/wasm" });
  check.catch(() => {});
  try {
    return { compiled: await WebAssembly.compile(bytes), check };
  } catch (error) {
    await check;
    throw new Error(`${new URL(MODULE, FOLDER)} can't be compiled: ${error.message}`);
  }
}

/** The file of the site that a URL names; none for all that is not kept here. */
function fileAt(url) {
  const path = url.pathname.startsWith(FOLDER.pathname) ? url.pathname.slice(FOLDER.pathname.length) : "";
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return Object.hasOwn(FILES, file) ? file : undefined;
}

/** A file of the site from the cache, after fetching it where it is not there. */
async function stored(file) {
  const found = await caches.match(keyOf(file), { cacheName: CACHE });
  if (found) return found;
  const response = await fetched(file);
  return checked(file, await response.arrayBuffer(), response.headers);
}

/** Files are kept by their hash: builds never mix. */
function keyOf(file) {
  return new URL(`${file}?${FILES[file]}`, FOLDER).href;
}

/** What the host has for a file. */
async function fetched(file) {
  const address = addressOf(file);
  const response = await fetch(`${address}?${FILES[file]}`, { cache: "no-cache" }).catch(() => {
    throw new Error(`${address} is not kept here, and its host does not answer. Try again when you are online`);
  });
  if (!response.ok) throw new Error(`${address} is not there (HTTP ${response.status})`);
  return response;
}

function addressOf(file) {
  return new URL(file.replace(/(^|\/)index\.html$/, "$1"), FOLDER);
}

/** A file from the host, checked by its hash, as a new response that is also kept in the cache. */
async function checked(file, bytes, headers) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hash !== FILES[file]) throw new Error(`${addressOf(file)} is not the file that belongs to version ${VERSION} of service-worker.js`);
  // One that came by a redirect may not answer a navigation.
  const whole = new Response(bytes, { headers });
  // Without room to keep it, it is fetched again when the worker wakes up.
  writes.push(keep(keyOf(file), whole.clone()).catch((error) => console.warn("Connector Playground:", error)));
  return whole;
}

async function keep(key, response) {
  await (await caches.open(CACHE)).put(key, response);
}

/** Drops what belongs to no file of this build. */
async function forgetOldFiles() {
  const cache = await caches.open(CACHE);
  const kept = new Set(Object.entries(FILES).map(([file, hash]) => new URL(`${file}?${hash}`, FOLDER).href)).add(CLOCKS);
  const keys = await cache.keys();
  await Promise.all(keys.filter(({ url }) => !kept.has(url)).map((key) => cache.delete(key)));
}
