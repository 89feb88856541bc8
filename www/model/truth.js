// The rows that a destination should end up with, from the API itself, and what the server's checker says of those that landed.
import { plainly, prefix } from "./settings.js";

/** The columns that tell a stream's rows apart. */
export const KEYS = {
  people: ["id"],
  step: ["id"],
  companies: ["company_id"],
  departments: ["company_id", "department_id"],
  employees: ["employee_id"],
};

/** From so many rows on there is no picture, only the verdict. */
const MOST = 100_000;

/** Up to so many rows are kept whole, to be compared with those that landed. */
const WHOLE = 10_000;

/** A row's key as text; undefined where a part is missing. Numbers and their texts are one. */
export function keyOf(stream, row) {
  const parts = KEYS[stream].map((name) => row[name]);
  return parts.every((part) => ["string", "number"].includes(typeof part) && part !== "") ? parts.join(" / ") : undefined;
}

/**
 * The true rows in order of updatedAt; only their number where there are too many for a picture.
 * @param {string} stream
 * @param {{ base: string, fetch: typeof fetch }} server
 * @param {Record<string, string>} settings those in force
 * @returns {Promise<{ count: number, rows: { key: string, updatedAt: string, row?: object }[] | null }>}
 */
export async function truthOf(stream, server, settings) {
  const ask = asker(server, settings);
  const count = ["people", "step"].includes(stream) ? await recordsOf(ask) : 0;
  if (count > MOST) return { count, rows: null };
  const all = await STREAMS[stream](ask, count);
  const isWhole = all.length <= WHOLE;
  const rows = all.map((row) => ({ key: keyOf(stream, row), updatedAt: row.updatedAt, ...(isWhole && { row }) }));
  rows.sort((one, other) => (one.updatedAt < other.updatedAt ? -1 : Number(one.updatedAt > other.updatedAt)));
  return { count: rows.length, rows };
}

/**
 * The first name of a true row that a landed one has not, or has with another value; undefined where there is none. Numbers and their
 * texts are one, as a file knows texts alone; names that only the landed row has are its own.
 */
export const tornAt = (row, landed) => Object.keys(row).find((name) => String(row[name]) !== String(landed[name]));

/** The verdict of the server on what landed. */
export async function verdictOf(stream, landed, server, settings) {
  const keys = [...KEYS[stream], "updatedAt"];
  const body = JSON.stringify(landed.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]]))));
  const init = { method: "POST", body, headers: { "content-type": "application/json" } };
  return (await asker(server, settings)(`/playground/check?stream=${stream}`, init)).json();
}

/** The page's own requests: they are no exchanges. */
const asker =
  ({ base, fetch }, settings) =>
  async (path, init) => {
    const response = await fetch(`${base}${prefix(plainly(settings))}${path}`, { credentials: "omit", cache: "no-store", ...init });
    if (response.ok || response.status === 404) return response;
    const { error } = await response.json().catch(() => ({}));
    throw new Error(error ?? `HTTP ${response.status}`);
  };

const recordsOf = async (ask) => Number((await (await ask("/playground/settings")).json()).records);

/** How the rows of each stream are got. */
const STREAMS = {
  people: async (ask) =>
    (await (await ask("/export/ndjson")).text())
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  step: (ask, count) => listOf(ask, `/incremental/step?start_id=1&end_id=${count}`),
  companies: (ask) => listOf(ask, "/cursors/companies"),
  departments: async (ask) => below(ask, await STREAMS.companies(ask), (row) => `/cursors/${row.company_id}/departments`),
  employees: async (ask) =>
    below(ask, await STREAMS.departments(ask), (row) => `/cursors/${row.company_id}/departments/${row.department_id}/employees`),
};

const below = async (ask, parents, path) => (await Promise.all(parents.map((row) => listOf(ask, path(row))))).flat();

/** The rows of a list; none where the API says that there is no such list (404) or nothing in it (204). */
async function listOf(ask, path) {
  const response = await ask(path);
  return response.status === 200 ? (await response.json()).data : [];
}
