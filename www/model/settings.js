// Settings of requests: the `/with/KEY=VALUE,…` before a path, and which of them are about the data alone.

/**
 * The settings that shape the data, in contrast to limits and behaviours of the responses; the truth is asked for with these only.
 * `tests/document` holds this list against the table of settings.
 */
const DATA = ["seed", "anchor", "now", "records", "ties", "locale", "parent_bumps"];
/** What the settings are about, in the order in which they are shown; the last group takes the rest. */
/** @type {[string, (name: string) => boolean][]} */
const GROUPS = [
  ["Data", (name) => DATA.includes(name)],
  ["Limits and tokens", (name) => ["rate_limit", "capacity", "token_ttl"].includes(name)],
  ["Export in CSV", (name) => name.startsWith("csv_")],
  ["Journal and compression", (name) => ["journal", "compression"].includes(name)],
  ["Pages and lists", () => true],
];

/** What would get between the page and the truth where the server itself was started with it. */
const PLAIN = { rate_limit: "false", string_numbers: "false", journal: "off" };

/**
 * The settings as a part of a path, with its slash in front; empty where there are none. The server decodes the part as a whole, splits
 * it at commas and decodes each value once more: so each value is encoded twice.
 * @param {Record<string, string>} settings
 */
export function prefix(settings) {
  const pairs = Object.entries(settings).map(([key, value]) => `${key}=${encoded(String(value))}`);
  return pairs.length ? `/with/${pairs.join(",")}` : "";
}

/** Times stay legible: a colon means nothing to the server. */
const encoded = (value) => encodeURIComponent(encodeURIComponent(value)).replaceAll("%253A", ":");

/** Whether a lesson is the sandbox: the one without a task, in which a person's own settings hold. */
export const isSandbox = ({ checks }) => checks.length === 0;

/** The settings of a lesson's requests. What is judged is judged under the lesson's settings alone; a person's own are for the sandbox. */
export const inForce = (own, lesson) => ({ ...(isSandbox(lesson) && own), ...lesson.settings });

/** How many of a person's own settings are in force in what is shown: the sandbox, or the reference, which asks as the sandbox does. */
export const ownSettingsCount = ({ settings, view, lesson }) =>
  view === "reference" || isSandbox(lesson) ? Object.keys(settings).length : 0;

/** The settings of requests for the truth and the verdict. */
export const plainly = (settings) => ({ ...Object.fromEntries(Object.entries(settings).filter(([key]) => DATA.includes(key))), ...PLAIN });

/** Settings without those that are empty: an emptied field means the server's own value. */
export const given = (settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== "" && value !== null && value !== undefined));

/**
 * @typedef {{ name: string, about: string, usual: string, kind: "switch" | "choice" | "number" | "text", choices: string[], min?: number,
 *   max?: number }} Setting
 */

/**
 * The settings that a request can have, by the server's own openapi.json; where that is older, as far as its values tell.
 * @param {Record<string, any>[] | undefined} described its `x-settings`
 * @param {Record<string, string>} served the settings in force
 * @returns {Setting[]}
 */
export function settingsOf(described, served) {
  if (described) return described.map(setting);
  // A server does not tell its seed, and the rest is what its start set.
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
