// The draft in the request bar: validated where it comes from outside, and turned into a request or into a sentence that says what is wrong.
import { takenApart } from "./address.js";
import { jsonProblem } from "./json.js";
import { isBrowsers, METHODS } from "./sendable.js";
import { located } from "./exchange.js";

/** @typedef {{ name: string, value: string, on: boolean }} Row */
/** @typedef {{ method: string, path: string, query: Row[], headers: Row[], body: string }} RequestDraft */

const BODILESS = ["GET", "HEAD"];
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/** @returns {RequestDraft} */
export const emptyDraft = () => ({ method: "GET", path: "/", query: [], headers: [], body: "" });

/** Completes a draft that may lack some of its parts. */
export const wholeDraft = (draft) => ({ ...emptyDraft(), ...draft });

/**
 * A draft from a link or a file; null if the value is not a draft.
 * @returns {RequestDraft | null}
 */
export function readDraft(value) {
  const isRow = (row) => typeof row?.name === "string" && typeof row.value === "string";
  const { method, path, body, query = [], headers = [] } = value ?? {};
  const isDraft = METHODS.includes(method) && typeof path === "string" && typeof (body ?? "") === "string";
  if (!isDraft || ![query, headers].every((rows) => Array.isArray(rows) && rows.length <= 100 && rows.every(isRow))) return null;
  const rows = (all) => all.map(({ name, value: text, on = true }) => ({ name, value: text, on: on !== false }));
  return { method, path, query: rows(query), headers: rows(headers), body: body ?? "" };
}

/**
 * The request of a draft, or the first problem that prevents sending it.
 * @param {RequestDraft} typed
 * @param {string} apiBase
 * @returns {{ request?: import("./exchange.js").Asked, problem?: { field: string, index?: number, text: string } }}
 */
export function requestOf(typed, apiBase) {
  const { draft, problem: unread } = takenApart(typed, apiBase);
  if (unread) return { problem: { field: "path", text: unread } };
  const problem = queryProblem(draft.query) ?? headersProblem(draft.headers) ?? bodyProblem(draft);
  if (problem) return { problem };
  const { url, error } = aimed(draft, apiBase);
  if (error) return { problem: { field: "path", text: error } };
  const headers = used(draft.headers).map(({ name, value }) => [name.trim(), value.trim()]);
  return { request: { method: draft.method, url, headers, body: draft.body === "" ? null : draft.body } };
}

/**
 * The URL of a path with its parameters, or the reason why there is none, which quotes the path as it was typed.
 * @param {{ path: string, query: Row[] }} draft
 * @param {string} apiBase
 * @returns {{ url?: string, error?: string }}
 */
export function aimed(draft, apiBase) {
  const { error } = located(draft.path, apiBase);
  return error ? { error } : located(withQuery(draft), apiBase);
}

const used = (rows) => rows.filter(({ name, value, on }) => on && (name || value));

/** The path with the enabled parameters. Characters that a query may contain are not escaped, so that it stays legible; an unpaired surrogate is replaced. */
export function withQuery({ path, query }) {
  const part = (text) => encodeURIComponent(text.toWellFormed()).replace(/%(24|2C|2F|3A|40)/g, (code) => decodeURIComponent(code));
  const text = used(query)
    .map(({ name, value }) => `${part(name)}=${part(value)}`)
    .join("&");
  return text ? `${path.trim()}${path.includes("?") ? "&" : "?"}${text}` : path.trim();
}

function firstOf(rows, field, wrong) {
  for (const [index, row] of rows.entries()) {
    const text = row.on && (row.name || row.value) && wrong(row);
    if (text) return { field, index, text };
  }
  return undefined;
}

const queryProblem = (rows) =>
  firstOf(rows, "query", ({ name, value }) => !name && `Give the parameter with the value ‘${value}’ a name, or switch it off.`);

const headersProblem = (rows) =>
  firstOf(rows, "headers", ({ name: typed, value }) => {
    const name = typed.trim();
    if (!name) return `Give the header with the value ‘${value}’ a name, or switch it off.`;
    if (/\s/.test(name)) return `A header's name has no spaces: write ‘${name.replace(/\s+/g, "-")}’ for ‘${name}’.`;
    if (!NAME.test(name)) return `A header's name has letters, digits and hyphens only; ‘${name}’ has others.`;
    if (/[\r\n\0]/.test(value.trim())) return `The value of ‘${name}’ has a line break. Write it on one line.`;
    if (/[^\0-\xff]/.test(value)) return `The value of ‘${name}’ has characters that no header can hold. Encode them, as with %.`;
    return isBrowsers(name) && `Browsers set ‘${name}’ themselves and let no page do it. Switch it off here; curl can send it.`;
  });

function bodyProblem(draft) {
  const { method, body } = draft;
  if (body === "") return undefined;
  if (BODILESS.includes(method)) return { field: "body", text: `${method} takes no body. Empty it, or choose POST.` };
  const text = notJson(draft);
  return text ? { field: "body", text } : undefined;
}

/** Why a body is not JSON though its headers say so; null if it is, or if they do not say so. */
export function notJson({ headers, body }) {
  const isCalledJson = used(headers).some(({ name, value }) => /^content-type$/i.test(name.trim()) && /\bjson\b/i.test(value));
  return isCalledJson && body ? jsonProblem(body) : null;
}
