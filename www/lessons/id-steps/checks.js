// Steps by id that meet without sharing a row.
import { count } from "../../model/words.js";
import { pathOf, queryOf } from "../evidence.js";
import { everyRowFrom, fewRequests, nothingTwice, ofRequests } from "../judge.js";

const PATH = "/incremental/step";
/** The most ids that a step may have. */
const WIDEST = 100;

const smallSteps = ofRequests("steps", `No step is wider than ${WIDEST} ids.`, (made) => {
  const widths = made
    .filter((one) => pathOf(one) === PATH)
    .map((one) => Number(queryOf(one).get("end_id")) - Number(queryOf(one).get("start_id")) + 1);
  const widest = Math.max(0, ...widths);
  if (widest > WIDEST) return `One step has ${count(widest, "id")}. With a million ids, that would be one answer with a million rows.`;
  return widest > 0 || "No step was read.";
});

export const reason = "nothing-twice";
export const checks = [everyRowFrom(PATH), nothingTwice, smallSteps, fewRequests(PATH, { largest: WIDEST })];
