// A walk over rows that are updated between its pages.
import { count } from "../../model/words.js";
import { everyRow, nothingUnknown, ofVerdict, upToDate } from "../judge.js";

/** The checker goes by the newest row that landed, and of a walk that ends early that is an early one. */
const wholeList = ofVerdict("whole-list", "The walk reached the end of the list.", (_, { rows, settings }) => {
  const landed = new Set(rows.map(({ id }) => id)).size;
  return landed >= Number(settings?.records) || `${count(landed, "row")} landed; at the start there were ${settings?.records}.`;
});

export const reason = "every-row";
export const checks = [everyRow, wholeList, upToDate, nothingUnknown];
