// What the requests of a sync brought, read from their answers: rows, the way on, and what an error said.

/** Where answers say how the list goes on: the member's name, and the parameter that sends it back, where it is no link. */
const WAYS_ON = {
  next_page_url: null,
  "@odata.nextLink": null,
  next: null,
  next_cursor: "cursor",
  nextPageToken: "pageToken",
  scroll_param: "scroll_param",
  endCursor: "after",
};
const FLAGS = ["has_more", "hasNextPage"];

/** @typedef {{ at: number, name: string, exchange: import("./exchange.js").Exchange, asked: string, path: string, query: URLSearchParams, good: boolean, body: unknown,
 *   rows: object[], next: { name: string, value: string | true, parameter: string | null } | null }} Seen */

/**
 * The requests of each sync in the order of their starts. Each has a name for sentences.
 * @param {{ exchanges: import("./exchange.js").Exchange[] }[]} syncs
 * @returns {Seen[][]}
 */
export function seenIn(syncs) {
  return syncs.map(({ exchanges }, sync) => {
    const ordered = [...exchanges].sort((one, other) => one.started - other.started);
    return ordered.map((exchange, n) => seen(exchange, n + 1, syncs.length > 1 ? ` of sync ${sync + 1}` : ""));
  });
}

function seen(exchange, at, of) {
  const { method, path, status, text, headers } = exchange;
  const [plain, query] = path.split("?");
  const body = parsed(text, headers);
  return {
    at,
    of,
    name: `request ${at}${of}`,
    exchange,
    path: plain,
    query: new URLSearchParams(query),
    body,
    asked: [method, path, exchange.requestBody].filter(Boolean).join(" "),
    good: status >= 200 && status < 300,
    rows: rowsIn(body),
    next: wayOn(body, headers),
  };
}

function parsed(text, headers) {
  const type = header(headers, "content-type") ?? "";
  try {
    if (/ndjson/.test(type))
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    return /json/.test(type) ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** The list of an answer: the body itself, or the first list in it. */
function rowsIn(body) {
  const list = Array.isArray(body) ? body : (objectsIn(body).flatMap(Object.values).find(Array.isArray) ?? []);
  // GraphQL's lists hold each row in a node.
  return list.map((row) => row?.node ?? row).filter((row) => row !== null && typeof row === "object");
}

/** An object and those in it, but not in its lists. */
function objectsIn(value, depth = 4) {
  if (value === null || typeof value !== "object" || Array.isArray(value) || depth === 0) return [];
  return [value, ...Object.values(value).flatMap((member) => objectsIn(member, depth - 1))];
}

function wayOn(body, headers) {
  const members = objectsIn(body);
  for (const [name, parameter] of Object.entries(WAYS_ON)) {
    const value = members.find((one) => typeof one[name] === "string" && one[name])?.[name];
    if (value) return { name, value, parameter };
  }
  const cursor = header(headers, "x-next-cursor");
  if (cursor) return { name: "X-Next-Cursor", value: cursor, parameter: "cursor" };
  const link = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(header(headers, "link") ?? "")?.[1];
  if (link) return { name: "Link", value: link, parameter: null };
  const flag = FLAGS.find((name) => members.some((one) => one[name] === true));
  return flag ? { name: flag, value: true, parameter: null } : null;
}

/** A header's value, whatever the case of its name. */
export const header = (headers, name) => headers.find(([key]) => key.toLowerCase() === name)?.[1];

/** What an answer says went wrong, as its own words; empty where it says nothing. */
export function saidBy({ text, headers, error }) {
  const body = parsed(text ?? "", headers ?? []);
  const said = [body?.error?.message, body?.error, body?.message, body?.errors?.[0]?.message];
  return said.find((each) => typeof each === "string") ?? error ?? "";
}

/** How an answer ended: "401 ‘Invalid token’". */
export function ending(exchange) {
  const said = saidBy(exchange);
  return `${exchange.status || "no answer"}${said ? ` ‘${said}’` : ""}`;
}
