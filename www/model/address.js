// Takes apart what was typed or pasted into the path: an address becomes a path, its query the rows of parameters, a curl line a request.
import { readCurl } from "./curl.js";

/** The settings before a path. */
const SETTINGS = /^\/with\/[^/?#]+(?=[/?#]|$)/;

/**
 * A draft whose path is a path alone. `note` says what of a curl line was left out, `problem` why nothing could be read of it; what is no
 * address of the playground stays as it is.
 * @param {import("./draft.js").RequestDraft} draft
 * @param {string} apiBase
 * @returns {{ draft: import("./draft.js").RequestDraft, note?: string, problem?: string }}
 */
export function takenApart(draft, apiBase) {
  const text = draft.path.trim();
  if (!/^curl\s/.test(text)) return { draft: byAddress({ ...draft, path: text }, apiBase) };
  const { draft: asked, note, problem } = readCurl(text);
  return problem ? { draft, problem } : { draft: byAddress(asked, apiBase), note };
}

/**
 * Whether a text that comes from elsewhere is a request of its own, and so stands in place of the one before, wherever the cursor was: a curl
 * line, an address, or a path with a query. A path alone is one where nothing else stands in the field; `rest` is what stays there.
 */
export const isWhole = (text, rest, apiBase) =>
  /^\s*(curl\s|https?:\/\/|\/[^\s?]*\?)/i.test(withScheme(text.trim(), new URL(apiBase))) ||
  (/^\s*\/\S*\s*$/.test(text) && /^\s*\/?\s*$/.test(rest));

/**
 * A draft in which a text that is a request of its own stands. An address asks with GET and has all its parameters, so those before go, and
 * the body with its type; other headers stay. A curl line or an address of elsewhere changes the path alone: it is read, or refused, there.
 * @param {import("./draft.js").RequestDraft} draft
 * @param {string} text
 * @param {string} apiBase
 * @returns {{ draft: import("./draft.js").RequestDraft, note?: string }}
 */
export function replaced(draft, text, apiBase) {
  const path = text.trim();
  if (!pathOf(path, apiBase)?.startsWith("/")) return { draft: { ...draft, path } };
  const headers = draft.body ? draft.headers.filter(({ name }) => !/^\s*content-type\s*$/i.test(name)) : draft.headers;
  const isOther = draft.method !== "GET" || draft.body;
  const note = isOther
    ? "The pasted address took the place of the request before: the method is GET now, and there is no body."
    : undefined;
  return { draft: { method: "GET", path, query: [], headers, body: "" }, note };
}

function byAddress(draft, apiBase) {
  const path = pathOf(draft.path, apiBase);
  if (!path?.startsWith("/")) return draft;
  const [, target, search] = /^([^?#]*)(?:\?([^#]*))?/s.exec(path);
  // What stands behind # without a query is a mistake to be told of.
  if (search === undefined) return { ...draft, path: path === draft.path ? path : target };
  return { ...draft, path: target, query: joined(draft.query, pairs(search)) };
}

/** Address and port of this computer, without a scheme; a name alone may be a word. */
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+(?=[/?#]|$)|(?=[/?#]))/i;

/** An address as terminals print and browsers show it, such as localhost:5001/health, with the scheme that it lacks. */
function withScheme(text, { host, protocol }) {
  if (text.split(/[/?#]/, 1)[0].toLowerCase() === host) return `${protocol}//${text}`;
  return LOCAL.test(text) ? `http://${text}` : text;
}

/** The path below the playground that a text means; undefined where it means another host. */
function pathOf(typed, apiBase) {
  const api = new URL(apiBase);
  const text = withScheme(typed, api);
  if (!/^https?:/i.test(text)) return unset(text, api);
  if (!URL.canParse(text)) return undefined;
  const { origin, hostname } = new URL(text);
  if (origin !== api.origin && !isLoopback(hostname)) return undefined;
  // As it was written: a URL would encode it once more, and differently.
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(text)[1];
  return unset(rest.startsWith("/") ? rest : `/${rest}`, api, true);
}

const isLoopback = (hostname) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** A path without the base of the playground, and without settings where the requests have settings already. */
function unset(path, { pathname }, isAddress = false) {
  const isSet = /\/with\/[^/]+$/.test(pathname);
  const base = pathname.replace(/\/with\/[^/]+$/, "").replace(/\/$/, "");
  const isBelow =
    base && (path.startsWith(`${base}/with/`) || (isAddress && path.startsWith(`${base}/`)) || path.startsWith(`${pathname}/`));
  const own = isBelow ? path.slice(base.length) : path;
  return isSet && SETTINGS.test(own) ? own.replace(SETTINGS, "") || "/" : own;
}

/** The pairs of a query, each part decoded as a server does. */
export function pairs(search) {
  return search
    .split("&")
    .filter(Boolean)
    .map((pair) => {
      const [name, ...value] = pair.split("=");
      return { name: decoded(name), value: decoded(value.join("=")), on: true };
    });
}

function decoded(text) {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Rows with others put in: those of a name that is there take its place, the rest come at the end. */
function joined(rows, others) {
  const left = [...others];
  const take = (name) => {
    const at = left.findIndex((other) => other.name === name);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const names = new Set(others.map(({ name }) => name));
  const kept = rows.map((row) => (names.has(row.name.trim()) ? take(row.name.trim()) : row)).filter(Boolean);
  return [...kept, ...left];
}
