// Starts a Connector Playground in this page: a service worker answers below `base`, or the same wasm by direct call where there is none.

import { heard, opened, readable, sendable, whole } from "./answers.js";
import { Clear, REPLY, ask } from "./asking.js";

const VERSION = "__VERSION__";
const GLUE = "playground.js";
const MODULE = "playground.wasm";

/** What this page has started, by scope; two copies of this module, as two bundles have them, know of each other. */
const RUNS = (globalThis[Symbol.for("connector-playground")] ??= new Map());

/** See index.d.ts for what goes in and comes out. */
export async function startPlayground({ base = "./", settings = {}, workerUrl, timeout = 20_000, onUpdate } = {}) {
  const plan = planned(base, settings, workerUrl, timeout);
  const container = serviceWorkers();
  if (!container) {
    const reason = isSecureContext ? "this browser or window allows none" : "the page needs https or localhost for one";
    return direct(plan, `No service worker: ${reason}`);
  }
  let found;
  try {
    found = await inTurn(plan, () => started(container, plan));
  } catch (error) {
    if (error instanceof Clear) throw error;
    return direct(plan, `No service worker: ${error.message}`);
  }
  const { registration, worker, told, run } = found;
  if (!(await controls(container, worker))) {
    forget(plan, run);
    const kept = Object.fromEntries(new URL(worker.scriptURL).searchParams);
    return direct({ ...plan, settings: kept }, "The service worker does not take over this page");
  }
  if (onUpdate) tellUpdates(container, registration, onUpdate);
  const stop = () => inTurn(plan, () => ended(worker, registration, plan, run));
  const request = async (input, init) => {
    assertAnswers(container, worker, plan, run);
    const asked = located(input, plan);
    const open = opened(asked.url ?? asked.href);
    const response = readable(await fetch(asked, await sendable({ credentials: "omit", ...init })));
    return /^head$/i.test(init?.method ?? asked.method) ? response : whole(response, open, worker);
  };
  return { mode: "worker", baseUrl: plan.baseUrl, ...told, fetch: request, stop };
}

/** The browser's service workers; in some frames even asking for them is an error. */
function serviceWorkers() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

/** What is to be started, from the options. */
function planned(base, settings, workerUrl, timeout) {
  const scope = new URL(base, document.baseURI);
  scope.search = scope.hash = "";
  if (!scope.pathname.endsWith("/")) scope.pathname += "/";
  if (scope.origin !== location.origin) throw new Clear(`The base ${scope} is of another origin than the page`);
  if (!location.href.startsWith(scope.href)) {
    throw new Clear(`The page ${location.pathname} is not below the base ${scope.pathname}, so nothing can answer its requests there`);
  }
  const texts = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  const end = Date.now() + timeout;
  return {
    scope,
    baseUrl: scope.href.replace(/\/$/, ""),
    worker: new URL(workerUrl ?? "service-worker.js", workerUrl ? document.baseURI : scope),
    settings: Object.fromEntries(texts.map(([key, value]) => [key, String(value)]).sort()),
    /** What is left of the time. */
    patience: () => Math.max(end - Date.now(), 0),
    timeout,
  };
}

/** Starts and ends below one base go one after the other, in this page and in all others: each sees what the one before has done. */
function inTurn({ scope }, work) {
  return navigator.locks ? navigator.locks.request(`connector-playground ${scope}`, work) : work();
}

/** The worker, once it answers, as the one that this page has started. */
async function started(container, plan) {
  await assertShared(container, plan);
  const { registration, worker, fresh, told } = await registered(container, plan);
  if (told.error) {
    if (fresh) await registration.unregister();
    throw new Clear(told.error);
  }
  const known = RUNS.get(plan.scope.href);
  const run = known?.script === worker.scriptURL ? known : { script: worker.scriptURL, over: false };
  RUNS.set(plan.scope.href, run);
  container.removeEventListener("message", heard);
  container.addEventListener("message", heard);
  container.startMessages();
  return { registration, worker, told, run };
}

