// A file in CSV whose rows land whole.
import { keyOf, tornAt } from "../../model/truth.js";
import { count, number } from "../../model/words.js";
import { pathOf, rowsIn } from "../evidence.js";
import { cutShort, nothingUnknown, ofSyncs, ofVerdict } from "../judge.js";

const PATH = "/export/csv";

/** Each true row by its key. */
const known = ({ truth }) => new Map((truth ?? []).map(({ key, row }) => [key, row]));

/** Whether a row has what the true one has, under the same names, in any order; names of one's own may come on top. */
const isWhole = (row, all, stream) => all.has(keyOf(stream, row)) && tornAt(all.get(keyOf(stream, row)), row) === undefined;

/** Every row is there, out of this file and no other list. */
const everyRow = ofVerdict("every-row", `Every row has landed whole from \`${PATH}\`.`, (_, evidence) => {
  const { rows, stream, syncs } = evidence;
  const all = known(evidence);
  const whole = new Set(rows.filter((row) => isWhole(row, all, stream)).map((row) => keyOf(stream, row))).size;
  if (whole < all.size) return `Of ${count(all.size, "row")}, ${number(whole)} landed whole.`;
  const made = syncs.flatMap(({ exchanges }) => exchanges).filter(({ status }) => status === 200);
  if (!made.some((one) => pathOf(one) === PATH)) return `\`${PATH}\` was not read. This lesson is about that file.`;
  const other = made.find((one) => pathOf(one) !== PATH && rowsIn(one).length + (one.rows ?? 0) > 0);
  return other ? `Rows came from ${pathOf(other)}, too. Read them from \`${PATH}\` alone.` : (cutShort(evidence) ?? true);
});

const noneBroken = ofSyncs("whole", "No row is broken, and no quote of the file is left.", (_, evidence) => {
  const { rows, stream } = evidence;
  if (!rows.length) return "No rows landed.";
  const all = known(evidence);
  const broken = rows.filter((row) => !isWhole(row, all, stream));
  if (!broken.length) return true;
  const torn = broken.find((row) => all.has(keyOf(stream, row)));
  return `${number(broken.length)} of ${count(rows.length, "row")} ${broken.length === 1 ? "is" : "are"} broken.${torn ? where(torn, all.get(torn.id)) : ""}`;
});

function where(row, whole) {
  const name = tornAt(whole, row);
  return ` In the row of ${row.id}, \`${name}\` ${row[name] === undefined ? "is missing" : `is ${JSON.stringify(row[name])}`}.`;
}

export const reason = "nothing-unknown";
export const checks = [nothingUnknown, everyRow, noneBroken];
