// Why a destination is not as it should be, from what was seen: each request, what came, and what landed. Facts stand in the order of their
// telling power, and the first that fits is said. Each is true by itself, whatever the reason may be; only where none fits does the
// checker, which knows rows alone, make a guess.
import { badTimes, border, fromFile, gap, landedAgain, leftBehind, samePages, staysInPlace } from "./facts/rows.js";
import { endedEarly, ofItsOwn, textsAdded } from "./facts/walk.js";
import { refusedForGood, unanswered } from "./facts/refused.js";
import { asksNothing, beginsLate, forgets, landsNothing, leavesOlder, returnsRows } from "./facts/sync.js";
import { seenIn } from "./seen.js";

const FACTS = [
  returnsRows,
  asksNothing,
  refusedForGood,
  staysInPlace,
  samePages,
  textsAdded,
  leavesOlder,
  leftBehind,
  beginsLate,
  gap,
  endedEarly,
  ofItsOwn,
  fromFile,
  badTimes,
  unanswered,
  border,
  landedAgain,
  forgets,
  landsNothing,
];

/**
 * @typedef {{ stream: string, code: string, syncs: import("../lessons/evidence.js").Sync[], seen: import("./seen.js").Seen[][], landed: import("../lessons/evidence.js").Row[], lost: boolean, twice: boolean,
 *   unknown: boolean, credentials: object }} Case `lost`, `twice` and `unknown` are of the verdict
 */

/**
 * What is to be said below the picture of a run; null where all is well, or the error of the run says it.
 * @param {{ lesson: Record<string, any>, code: string, syncs: import("../lessons/evidence.js").Sync[], verdict: Record<string, any> | null, state: string, credentials?: object }} run
 * @returns {{ text: string, isGuess: boolean } | null}
 */
export function diagnosis({ lesson, code, syncs, verdict, state, credentials }) {
  if (state === "failed" || !verdict) return null;
  const [lost, twice, unknown] = ["missing", "duplicates", "unknown"].map((name) => verdict[name].count > 0);
  const landed = syncs.flatMap((sync) => sync.landed.flat());
  const all = { stream: lesson.stream, code, syncs, seen: seenIn(syncs), landed, lost, twice, unknown, credentials };
  for (const fact of FACTS) {
    const text = fact(all);
    if (text) return { text, isGuess: false };
  }
  // Of no rows at all there is nothing to guess from, and of a sync that was stopped it is known why rows are missing.
  const guesses = state === "ended" && verdict.verdict !== "complete" && verdict.landed > 0;
  return guesses && verdict.hint ? { text: verdict.hint, isGuess: true } : null;
}
