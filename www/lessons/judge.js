// The building blocks of the lessons' checks. A check judges the requests and the landed rows, never the text of the code, so that any code
// with the same effect passes. Before the first request or run, no check passes.
import { keyOf } from "../model/truth.js";
import { count, ended, number } from "../model/words.js";
import { answers, pathOf, rowsIn } from "./evidence.js";

/** @typedef {{ id: string, text: string, holds: (evidence: import("./evidence.js").Evidence) => true | string | null }} Check Holds, or says why not in a sentence. */

/** A check of the requests sent from the request bar. @type {(id: string, text: string, found: (exchange: import("./evidence.js").Exchange) => boolean) => Check} */
export const byHand = (id, text, found) => ({ id, text, holds: ({ byHand: sent }) => sent.some(found) || "No answer was like that yet." });

/**
 * A check of the syncs of the last run.
 * @type {(id: string, text: string, holds: (syncs: import("./evidence.js").Sync[], evidence: import("./evidence.js").Evidence) => true | string | null) => Check}
 */
export const ofSyncs = (id, text, holds) => ({
  id,
  text,
  holds: (evidence) => (evidence.syncs.length ? holds(evidence.syncs, evidence) : "Nothing has run yet: press Run."),
});

/** A check of the destination, by the verdict of the server's checker. */
export const ofVerdict = (id, text, holds) =>
  ofSyncs(id, text, (_, evidence) => {
    if (!evidence.verdict) return "What landed has not been compared with the truth yet.";
    return evidence.verdict.landed ? holds(evidence.verdict, evidence) : "No rows landed.";
  });

/** A check of all requests that were made. */
export const ofRequests = (id, text, holds) =>
  ofSyncs(id, text, (syncs, evidence) => {
    const made = syncs.flatMap(({ exchanges }) => exchanges);
    return made.length ? holds(made, evidence) : "No request was made.";
  });

/** Why a sync did not end well, if one did not. */
export function cutShort({ syncs }) {
  const cut = syncs.find(({ stopped, error }) => stopped || error);
  if (!cut) return null;
  if (cut.error && !cut.stopped) return `The sync failed: ${ended(cut.error.text)}`;
  return `The sync was stopped after ${count(cut.exchanges.length, "request")}.`;
}

/** True if no row is missing, else the reason. @param {Record<string, any>} verdict */
export function missing({ missing: { count: lost }, truth }) {
  return lost === 0 || `Of ${count(truth, "row")}, ${number(lost)} did not land.`;
}

/** Every row landed, however the sync ended. */
export const everyRow = ofVerdict("every-row", "Every row is in the destination.", missing);

/** Every row landed, the sync ended on its own, and the rows came from the lesson's lists. @type {(...paths: string[]) => Check} */
export const everyRowFrom = (...paths) =>
  ofVerdict("every-row", `The sync ends, and every row has landed from \`${paths[0]}\`.`, (verdict, evidence) => {
    const lost = missing(verdict);
    return lost === true ? (cutShort(evidence) ?? fromElsewhere(paths, evidence) ?? true) : lost;
  });

/** The reason why landed rows did not come from these lists; null if all did. */
function fromElsewhere(paths, { syncs, rows, stream }) {
  // Of a very long run, the last answers are not kept, so nothing can be said.
  if (answers(syncs).some(({ text, bytes }) => !text && bytes)) return null;
  const given = new Set(
    answers(syncs)
      .filter((one) => paths.includes(pathOf(one)))
      .flatMap(rowsIn)
      .map((row) => keyOf(stream, row)),
  );
  const strange = rows.filter((row) => !given.has(keyOf(stream, row))).length;
  if (!strange) return null;
  return `${count(strange, "row")} landed that \`${paths[0]}\` did not give. This lesson is about that list: read it there.`;
}

/** No row changed after it was read, as far as anything that landed tells. */
export const upToDate = ofVerdict(
  "up-to-date",
  "No row changed without its change landing.",
  ({ stale }) => stale.count === 0 || `${count(stale.count, "row")} changed, and the change did not land.`,
);

export const nothingTwice = ofVerdict(
  "nothing-twice",
  "No row landed twice.",
  ({ duplicates }) => duplicates.count === 0 || `${count(duplicates.count, "row")} landed again.`,
);

export const nothingUnknown = ofVerdict("nothing-unknown", "All that landed are rows of the API.", ({ unknown, unreadable }) => {
  const strange = unknown.count + (unreadable?.count ?? 0);
  return strange === 0 || `${count(strange, "row")} landed that the API never had.`;
});

export const comesToAnEnd = ofSyncs("ends", "The sync comes to an end by itself.", (_, evidence) => cutShort(evidence) ?? true);

/** Pages that a sync may read beyond those with its rows: one to detect the end, one to look ahead, or requests sent in parallel. */
const SPARE = 5;
/** The API's page sizes: default and maximum. */
const [USUAL, LARGEST] = [10, 50];

/**
 * A check that a list was read without needless requests, whatever page size was chosen, if it is not below the API's default. Where pages
 * may be short or empty, `times` as many requests as for full pages are allowed.
 */
export const fewRequests = (path, { times = 1, largest = LARGEST } = {}) =>
  ofRequests("requests", "It asks for no more pages than there are.", (made, { verdict }) => {
    const pagesOf = made.filter((one) => pathOf(one) === path && one.status !== 429);
    const asked = pagesOf.length;
    const size = Math.max(0, ...pagesOf.map(({ rows }) => rows ?? 0));
    if (!verdict || size === 0) return `No rows came from \`${path}\`.`;
    const pages = (size) => Math.ceil(verdict.truth / size);
    const most = pages(Math.max(size, USUAL)) * times + SPARE;
    if (asked <= most) return true;
    const refused = made.length - asked && made.some(({ status }) => status === 429) ? ", beside those that got a 429" : "";
    const were = `${asked === 1 ? "There was" : "There were"} ${count(asked, "request")}${refused}.`;
    const better = size < USUAL && largest > size ? ` Ask for ${largest} rows per page: then ${pages(largest)} pages hold them all.` : "";
    return `${were} With ${count(size, "row")} per page, ${most} are plenty: stop where the list ends.${better}`;
  });

/** A check that a path was requested and answered with 200. @type {(id: string, path: string, name: string) => Check} */
export const letIn = (id, path, name) =>
  ofRequests(id, `${name} opens \`${path}\`.`, (made) => {
    const statuses = made.filter((one) => pathOf(one) === path).map(({ status }) => status);
    return statuses.includes(200) || (statuses.length ? `It was answered with ${statuses.at(-1)}.` : "It was never asked for.");
  });
