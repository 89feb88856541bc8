// Judges a lesson's checks on what was asked and what landed; the typed text never counts.
import { ended } from "./words.js";

/**
 * What holds. Only a run can fail a check: by hand, the next request may still do what it asks for.
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

/** A check of which nothing is known yet. */
export const open = ({ id, text }) => ({ id, text, state: "open", why: null });

function asked(holds, evidence) {
  try {
    const answer = holds(evidence);
    return answer === true || answer === null ? answer : String(answer || "It does not hold yet.");
  } catch (error) {
    return `This could not be judged: ${ended(error.message)} Run again, or start the lesson over.`;
  }
}

/** What to say after a judgement. */
export function verdictText(checks) {
  const count = (state) => checks.filter((check) => check.state === state).length;
  if (checks.length === 0) return "";
  if (count("holds") === checks.length) return "All checks hold: the lesson is done.";
  return `${count("holds")} of ${checks.length} checks hold.`;
}
