// Settings of requests: the `/with/KEY=VALUE,…` before a path, and which of them are about the data alone.

/**
 * The settings that shape the data, as opposed to limits and behaviours of the responses. The truth is requested with these only.
 * `tests/document` holds this list against the table of settings.
 */
const DATA = [
  "seed",
  "anchor",
  "now",
  "records",
  "ties",
  "locale",
  "moving",
  "clock_speed",
  "churn",
  "deletes",
  "late_seconds",
  "page_seconds",
  "time_format",
  "nulls",
  "big_ids",
  "drift",
  "parent_bumps",
];
/** Of these, the settings of rows that move. */
const MOVING = ["moving", "clock_speed", "churn", "deletes", "late_seconds", "page_seconds"];
/** And those of their form. */
const SHAPES = ["time_format", "nulls", "big_ids", "drift"];
/** Groups of settings, in display order; the last group takes the rest. */
/** @type {[string, (name: string) => boolean][]} */
const GROUPS = [
  ["Data", (name) => DATA.includes(name) && ![...MOVING, ...SHAPES].includes(name)],
  ["Rows that move", (name) => MOVING.includes(name)],
  ["Form of rows", (name) => SHAPES.includes(name)],
  ["Limits and tokens", (name) => ["rate_limit", "capacity", "token_ttl"].includes(name)],
  ["Export in CSV", (name) => name.startsWith("csv_")],
  ["Journal and compression", (name) => ["journal", "compression"].includes(name)],
  ["Pages and lists", () => true],
];

/** Settings that would distort the truth if the server itself was started with them, with neutral values. */
const PLAIN = { rate_limit: "false", string_numbers: "false", envelope: "on", journal: "off" };

/**
 * The settings as a path segment with a leading slash; empty if there are none. Each value is encoded twice, because the server decodes the
 * segment as a whole, splits it at commas and decodes each value once more.
 * @param {Record<string, string>} settings
 */
export function prefix(settings) {
  const pairs = Object.entries(settings).map(([key, value]) => `${key}=${encoded(String(value))}`);
  return pairs.length ? `/with/${pairs.join(",")}` : "";
}

/** Leaves colons as they are, so that times stay legible: they have no meaning in the segment. */
const encoded = (value) => encodeURIComponent(encodeURIComponent(value)).replaceAll("%253A", ":");

/** Whether a lesson is the sandbox: the one without a task, to which the user's own settings apply. */
export const isSandbox = ({ checks }) => checks.length === 0;

/** The settings of a lesson's requests. The user's own settings apply to the sandbox only, since lessons are judged under their own settings. */
export const inForce = (own, lesson) => ({ ...(isSandbox(lesson) && own), ...lesson.settings });

/** The number of the user's own settings that apply to the current view: the sandbox, or the reference, which uses the same settings. */
export const ownSettingsCount = ({ settings, view, lesson }) =>
  view === "reference" || isSandbox(lesson) ? Object.keys(settings).length : 0;

/** The settings of requests for the truth and the verdict. */
export const plainly = (settings) => ({ ...Object.fromEntries(Object.entries(settings).filter(([key]) => DATA.includes(key))), ...PLAIN });

/** The settings without empty ones: an empty field stands for the server's own value. */
export const given = (settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== "" && value !== null && value !== undefined));

/**
 * @typedef {{ name: string, about: string, usual: string, kind: "switch" | "choice" | "number" | "text", choices: string[], min?: number,
 *   max?: number }} Setting
 */

/**
 * The settings that a request can have, from the server's openapi.json; for an older server, derived from the settings in force.
 * @param {Record<string, any>[] | undefined} described its `x-settings`
 * @param {Record<string, string>} served the settings in force
 * @returns {Setting[]}
 */
export function settingsOf(described, served) {
  if (described) return described.map(setting);
  // A server does not reveal its seed, and the others can only be set when it is started.
  const names = ["seed", ...Object.keys(served).filter((name) => !["seed", "trust_forwarded", "quiet"].includes(name))];
  return names.map((name) => ({ name, about: "", usual: "", ...kindOf(guessed(served[name])) }));
}

/** @type {(described: Record<string, any>) => Setting} */
const setting = ({ name, description, default: usual = "", schema = {} }) => ({ name, about: description ?? "", usual, ...kindOf(schema) });

/**
 * @param {{ type?: string, enum?: string[], minimum?: number, maximum?: number }} schema
 * @returns {Pick<Setting, "kind" | "choices" | "min" | "max">}
 */
function kindOf({ type, enum: choices, minimum: min, maximum: max }) {
  if (type === "boolean") return { kind: "switch", choices: ["true", "false"] };
  if (choices) return { kind: "choice", choices };
  return { kind: type === "integer" ? "number" : "text", choices: [], min, max };
}

const guessed = (text) => ({ type: /^(true|false)$/.test(text) ? "boolean" : /^\d+$/.test(text) ? "integer" : "string" });

/** Settings by what they are about; groups without any are left out. @returns {{ title: string, settings: Setting[] }[]} */
export function grouped(settings) {
  const groupOf = ({ name }) => GROUPS.find(([, holds]) => holds(name))[0];
  return GROUPS.map(([title]) => ({ title, settings: settings.filter((one) => groupOf(one) === title) })).filter(
    ({ settings: held }) => held.length,
  );
}
