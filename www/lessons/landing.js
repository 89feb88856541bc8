// Checks of the order in which rows land and checkpoints advance.
import { ofSyncs } from "./judge.js";

/** The state advances with each landing, so that a sync that crashes right after one resumes from there. */
export const landsFirst = ofSyncs("lands-first", "The checkpoint moves only after its rows have landed.", (syncs, { truth }) => {
  const last = truth?.at(-1)?.updatedAt ?? "9";
  let landed = "";
  let known = new Set();
  for (const { landed: landings, states, state } of syncs) {
    for (const [n, rows] of landings.entries()) {
      const ahead = timesIn(states[n]).find((time) => time > landed && time <= last && !known.has(time));
      if (ahead) return `The checkpoint said ${ahead} while the rows up to there had not landed: a crash in between loses them.`;
      landed = [landed, newest(rows) ?? ""].sort().at(-1);
    }
    known = new Set(timesIn(state));
  }
  // A sync without a time in its state cannot be judged.
  return known.size > 0 || null;
});

const times = (rows) => rows.map(({ updatedAt }) => updatedAt).sort();

/** The newest and the oldest `updatedAt` of rows. */
export const newest = (rows) => times(rows).at(-1);
export const oldest = (rows) => times(rows)[0];

/** All times in a state, at any depth, as sortable texts; numbers and other forms of times count too. */
function timesIn(value) {
  if (value && typeof value === "object") return Object.values(value).flatMap(timesIn);
  const time = typeof value === "number" ? value * (value < 1e11 ? 1000 : 1) : /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  return time > 1e12 ? [new Date(time).toISOString().replace(/\.\d+Z$/, "Z")] : [];
}
