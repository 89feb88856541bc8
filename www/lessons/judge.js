// What the checks of the lessons can say. They judge what was requested and what landed, never the text of the code: any code that does the
// same holds. Before anything was done, none holds.
import { count } from "../model/words.js";

/** @typedef {{ id: string, text: string, holds: (evidence: object) => true | string }} Check Holds, or says why not in a sentence. */

/** A check of what was sent from the request bar. @type {(id: string, text: string, found: (exchange: object) => boolean) => Check} */
export const byHand = (id, text, found) => ({ id, text, holds: ({ byHand: sent }) => sent.some(found) || "No answer was like that yet." });

/**
 * A check of the syncs of the last Run.
 * @type {(id: string, text: string, holds: (syncs: object[], evidence: object) => true | string) => Check}
 */
export const ofSyncs = (id, text, holds) => ({
  id,
  text,
  holds: (evidence) => (evidence.syncs.length ? holds(evidence.syncs, evidence) : "Nothing has run yet: press Run."),
});

/** A check of what the destination holds, by what the server's checker says about it. */
const ofVerdict = (id, text, holds) =>
  ofSyncs(id, text, (_, { verdict }) => {
    if (!verdict) return "What landed has not been compared with the truth yet.";
    return verdict.landed ? holds(verdict) : "Nothing has landed.";
  });

/** A check of all requests that were made. */
const ofRequests = (id, text, holds) =>
  ofSyncs(id, text, (syncs) => {
    const made = syncs.flatMap(({ exchanges }) => exchanges);
    return made.length ? holds(made) : "No request was made.";
  });

/** Whether an exchange asked for this path. */
const asks = (path) => (exchange) => exchange.path.split("?")[0] === path;

export const everyRow = ofVerdict("every-row", "Every row is in the destination.", ({ missing, truth }) =>
  missing.count === 0 || `Of ${count(truth, "row")}, ${missing.count} did not land.`);

export const nothingTwice = ofVerdict("nothing-twice", "No row landed twice.", ({ duplicates }) =>
  duplicates.count === 0 || `${count(duplicates.count, "row")} landed again.`);

export const nothingUnknown = ofVerdict("nothing-unknown", "All that landed are rows of the API.", ({ unknown }) =>
  unknown.count === 0 || `${count(unknown.count, "row")} landed that the API never had.`);

export const comesToAnEnd = ofSyncs("ends", "The sync comes to an end by itself.", (syncs) => {
  const cut = syncs.find(({ stopped, error }) => stopped || error);
  if (!cut) return true;
  return cut.stopped ? `It was stopped after ${count(cut.exchanges.length, "request")}.` : `It failed: ${cut.error.text}`;
});

/** The syncs together make no more requests than these. @type {(most: number) => Check} */
export const atMost = (most) =>
  ofRequests("requests", `At most ${most} requests are made.`, ({ length }) => length <= most || `There were ${length}.`);

/** A path is asked for, and no more than so many times. @type {(id: string, text: string, path: string, most: number) => Check} */
export const askedAtMost = (id, text, path, most) =>
  ofRequests(id, text, (made) => {
    const { length } = made.filter(asks(path));
    return (length > 0 && length <= most) || `There were ${length}.`;
  });

/** A path was asked for and answered with 200. @type {(id: string, path: string, name: string) => Check} */
export const letIn = (id, path, name) =>
  ofRequests(id, `${name} opens \`${path}\`.`, (made) => {
    const statuses = made.filter(asks(path)).map(({ status }) => status);
    return statuses.includes(200) || (statuses.length ? `It was answered with ${statuses.at(-1)}.` : "It was never asked for.");
  });

/** Each request after the first is the link that the answer before gave, whole. @type {(member: string) => Check} */
export const followsLinks = (member) =>
  ofRequests("follows-links", "Each request is the link of the answer before, unchanged.", (made) => {
    const stray = made.find(({ url }, n) => n > 0 && linkOf(made[n - 1], member) !== new URL(url).href);
    return stray ? `It asked for ${stray.path}, which no answer gave.` : made.length > 1 || "No link was followed.";
  });

function linkOf({ text }, member) {
  try {
    return new URL(JSON.parse(text)[member]).href;
  } catch {
    return null;
  }
}

/** How much less exact timers are than clocks; milliseconds. */
const SLACK = 50;

/** After a 429, nothing is asked before the time that its Retry-After names is over. */
export const waitsAsTold = ofRequests("waits", "After each 429, no request goes out before `Retry-After` is over.", (made) => {
  const refused = made.filter(({ status }) => status === 429);
  const hasty = refused.filter(({ headers, ended }) => {
    const [, wait = 0] = headers.find(([name]) => name.toLowerCase() === "retry-after") ?? [];
    return made.some(({ started }) => started > ended && started < ended + wait * 1000 - SLACK);
  });
  return hasty.length === 0 || `After ${hasty.length} of ${refused.length} a request came too soon.`;
});
