// A Connector Playground for tests in Node: the same wasm in this process, answering `fetch` without a port.
import { readFile } from "node:fs/promises";
import "./playground.js";

export { runGauntlet } from "./gauntlet.js";

const VERSION = "__VERSION__";
/** Nobody's address: what reaches it by another way than these tests' own finds no host. */
const BASE_URL = "http://playground.test";

/** Milliseconds: the longest that timers know. */
const LONG = 2 ** 31 - 1;

const { Server, answered } = globalThis.connectorPlayground;
/** What is known of a patch of the global `fetch`, by every copy of this module. */
const PATCH = Symbol.for("connector-playground patch");
let compiled;

/** See node.d.ts for what goes in and comes out. */
export async function createPlayground({ baseUrl = BASE_URL, settings = {}, patchFetch = false } = {}) {
  const base = new URL(baseUrl);
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/*$/, "/");
  compiled ??= readFile(new URL("playground.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
  const server = new Server(await compiled, { ...settings, base: base.href });
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
  if (!isBelow(new URL(request.url), base)) throw new TypeError(`Connector Playground: ${request.url} is not below ${base}`);
  // An upload that stalls keeps the process, as a connection would: the timers of `AbortSignal.timeout` do not.
  const alive = request.body && setInterval(() => {}, LONG);
  try {
    return await answered(server, request, () => server.playground.front_page(request));
  } finally {
    clearInterval(alive);
  }
};

/** Lets the global `fetch` answer below an address, until the function that it gives is called. */
function patched(base, fetch) {
  const patch = { before: globalThis.fetch, over: false };
  const ours = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const below = !patch.over && URL.canParse(url) && isBelow(new URL(url), base);
    return below ? fetch(input, init) : patch.before(input, init);
  };
  globalThis.fetch = Object.assign(ours, { [PATCH]: patch });
  return () => {
    patch.over = true;
    // Patches may end in any order: one that lies below another one goes with that. What somebody else has put in their place stays.
    while (globalThis.fetch[PATCH]?.over) globalThis.fetch = globalThis.fetch[PATCH].before;
  };
}

const isBelow = ({ origin, pathname }, base) => origin === base.origin && `${pathname}/`.startsWith(base.pathname);

/** The checker's report. A limit is for the connector, not for its test. */
async function checked(fetch, rows, { stream = "people", asOf } = {}) {
  const query = new URLSearchParams(asOf ? { stream, as_of: asOf } : { stream });
  const response = await fetch(`with/rate_limit=false/playground/check?${query}`, { method: "POST", body: await landed(rows) });
  const report = await response.json();
  if (!response.ok) throw new Error(`Connector Playground: ${report.error}`);
  return report;
}

/** Rows in a form that the checker reads. */
async function landed(rows) {
  if (typeof rows === "string" || ArrayBuffer.isView(rows) || rows instanceof ArrayBuffer || rows instanceof Blob) return rows;
  const list = [];
  for await (const row of walked(rows)) {
    if (!isRow(row))
      throw new TypeError(`Connector Playground: row ${list.length + 1} is ${named(row)}; rows are objects with the members of the stream`);
    list.push(row);
  }
  return JSON.stringify(list, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

function walked(rows) {
  if (typeof rows?.[Symbol.asyncIterator] === "function" || typeof rows?.[Symbol.iterator] === "function") return rows;
  const right = "check() takes an iterable of objects, as an array or a generator, or JSON, NDJSON or CSV as text or bytes";
  throw new TypeError(`Connector Playground: ${named(rows)} is no rows; ${right}`);
}

const isRow = (row) => typeof row === "object" && row !== null && !Array.isArray(row) && !ArrayBuffer.isView(row);

/** What a value is. */
function named(value) {
  if (value === null || value === undefined) return String(value);
  const kind = typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
  return `${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}`;
}
