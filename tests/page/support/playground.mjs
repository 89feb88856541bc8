// The playground as the kit has it, in this process: what the page's requests go to, without a browser.
import { readFile } from "node:fs/promises";
import { runInThisContext } from "node:vm";

/** What `cargo xtask build` made for npm. */
const KIT = new URL(process.env.PLAYGROUND_KIT ?? "../../../dist/npm/", import.meta.url);
export const BASE = "http://playground.test";
/** Settings of how a server answers, which the truth does not depend on. */
const MANNERS = new Set(
  "rate_limit capacity short_pages empty_pages past_end last links max_offset first_cursor drop_total string_numbers".split(" "),
);

/** A server of its own, with a full bucket. */
export async function startPlayground() {
  const server = await newServer({ seed: "server", anchor: "2026-01-01T00:00:00Z" });
  const ask = async (url, init) => server.respond(new Request(url, init));
  return { credentials: server.playground.credentials, ask, judge: (...what) => judge(ask, ...what) };
}

/** A server of the kit with these options. */
export async function newServer(options) {
  const wasm = await (compiled ??= compile());
  return new globalThis.connectorPlayground.Server(wasm, options);
}

/** The kit's module, compiled once. */
let compiled;
async function compile() {
  runInThisContext(await readFile(new URL("playground.js", KIT), "utf8"));
  return WebAssembly.compile(await readFile(new URL("playground.wasm", KIT)));
}

/** Where requests with these settings go. */
export function baseOf(settings) {
  const pairs = Object.entries(settings).map(([key, text]) => `${key}=${encodeURIComponent(text)}`);
  return pairs.length ? `${BASE}/with/${encodeURIComponent(pairs.join(","))}` : BASE;
}

/** What the checker says about rows of a stream. */
async function judge(ask, settings, stream, rows) {
  const truth = Object.fromEntries(Object.entries(settings).filter(([key]) => !MANNERS.has(key)));
  const url = `${baseOf({ ...truth, journal: "off" })}/playground/check?stream=${stream}`;
  const headers = { "content-type": "application/json" };
  const response = await ask(url, { method: "POST", headers, body: JSON.stringify(rows) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
