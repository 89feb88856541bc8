// An API Playground for tests in Node: the same wasm in this process, answering `fetch` without a port.
import { readFile } from "node:fs/promises";
import "./playground.js";

const VERSION = "__VERSION__";
/** Nobody's address: what reaches it by another way than these tests' own finds no host. */
const BASE_URL = "http://playground.test";

const { Server } = globalThis.apiPlayground;
let compiled;

/** See node.d.ts for what goes in and comes out. */
export async function createPlayground({ baseUrl = BASE_URL, settings = {}, patchFetch = false } = {}) {
  const base = new URL(baseUrl);
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/*$/, "/");
  compiled ??= readFile(new URL("playground.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
  const server = new Server(await compiled, { ...settings, base: base.pathname });
  const { settings: settled, credentials } = server.playground;
  const answer = answering(server, base);
  const at = (input) => (input instanceof Request ? input : new URL(input, base));
  const fetch = async (input, init) => answer(new Request(at(input), init));
  const unpatch = patchFetch ? patched(base, fetch) : () => {};
  return {
    baseUrl: base.href.replace(/\/$/, ""),
    version: VERSION,
    settings: settled,
    credentials,
    fetch,
    check: (rows, options) => checked(fetch, rows, options),
    stop: unpatch,
  };
}

/** Answers requests as a server does: what is no endpoint is the front page or 404, and who gives up gets an error. */
const answering = (server, base) => async (request) => {
  const { signal, url } = request;
  if (!isBelow(new URL(url), base)) throw new TypeError(`API Playground: ${url} is not below ${base}`);
  signal.throwIfAborted();
  const response = await server.respond(request, { elsewhere: () => server.playground.front_page(request) });
  const body = response.body?.pipeThrough(new TransformStream(), { signal });
  // Clients that follow relative links ask a response for its address.
  return Object.defineProperty(new Response(body, response), "url", { value: url });
};

/** Lets the global `fetch` answer below an address, until the function that it gives is called. */
function patched(base, fetch) {
  const before = globalThis.fetch;
  let over = false;
  const ours = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const below = !over && URL.canParse(url) && isBelow(new URL(url), base);
    return below ? fetch(input, init) : before(input, init);
  };
  globalThis.fetch = ours;
  return () => {
    over = true;
    // What another one has put in its place since then stays.
    if (globalThis.fetch === ours) globalThis.fetch = before;
  };
}

const isBelow = ({ origin, pathname }, base) => origin === base.origin && `${pathname}/`.startsWith(base.pathname);

/** The checker's report. A limit is for the connector, not for its test. */
async function checked(fetch, rows, { stream = "people", asOf } = {}) {
  const query = new URLSearchParams(asOf ? { stream, as_of: asOf } : { stream });
  const body = typeof rows === "string" || ArrayBuffer.isView(rows) ? rows : JSON.stringify(await all(rows));
  const response = await fetch(`with/rate_limit=false/playground/check?${query}`, { method: "POST", body });
  const report = await response.json();
  if (!response.ok) throw new Error(`API Playground: ${report.error}`);
  return report;
}

async function all(rows) {
  const list = [];
  for await (const row of rows) list.push(row);
  return list;
}