/** A page has one server below a base: objects of other settings would tell of one that is gone. What another page has ended is none. */
async function assertShared(container, plan) {
  const there = RUNS.get(plan.scope.href);
  if (!there || isSame(new URL(there.script), plan)) return;
  const registration = await container.getRegistration(plan.scope.href);
  if (registration?.active?.scriptURL !== there.script) return forget(plan, there);
  const { search } = new URL(there.script);
  throw new Clear(
    `This page has started ${plan.scope} with other settings (${search.slice(1)}). Stop it first, take its settings, or another base`,
  );
}

function forget({ scope }, run) {
  run.over = true;
  if (RUNS.get(scope.href) === run) RUNS.delete(scope.href);
}

/** Ends the server, unless another object of this page has. */
async function ended(worker, registration, plan, run) {
  if (run.over) return false;
  forget(plan, run);
  await ask(worker, "stop").catch(() => {});
  return registration.unregister();
}

/** An object whose server is gone must not speak for the next one, whose settings and credentials are others. */
function assertAnswers({ controller }, { scriptURL }, { scope }, { over }) {
  if (over) throw new Clear(`${scope} was stopped in this page. Start it again`);
  if (controller && controller.scriptURL !== scriptURL)
    throw new Clear(`Another page has started ${scope} with other settings. Reload this one`);
}

/** The registration below the base and its active worker: the one that is there, if it is the same server, or a new one. */
async function registered(container, plan) {
  const known = await container.getRegistration(plan.scope.href);
  const there = known?.scope === plan.scope.href ? known : undefined;
  const old = there && (there.active ?? there.waiting ?? there.installing);
  if (old && isSame(new URL(old.scriptURL), plan)) {
    // Looks for a new build; without network, the one that is there serves on.
    const looked = there.update().catch(() => {});
    const found = { registration: there, fresh: false, ...(await ready(container, old, plan)) };
    const next = found.told.error && (await looked, await successor(container, there, old));
    return next ? { ...found, ...(await ready(container, next, plan)) } : found;
  }
  if (old) await mayReplace(old, plan);
  const script = new URL(plan.worker);
  script.search = new URLSearchParams(drawn(plan.settings));
  const registration = await container.register(script, { scope: plan.scope.pathname, updateViaCache: "none" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return { registration, fresh: !old, ...(await ready(container, worker, plan)) };
}

/** The worker of a new build that takes the place of one that can't answer any more; none where the host has no new build. */
async function successor(container, registration, old) {
  const end = Date.now() + REPLY;
  while (registration.active === old) {
    if (!registration.installing && !registration.waiting) return undefined;
    if (!(await event(container, "controllerchange", end - Date.now()))) return undefined;
  }
  return registration.active;
}

/** An active worker and what it tells of itself; it is asked while it is still being installed. */
async function ready(container, worker, plan) {
  const told = ask(worker, "describe", plan.patience()).catch(() => {
    throw new Clear(`The service worker is not ready after ${plan.timeout / 1000} s; it is ${worker.state}`);
  });
  // A worker that fails says more about it than that it does not reply.
  told.catch(() => {});
  return { worker: await activated(container, worker, plan), told: await told };
}

/** Whether a worker's script is of the server that is asked for. Seed and anchor are its own where none are asked for. */
function isSame(script, plan) {
  if (script.pathname !== plan.worker.pathname) return false;
  const { seed, anchor, ...others } = Object.fromEntries(script.searchParams);
  const asked = { seed, anchor, ...plan.settings };
  const there = { seed, anchor, ...others };
  return Object.keys({ ...asked, ...there }).every((key) => asked[key] === there[key]);
}

/** Another server below the same base may be replaced where no other page uses it. */
async function mayReplace(old, plan) {
  const { pages } = await ask(old, "pages").catch(() => {
    throw new Clear(`Another service worker serves ${plan.scope}: ${old.scriptURL}. Unregister it first, or take another base`);
  });
  if (pages > 1) {
    const there = new URL(old.scriptURL).search.slice(1);
    throw new Clear(`Another page has started ${plan.scope} with other settings (${there}). Close it, take its settings, or another base`);
  }
}

/** The settings of a server that is like no other: seed and anchor are drawn where none are given. */
function drawn(settings) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // The first digit is a letter, so no reader takes the seed for a number.
  bytes[0] |= 0xa0;
  const seed = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const now = new Date().toISOString().replace(/\.\d+/, "");
  // Where the clock stands still earlier, the data end there.
  const anchor = settings.now < now ? settings.now : now;
  return { seed, anchor, ...settings };
}

/** Waits until a worker is active. */
async function activated(container, worker, plan) {
  let failed;
  const heard = ({ data }) => data?.connectorPlayground === "failed" && (failed = data.error);
  container.addEventListener("message", heard);
  container.startMessages();
  try {
    while (worker.state !== "activated") {
      if (worker.state === "redundant") {
        // Its last message may come after its end.
        if (!failed) await event(container, "message", 1000);
        throw new Clear(failed ?? `The service worker ${worker.scriptURL} could not be installed`);
      }
      // In place of another one it would wait until all pages are closed.
      if (worker.state === "installed") worker.postMessage({ connectorPlayground: "activate" });
      if (!(await event(worker, "statechange", plan.patience()))) {
        const seconds = plan.timeout / 1000;
        throw new Clear(failed ?? `The service worker is not ready after ${seconds} s; it is ${worker.state}`);
      }
    }
    return worker;
  } finally {
    container.removeEventListener("message", heard);
  }
}

/** Whether a worker answers this page, if need be after taking it over: pages that were loaded past it (Shift and reload) have none. */
async function controls(container, worker) {
  const end = Date.now() + REPLY;
  if (container.controller !== worker) worker.postMessage({ connectorPlayground: "claim" });
  while (container.controller !== worker) {
    if (!(await event(container, "controllerchange", end - Date.now()))) return false;
  }
  return true;
}

/** Whether an event comes within so many milliseconds. */
function event(target, name, milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(milliseconds, 0), false);
    target.addEventListener(name, () => (clearTimeout(timer), resolve(true)), { once: true });
  });
}

