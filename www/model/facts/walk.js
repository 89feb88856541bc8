// Facts of how a list was walked: where the walk ended, and whether it went the way that the answers gave.
import { count, number } from "../words.js";

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const integer = (text, otherwise) => (/^\d+$/.test(text ?? "") ? Number(text) : otherwise);

/** The sync ended by itself where the last answer says that there is more. */
export function endedEarly({ syncs, seen, lost }) {
  if (!lost) return null;
  for (const [n, requests] of seen.entries()) {
    const last = requests.at(-1);
    if (!last?.good || syncs[n].stopped || syncs[n].crashed) continue;
    const said = moreBehind(last) ?? furtherOn(last);
    if (said) return said;
  }
  return null;
}

function moreBehind(last) {
  const { next, rows, query, name } = last;
  // A cursor that leads to itself leads nowhere.
  if (!next || (next.parameter && query.get(next.parameter) === next.value) || next.value === last.exchange.url) return null;
  const held = { X: `the header \`${next.name}\``, L: "a `Link` to the next page" }[next.name[0]] ?? `\`${next.name}\``;
  const what = next.value === true ? `said \`${next.name}\`: true` : `had ${held}`;
  const brought = rows.length === 0 ? ", though no rows" : "";
  return `The sync ended while the last answer, to ${name}, still ${what}${brought}: the list goes on.`;
}

/** Lists that say how long they are. */
function furtherOn({ body, query, rows, name }) {
  const page = integer(query.get("page"), 1);
  if (Number.isInteger(body?.total_pages) && page < body.total_pages) {
    return `The sync ended with page ${number(page)}, ${name}, and its answer says \`total_pages\`: ${number(body.total_pages)}.`;
  }
  const total = body?.total ?? body?.["@odata.count"];
  const upTo = integer(query.get("offset") ?? query.get("$skip"), 0) + rows.length;
  if (Number.isInteger(total) && rows.length > 0 && upTo < total) {
    return `The sync ended with row ${number(upTo)}, which came with ${name}, and its answer says \`total\`: ${number(total)}.`;
  }
  return null;
}

/** A cursor or a link that no answer gave. */
export function ofItsOwn({ seen, lost, twice }) {
  if (!lost && !twice) return null;
  for (const requests of seen) {
    for (let n = 1; n < requests.length; n += 1) {
      const before = requests.slice(0, n).filter(({ path, next }) => next && path === requests[n].path);
      const said = before.length > 0 && (strayCursor(requests[n], before) ?? strayLink(requests[n], before));
      if (said) return said;
    }
  }
  return null;
}

function strayCursor({ name, query }, before) {
  const { parameter, name: member } = before.at(-1).next;
  const sent = parameter && query.get(parameter);
  const given = before.map(({ next }) => next.value);
  if (!sent || given.includes(sent)) return null;
  if (given.includes(sent.replaceAll(" ", "+"))) {
    return `${capital(name)} sent \`${parameter}\` with a space where the answer had a plus: write \`encodeURIComponent(cursor)\`.`;
  }
  return `${capital(name)} sent a \`${parameter}\` that no answer gave: the answer before had another in \`${member}\`.`;
}

function strayLink({ name, exchange, query }, before) {
  const { value, parameter, name: member } = before.at(-1).next;
  if (parameter || value === true) return null;
  const links = before.map(({ next }) => plain(next.value, exchange.url));
  if (links.includes(plain(exchange.url))) return null;
  const wanted = [...new URL(value, exchange.url).searchParams];
  const missing = wanted.filter(([key]) => !query.has(key)).map(([key]) => `\`${key}\``);
  const other = wanted.filter(([key, text]) => query.has(key) && query.get(key) !== text).map(([key]) => `\`${key}\``);
  if (!missing.length && !other.length) return null;
  const faults = [
    missing.length && `${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing`,
    other.length && `${listed(other)} ${other.length === 1 ? "differs" : "differ"}`,
  ];
  const link = member === "Link" ? "the `Link` header" : `\`${member}\``;
  return `${capital(name)} is not the link that the answer before gave in ${link}: ${faults.filter(Boolean).join(", ")}.`;
}

const listed = (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

/** A link with its parameters in order, so that their order does not matter. */
function plain(link, base) {
  const url = new URL(link, base);
  url.searchParams.sort();
  return url.href;
}

/** `"25" + 1` is "251". */
export function textsAdded({ seen, lost }) {
  if (!lost) return null;
  for (const requests of seen) {
    for (const [n, { query, name, rows }] of requests.entries()) {
      const id = requests[n - 1]?.rows.at(-1)?.id;
      if (typeof id !== "string" || !/^\d+$/.test(id) || query.get("start_id") !== `${id}1`) continue;
      const asked = `${capital(name)} asked from id ${id}1 on, and brought ${count(rows.length, "row")}.`;
      return `${asked} The ids here are strings: "${id}" + 1 is "${id}1". Write \`Number(id) + 1\`.`;
    }
  }
  return null;
}
