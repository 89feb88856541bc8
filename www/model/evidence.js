// Evaluates a lesson's checks against the requests and the landed rows, never against the text of the code.
import { ended } from "./words.js";

/**
 * The states of the checks. Only a run can fail a check: with requests by hand, the next one may still satisfy it.
 * @param {{ id: string, text: string, holds: (evidence: import("../lessons/evidence.js").Evidence) => true | string | null }[]} checks `null`: what it judges was not met
 * @param {import("../lessons/evidence.js").Evidence} evidence as the lessons know it
 */
export function judged(checks, evidence) {
  const { byHand, syncs } = evidence;
  const nothing = byHand.length === 0 && syncs.length === 0;
  return checks.map(({ id, text, holds }) => {
    if (nothing) return open({ id, text });
    const answer = asked(holds, evidence);
    if (answer === true) return { id, text, state: "holds", why: null };
    if (answer === null) return open({ id, text });
    return syncs.length ? { id, text, state: "fails", why: answer } : open({ id, text });
  });
}

/** A check that has not been evaluated. */
export const open = ({ id, text }) => ({ id, text, state: "open", why: null });

function asked(holds, evidence) {
  try {
    const answer = holds(evidence);
    return answer === true || answer === null ? answer : String(answer || "It does not hold yet.");
  } catch (error) {
    return `This could not be judged: ${ended(error.message)} Run again, or start the lesson over.`;
  }
}

/** The message after an evaluation. */
export function verdictText(checks) {
  const count = (state) => checks.filter((check) => check.state === state).length;
  if (checks.length === 0) return "";
  if (count("holds") === checks.length) return "All checks hold: the lesson is done.";
  return `${count("holds")} of ${checks.length} checks hold.`;
}
