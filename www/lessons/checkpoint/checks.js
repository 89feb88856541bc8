// A second sync, some hours after the first, that asks for what came meanwhile and for nothing else.
import { count, number } from "../../model/words.js";
import { answers, queryOf, rowsIn } from "../evidence.js";
import { everyRow, ofSyncs } from "../judge.js";
import { landsFirst, newest, oldest } from "../landing.js";

/** How far behind the newest row a sync may look back, in milliseconds: a day and a half is careful, more is a full load by another name. */
const LOOK_BACK = 36 * 3_600_000;

/** A check of the second sync, where it is as it should be for one: against the newest `updatedAt` that the first one landed. */
const ofSecond = (id, text, holds) =>
  ofSyncs(id, text, ([first, second], evidence) => {
    const bound = newest(first.landed.flat());
    if (!bound || !second?.exchanges.length) return "There was no second sync after a first that landed rows.";
    return holds(second, bound, evidence);
  });

const isLate = (time, bound) => Date.parse(time) >= Date.parse(bound) - LOOK_BACK;

const resumes = ofSecond(
  "resumes",
  "The second sync asks from the newest row of the first on, or a little before it.",
  ({ exchanges }, bound) => {
    const asked = exchanges.filter(({ rows }) => rows !== null);
    if (asked.length === 0) return "It asked for no rows.";
    const [since] = asked.map(sinceOf);
    if (since && since > bound) return `It asked since ${since}, but the newest row is from ${bound}: what changed in between is lost.`;
    const far = asked.find((one) => !isLate(sinceOf(one) ?? oldest(rowsIn(one)) ?? bound, bound));
    if (!far) return true;
    if (sinceOf(far)) return `It asked since ${sinceOf(far)}; the newest row of the first sync is from ${bound}.`;
    return "It sent neither `since` nor `updated_since`, so it asked for everything. Is the checkpoint in `state`, changed in place?";
  },
);

/** The bound that a request names; where it names none, its rows tell what it asked for. */
const sinceOf = (exchange) => queryOf(exchange).get("since") ?? queryOf(exchange).get("updated_since");

const bringsLittle = ofSecond("brings-little", "The second sync brings what is new, and little else.", (second, bound, { truth }) => {
  const brought = new Set(
    answers([second])
      .flatMap(rowsIn)
      .map(({ id }) => id),
  ).size;
  const rows = truth ?? [];
  if (brought <= rows.filter(({ updatedAt }) => isLate(updatedAt, bound)).length) return true;
  return `It brought ${count(brought, "row")}; ${number(rows.filter(({ updatedAt }) => updatedAt >= bound).length)} would do.`;
});

export const reason = "every-row";
export const checks = [everyRow, resumes, bringsLittle, landsFirst];
