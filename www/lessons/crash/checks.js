// A sync that is killed in its midst, and one that goes on from the last checkpoint that landed.
import { keyOf } from "../../model/truth.js";
import { count } from "../../model/words.js";
import { answers, rowsIn } from "../evidence.js";
import { everyRow, ofSyncs } from "../judge.js";

/** What of the rows that landed before the crash may come again: a page, its neighbour, and a second that many share. */
const AGAIN = 2 / 3;

const crashes = ofSyncs("crashes", "The first sync lands page by page, and is killed in between.", ([first]) => {
  if (first.crashed) return true;
  return first.landed.length
    ? `It landed ${count(first.landed.length, "time")} and was over before the crash. Land each page as it comes.`
    : "It landed no rows before it was over.";
});

const resumes = ofSyncs(
  "resumes",
  "The second sync goes on where the first was killed, not from the beginning.",
  ([first, second], { stream }) => {
    if (!first.crashed || !second) return "There was no second sync after a crash.";
    const before = new Set(first.landed.flat().map((row) => keyOf(stream, row)));
    const again = new Set(
      answers([second])
        .flatMap(rowsIn)
        .map((row) => keyOf(stream, row))
        .filter((key) => before.has(key)),
    );
    if (again.size <= before.size * AGAIN) return true;
    return `It asked again for ${count(again.size, "row")} of the ${before.size} that had landed.`;
  },
);

const ends = ofSyncs("ends", "The second sync comes to an end.", ([, second]) => {
  if (!second) return "There was no second sync.";
  if (second.error) return `It failed: ${second.error.text}`;
  return !second.stopped || "It was stopped.";
});

export const reason = "every-row";
export const checks = [everyRow, crashes, resumes, ends];
