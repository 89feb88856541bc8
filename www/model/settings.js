// Settings of requests: the `/with/KEY=VALUE,…` before a path, and which of them are about the data alone.

/** What shapes the data, in contrast to limits and quirks of the answers; the truth is asked for with these only. */
const DATA = ["seed", "anchor", "now", "records", "ties", "parent_bumps"];
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

/** The settings that a person chose, with a lesson's on top. */
export const inForce = (own, lesson) => ({ ...own, ...lesson.settings });

/** The settings of requests for the truth and the verdict. */
export const plainly = (settings) => ({ ...Object.fromEntries(Object.entries(settings).filter(([key]) => DATA.includes(key))), ...PLAIN });

/** Settings without those that are empty: an emptied field means the server's own value. */
export const given = (settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== "" && value !== null && value !== undefined));
