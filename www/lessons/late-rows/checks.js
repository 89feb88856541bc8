// A second sync that meets what was committed behind the newest row of the first.
import { count, number } from "../../model/words.js";
import { answers, rowsIn } from "../evidence.js";
import { everyRow, ofSyncs, upToDate } from "../judge.js";
import { newest } from "../landing.js";

/** How far before the newest row a sync may look back, in milliseconds: three times as long as rows are late. */
const LOOK_BACK = 1_800_000;

const bringsLittle = ofSyncs(
  "brings-little",
  "The second sync brings what is new or late, and little else.",
  ([first, second], { truth }) => {
    const bound = newest(first.landed.flat());
    if (!bound || !second?.exchanges.length) return "There was no second sync after a first that landed rows.";
    const brought = new Set(
      answers([second])
        .flatMap(rowsIn)
        .map(({ id }) => id),
    ).size;
    const most = (truth ?? []).filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(bound) - LOOK_BACK).length;
    return brought <= most || `It brought ${count(brought, "row")}; ${number(most)} would do, half an hour before the newest one.`;
  },
);

export const reason = "up-to-date";
export const checks = [everyRow, upToDate, bringsLittle];