/** Calls back once for each new build that is ready to take over. */
function tellUpdates(container, registration, onUpdate) {
  const offer = (worker) => {
    onUpdate(async () => {
      worker.postMessage({ connectorPlayground: "activate" });
      while (container.controller !== worker) await event(container, "controllerchange", REPLY);
    });
  };
  const watch = (worker) =>
    worker?.addEventListener("statechange", () => worker.state === "installed" && registration.active && offer(worker));
  if (registration.waiting) offer(registration.waiting);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

/** The same server without a service worker: `fetch` calls the wasm in this page. */
async function direct(plan, notice) {
  const settings = remembered(plan);
  const glue = new URL(GLUE, plan.worker).href;
  const module = new URL(MODULE, plan.worker).href;
  let server;
  try {
    await import(/* @vite-ignore */ /* webpackIgnore: true */ glue);
    const { Server, compile } = globalThis.connectorPlayground;
    server = new Server(await compile(await fetch(module), module), { ...settings, base: plan.scope.href });
  } catch (error) {
    throw new Clear(`${notice}. Nor does it start in the page: ${error.message}`);
  }
  console.info(`Connector Playground: ${notice}. It answers in this page, to playground.fetch alone.`);
  const { settings: settled, credentials } = server.playground;
  const { Server: _, answered, fromHost } = globalThis.connectorPlayground;
  let over = false;
  const request = async (input, init) => {
    if (over) throw new Clear(`${plan.scope} was stopped in this page. Start it again`);
    const asked = new Request(located(input, plan), await sendable({ credentials: "omit", ...init }));
    const { origin, pathname } = new URL(asked.url);
    const below = origin === plan.scope.origin && pathname.startsWith(plan.scope.pathname) && pathname !== plan.scope.pathname;
    return readable(await (below ? answered(server, asked, fromHost) : fetch(asked)));
  };
  const stop = async () => {
    over = true;
    return true;
  };
  return { mode: "direct", notice, baseUrl: plan.baseUrl, version: VERSION, settings: settled, credentials, fetch: request, stop };
}

/** Settings with the seed and the anchor that this window drew before, so that a reload meets the same server. */
function remembered({ scope, settings }) {
  const key = `connector-playground ${scope.pathname} ${JSON.stringify(settings)}`;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    const all = { ...drawn(settings), ...kept, ...settings };
    sessionStorage.setItem(key, JSON.stringify({ seed: all.seed, anchor: all.anchor }));
    return all;
  } catch {
    return drawn(settings);
  }
}

/** A request's address; relative ones count from the base. */
function located(input, { baseUrl }) {
  return input instanceof Request ? input : new URL(input, `${baseUrl}/`);
}
