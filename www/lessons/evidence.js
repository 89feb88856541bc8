// How the checks read exchanges: their paths, parameters, rows and links.
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

/** A header of an answer; undefined where it has none of that name. */
export const headerOf = ({ headers }, wanted) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** All exchanges of syncs that were answered with success. */
export const answers = (syncs) => syncs.flatMap(({ exchanges }) => exchanges).filter(({ status }) => status >= 200 && status < 300);

/** A body as JSON; undefined where it is none. */
export function bodyOf({ text }) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows of an answer: the body itself, or its first member that is a list. */
export function rowsIn(exchange) {
  const body = bodyOf(exchange);
  return (Array.isArray(body) ? body : Object.values(body ?? {}).find(Array.isArray)) ?? [];
}

/** Where the answer's links lead: the member of the body, and what the header `Link` calls next. */
export function linksOf(exchange, member) {
  const next = /<([^>]*)>;\s*rel="?next"?/.exec(headerOf(exchange, "link") ?? "")?.[1];
  return [bodyOf(exchange)?.[member], next]
    .filter((link) => typeof link === "string")
    .map((link) => plainPrefix(new URL(link, exchange.url).href));
}
