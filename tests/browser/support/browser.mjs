// Chromium, and what tests do in its pages.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** An address that is the test's host too, but no secure context. */
export const INSECURE = "playground.test";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`,
];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
});
after(() => browser?.close());

/** A new profile with a page; it ends with the test. `url` is opened where one is given; `options` are Playwright's for a profile. */
export async function visit(t, url, options = {}) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  context.setDefaultTimeout(15_000);
  return tab(context, url);
}

/** One more tab of a profile. */
export async function tab(context, url) {
  const page = await context.newPage();
  page.said = [];
  page.on("console", (message) => page.said.push(message.text()));
  context.on("serviceworker", (worker) => worker.on?.("console", (message) => page.said.push(message.text())));
  if (url) await page.goto(url);
  return page;
}

/** Starts the kit in a page; gives what it gives, but for its functions, or the error's text. */
export function start(page, options = {}) {
  return page.evaluate(async (options) => {
    const { startPlayground } = await import(new URL("index.js", new URL(options.kit ?? "./", location.href)));
    const onUpdate = (apply) => (globalThis.update = apply);
    try {
      globalThis.playground = await startPlayground({ onUpdate, ...options });
    } catch (error) {
      return { error: error.message, name: error.name };
    }
    const { fetch, stop, ...told } = playground;
    return { ...told, controlled: Boolean(navigator.serviceWorker?.controller) };
  }, options);
}

/** Asks for a path below the playground's base or a whole URL, by the page's own `fetch` or by the playground's. */
export function ask(page, path, { by = "page", ...init } = {}) {
  return page.evaluate(
    async ([path, by, init]) => {
      const send = by === "page" ? fetch : playground.fetch;
      const response = await send(path.startsWith("http") ? path : `${playground.baseUrl}/${path}`, init);
      const headers = Object.fromEntries(response.headers);
      // `text()` would take away a byte order mark.
      const body = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
      return { status: response.status, headers, body };
    },
    [path, by, init],
  );
}

/** The JSON of a good answer. */
export async function json(page, path, init) {
  const { status, body } = await ask(page, path, init);
  assert.equal(status, 200, body);
  return JSON.parse(body);
}

/** Stops all service workers, as a browser does with idle ones, and waits until they are. */
export async function stopWorkers(page) {
  const cdp = await page.context().newCDPSession(page);
  const stopped = new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error("the service worker does not stop")), 10_000);
    cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      if (versions.some(({ runningStatus }) => runningStatus === "stopped")) clearTimeout(timer), done();
    });
  });
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.stopAllWorkers");
  await stopped;
  await cdp.detach();
}

/** Reloads past the service worker and all caches, as Shift and reload do. */
export async function hardReload(page) {
  const cdp = await page.context().newCDPSession(page);
  const loaded = page.waitForEvent("load");
  await cdp.send("Page.reload", { ignoreCache: true });
  await loaded;
  await cdp.detach();
}

/** Waits until something holds in the page, be it in front or not. */
export const until = (page, condition) => page.waitForFunction(condition, undefined, { timeout: 15_000, polling: 50 });
