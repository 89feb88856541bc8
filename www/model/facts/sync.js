// Facts of a sync as a whole: what it gave back, what it left in its state, and whether it did anything.
import { count } from "../words.js";

/** Rows that were given back in place of landed. */
export function returnsRows({ syncs }) {
  const sync = syncs.find(({ returned, landed }) => returned?.rows > landed.flat().length);
  return sync ? `\`sync\` returned ${count(sync.returned.rows, "row")}. Rows count when they land: \`await land(rows)\`.` : null;
}

/** A sync that did nothing. */
export function asksNothing({ syncs, seen, lost }) {
  const at = seen.findIndex((requests) => requests.length === 0);
  if (!lost || at < 0 || wasStopped(syncs)) return null;
  return `${seen.length > 1 ? `Sync ${at + 1}` : "The sync"} made no request.`;
}

/** Then it did not come to what it had before it. */
const wasStopped = (syncs) => syncs.some(({ stopped }) => stopped);

/** Nothing else is known, but that. */
export function landsNothing({ syncs, lost }) {
  if (!lost || wasStopped(syncs) || syncs.some(({ landed }) => landed.flat().length)) return null;
  return syncs.some(({ landed }) => landed.length)
    ? "No rows landed: each list that landed was empty."
    : "No rows landed: `land` was never called.";
}

/** A second sync that asks for all that the first asked for. One that stops at what it knows does not. */
export function forgets({ syncs, seen, code }) {
  const [first, second] = seen;
  if (!first?.length || !second || first.some(({ asked }, n) => asked !== second[n]?.asked)) return null;
  const names = Object.keys(syncs[0].state ?? {});
  if (names.length) {
    const kept = names.map((name) => `\`state.${name}\``).join(" and ");
    return `${kept} ${names.length > 1 ? "were" : "was"} saved, but the second sync did not send ${names.length > 1 ? "them" : "it"}: it asked for the same as the first.`;
  }
  if (syncs[0].returned?.names) {
    return "`sync` returned an object, which is lost. The next sync finds what was written into `state`: `state.since = …`.";
  }
  if (/\bstate\s*=(?![=>])/.test(code)) {
    const instead = "The next sync finds what was written into the one it was given: `state.since = …`.";
    return `\`state = …\` makes another object, which is lost. ${instead}`;
  }
  return "`state` was empty after the first sync, and the second asked for the same as the first.";
}

const SINCE = ["since", "updated_since"];
const sinceOf = ({ query }) => SINCE.map((name) => query.get(name)).find(Boolean);
const times = (rows) =>
  rows
    .map(({ updatedAt }) => updatedAt)
    .filter((time) => typeof time === "string")
    .sort();

/** A sync that asked from a time on that is later than all that had landed before it. */
export function beginsLate({ syncs, seen, lost }) {
  if (!lost) return null;
  for (const [n, [first]] of seen.entries()) {
    const since = n > 0 && first && sinceOf(first);
    const newest = times(syncs.slice(0, n).flatMap(({ landed }) => landed.flat())).at(-1);
    if (!since || !newest || !(since > newest)) continue;
    const asked = `Sync ${n + 1} asked for what changed since ${since}, and the newest row that had landed before is from ${newest}.`;
    return `${asked} What came between the two was never asked for.`;
  }
  return null;
}

/** A sync that was killed while it read the newest rows first, and one that asks for what is newer. */
export function leavesOlder({ syncs, seen, lost }) {
  const at = syncs.findIndex(({ crashed }) => crashed);
  const [last, next] = [seen[at]?.at(-1), seen[at + 1]?.[0]];
  if (!lost || !last?.next || !next) return null;
  const [newest, oldest] = [last.rows[0]?.updatedAt, last.rows.at(-1)?.updatedAt];
  const since = sinceOf(next);
  if (!since || !(newest > oldest) || !(since >= oldest)) return null;
  const killed = `Sync ${at + 1} was killed after its request ${last.at}, whose answer leads on to older rows`;
  return `${killed}, and sync ${at + 2} asked only for what changed since ${since}.`;
}
