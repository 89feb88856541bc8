// An exchange: one request with its response, kept as a whole for the answer, the timeline and the checks.

/** @typedef {{ method: string, url: string, headers: [string, string][], body: string | null }} Asked */
/**
 * @typedef {{ id: number, by: "hand" | "sync", sync: number, method: string, path: string, url: string,
 *   requestHeaders: [string, string][], requestBody: string | null, status: number, headers: [string, string][], text: string,
 *   bytes: number, started: number, ended: number, rows: number | null, error: string | null }} Exchange
 */

/** Bytes of a body that are kept as text, and bytes that are read at most. */
const KEPT = 2 ** 20;
const READ = 2 ** 26;

/**
 * The URL of a path below the playground or of a link in one of its responses, or the reason why there is none.
 * @param {unknown} path
 * @param {string} apiBase
 * @returns {{ url?: string, error?: string }}
 */
export function located(path, apiBase) {
  const text = String(path ?? "").trim();
  if (/^[a-z][a-z\d+.-]*:/i.test(text)) return linked(text, apiBase);
  if (!text.startsWith("/")) {
    const link = text.startsWith("?") ? " A relative link is resolved first: new URL(link, response.url)." : "";
    return { error: `A path starts with a slash, such as /pagination/offset; this is ‘${text}’.${link}` };
  }
  if (text.includes("#")) return { error: "A path ends before #. Write %23 where the sign itself is meant." };
  const gap = /\{\w+\}/.exec(text);
  if (gap) return { error: `Put a value in place of ${gap[0]}.` };
  // A link may be a path as well; it has the prefix already.
  const { origin, pathname } = new URL(apiBase);
  const isLink = pathname !== "/" && text.startsWith(`${pathname}/`);
  const url = new URL(isLink ? origin + text : apiBase + text).href;
  return isBelow(url, apiBase) ? { url } : { error: "The path leads out of the playground. Leave out the ‘..’." };
}

const isBelow = (url, apiBase) => url.startsWith(`${new URL(apiBase).href.replace(/\/$/, "")}/`);

/** Decodes the commas and semicolons of a prefix, which the header `Link` has escaped, since many parsers split there. */
export const plainPrefix = (url) => url.replace(/\/with\/[^/]*/, (part) => part.replaceAll("%2C", ",").replaceAll("%3B", ";"));

function linked(text, apiBase) {
  let url;
  try {
    url = plainPrefix(new URL(text).href);
  } catch {
    return { error: `‘${text}’ is not an address. Write a path such as /pagination/offset.` };
  }
  if (isBelow(url, apiBase)) return { url };
  const base = apiBase.replace(/\/with\/[^/]+$/, "");
  return { error: `This page can only call ${base}, not ‘${text}’. Write a path such as /pagination/offset.` };
}

/**
 * Makes a request and records it. The promise never rejects: a failure is the exchange's `error`.
 * @param {Asked} asked
 * @param {{ id: number, by: "hand" | "sync", sync: number, apiBase: string, fetch: typeof globalThis.fetch, now: () => number, signal?: AbortSignal }} by
 * @returns {Promise<{ exchange: Exchange, body: Uint8Array | null }>}
 */
export async function exchanged(asked, { id, by, sync, apiBase, fetch, now, signal }) {
  const path = asked.url.slice(new URL(apiBase).href.replace(/\/$/, "").length);
  /** @type {Exchange} */
  const exchange = {
    ...{ id, by, sync, method: asked.method, path, url: asked.url, requestHeaders: asked.headers, requestBody: asked.body },
    ...{ status: 0, headers: [], text: "", bytes: 0, rows: null, error: null, started: now(), ended: 0 },
  };
  let body = null;
  try {
    const { method, headers, body: sent } = asked;
    /** @type {RequestInit} */
    const init = { method, headers, body: sent ?? undefined, credentials: "omit", cache: "no-store", signal };
    const response = await fetch(asked.url, init);
    if (response.status === 0) throw new Error(`its answer can't be read (${response.type})`);
    Object.assign(exchange, { status: response.status, headers: [...response.headers] });
    body = await read(response);
    const type = response.headers.get("content-type") ?? "";
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
    Object.assign(exchange, { bytes: body.length, text: text.slice(0, KEPT), rows: rowsOf(text, type) });
  } catch (error) {
    exchange.error = reason(error, asked.url);
    body = null;
  }
  exchange.ended = now();
  return { exchange, body };
}

function reason(error, url) {
  if (error.name === "AbortError") return "The request was given up.";
  if (error.name === "Said") return error.message;
  return `No answer from ${new URL(url).host}: ${error.message}. See in the Server drawer whether the server still runs.`;
}

/**
 * Reads a body up to the limit, since an export may be larger than the memory. A body of known length is read in one piece, because
 * Chromium's network panel shows a response that was read in parts as cancelled.
 */
async function read(response) {
  if (Number(response.headers.get("content-length") ?? Infinity) <= READ) return new Uint8Array(await response.arrayBuffer());
  const parts = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part; reader && !(part = await reader.read()).done; ) {
    size += part.value.length;
    parts.push(part.value);
    if (size <= READ) continue;
    await reader.cancel();
    const error = new Error("The answer is larger than 64 MiB; the page reads no more. Ask for fewer records.");
    throw Object.assign(error, { name: "Said" });
  }
  const whole = new Uint8Array(size);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** The rows of a body: the body itself, or its only member that is a list. A body with several lists, such as openapi.json, has no rows. */
export function listOf(body) {
  if (Array.isArray(body)) return body;
  const lists = Object.values(body ?? {}).filter(Array.isArray);
  return lists.length === 1 ? lists[0] : undefined;
}

/** The number of rows in a response: the length of its list, or the lines of NDJSON. */
function rowsOf(text, type) {
  if (!/json/.test(type)) return null;
  if (/ndjson/.test(type)) return text.split("\n").filter(Boolean).length;
  try {
    return listOf(JSON.parse(text))?.length ?? null;
  } catch {
    return null;
  }
}
