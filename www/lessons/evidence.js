// Readers of exchanges for the checks: paths, parameters, rows and links.
import { plainPrefix } from "../model/exchange.js";

/**
 * @typedef {import("../model/exchange.js").Exchange} Exchange
 * @typedef {Record<string, any>} Row
 * @typedef {{ exchanges: Exchange[], landed: Row[][], states: object[], state: object, error: import("../model/problem.js").Problem | null,
 *   stopped: boolean, crashed?: boolean }} Sync
 * @typedef {{ byHand: Exchange[], syncs: Sync[], verdict: Record<string, any> | null, stream: string, rows: Row[], truth: Row[] | null,
 *   settings?: Record<string, string> }} Evidence `verdict` is the checker's answer
 */

/** The path of a request, without its query. @param {{ path: string }} exchange */
export const pathOf = ({ path }) => path.split("?")[0];

/** The parameters of a request. */
export const queryOf = ({ path }) => new URLSearchParams(path.split("?")[1] ?? "");

/** A header of a response; undefined if it is absent. */
export const headerOf = ({ headers }, wanted) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** All exchanges of the syncs with a successful response. */
export const answers = (syncs) => syncs.flatMap(({ exchanges }) => exchanges).filter(({ status }) => status >= 200 && status < 300);

/** A body parsed as JSON; undefined if it is not JSON. */
export function bodyOf({ text }) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows of a response: the body itself, or its first member that is a list. */
export function rowsIn(exchange) {
  const body = bodyOf(exchange);
  return (Array.isArray(body) ? body : Object.values(body ?? {}).find(Array.isArray)) ?? [];
}

/** The targets of a response's links: the member of the body, and the relation `next` of the header `Link`. */
export function linksOf(exchange, member) {
  const next = /<([^>]*)>;\s*rel="?next"?/.exec(headerOf(exchange, "link") ?? "")?.[1];
  return [bodyOf(exchange)?.[member], next]
    .filter((link) => typeof link === "string")
    .map((link) => plainPrefix(new URL(link, exchange.url).href));
}
