// Lists below lists: some parents have no children, and whatever else goes wrong must not look like that.
import { count, number } from "../../model/words.js";
import { answers, pathOf, rowsIn } from "../evidence.js";
import { cutShort, missing, ofRequests, ofSyncs } from "../judge.js";

/** The lists, by the depth of their paths. */
const DEPARTMENTS = /^\/cursors\/(\d+)\/departments$/;
const EMPLOYEES = /^\/cursors\/(\d+)\/departments\/(\d+)\/employees$/;
/** What says that a list has nothing in it, for one that exists. */
const NONE = [204, 404];

/** In the run with other data the API is busy for a moment: then an error may end the sync, as it should. */
const everyRow = ofSyncs("every-row", "The sync ends, and every employee has landed.", (syncs, evidence) => {
  const { verdict } = evidence;
  if (hasEnded(evidence)) return true;
  if (!verdict?.landed && !swallowed(syncs).length) return "No rows landed.";
  const [taken] = swallowed(syncs);
  if (taken && verdict.missing.count) {
    return `${taken.path} was answered with ${taken.status}, and the sync took it for an empty list: of ${count(verdict.truth, "row")}, ${number(verdict.missing.count)} are missing.`;
  }
  const lost = missing(verdict);
  return lost === true ? (cutShort(evidence) ?? true) : lost;
});

/** Whether the busy API has ended the sync, be it with its first request. */
const hasEnded = (evidence) => isBusy(evidence) && evidence.syncs.some(({ error, stopped }) => error && !stopped);

/** @param {import("../evidence.js").Evidence} evidence */
const isBusy = ({ settings }) => settings?.rate_limit === "true";

/** Errors that say more than “there are none”, were not asked again until they were gone, and did not end a sync. */
function swallowed(syncs) {
  if (syncs.some(({ error }) => error)) return [];
  const made = syncs.flatMap(({ exchanges }) => exchanges);
  const wrong = made.filter(({ status }) => (status >= 400 || status === 0) && !NONE.includes(status));
  const isRepeated = ({ path, ended }) =>
    made.some((one) => one.path === path && one.started >= ended && one.status < 300 && one.status > 0);
  return wrong.filter((one) => !isRepeated(one));
}

const noneSwallowed = ofSyncs("errors", "No other error is taken for an empty list.", (syncs, evidence) => {
  // A sync that died at an empty list was not tried by another error.
  if (!isBusy(evidence) && syncs.some(({ error, exchanges }) => error || !exchanges.length)) return null;
  const [taken] = swallowed(syncs);
  return !taken || `${taken.path} was answered with ${taken.status}, and the sync went on as if the list were empty.`;
});

/** Ids come from the lists above; who knows them by heart misses the next company. */
const fromParents = ofRequests("parents", "Each list is asked for because the one above named it.", (made, evidence) => {
  const { syncs } = evidence;
  const given = answers(syncs);
  const orphan = made.find(
    (one) =>
      !isNamed(
        pathOf(one),
        given.filter(({ ended }) => ended <= one.started),
      ),
  );
  return orphan
    ? `It asked for ${pathOf(orphan)} before any list had named it.`
    : made.length > 1 || hasEnded(evidence) || "No list below another was read.";
});

function isNamed(path, given) {
  const [, company, department] = EMPLOYEES.exec(path) ?? DEPARTMENTS.exec(path) ?? [];
  if (!company) return true;
  const from = department ? `/cursors/${company}/departments` : "/cursors/companies";
  const [name, id] = department ? ["department_id", department] : ["company_id", company];
  return given.some((one) => pathOf(one) === from && rowsIn(one).some((row) => String(row[name]) === id));
}

export const reason = "every-row";
export const checks = [everyRow, noneSwallowed, fromParents];
