// The end of a run: the server's verdict, and the truth it goes by where rows moved meanwhile.
import { keysIn } from "./brought.js";
import { truthOf, verdictOf } from "./truth.js";

/** Whether a setting is on. */
const isOn = (text) => /^(true|on)$/i.test(text ?? "");

/** Whether the truth of a stream depends on when it is asked for. @param {Record<string, string>} settings those in force, and the server's own */
export const moves = (stream, settings) => !["people", "step"].includes(stream) || (isOn(settings.moving) && !settings.now);

/**
 * Asks for the verdict, and, where rows moved under the walk, for the truth of the moment that the checker goes by: that of the newest row that landed.
 * The run gets both. `truth.gone` has the keys of rows that the API had before.
 * @param {import("./run.js").Run} run
 * @param {{ stream: string }} lesson
 * @param {{ base: string, fetch: typeof fetch, settings?: Record<string, string> }} server
 * @param {Record<string, string>} settings those in force
 */
export async function conclude(run, { stream }, server, settings) {
  run.verdict = await verdictOf(stream, run.table.rows, server, settings);
  const before = run.truth;
  const now = before?.rows ? momentOf(stream, run.table.rows, { ...server.settings, ...settings }) : null;
  if (!now) return;
  const after = await truthOf(stream, server, { ...settings, now, page_seconds: "0" });
  const there = new Set(after.rows?.map(({ key }) => key));
  const known = [...before.rows.map(({ key }) => key), ...run.exchanges.flatMap((exchange) => [...keysIn(exchange, stream).keys()])];
  run.truth = { ...after, gone: new Set(known.filter((key) => !there.has(key))) };
}

/** The newest time among the landed rows, where that is the moment the checker goes by; null where the settings tell it, or rows stand still. @type {(stream: string, landed: Record<string, any>[], settings: Record<string, string>) => string | null} */
function momentOf(stream, landed, { moving, now, page_seconds: pages = "0", anchor }) {
  if (!isOn(moving) || !["people", "step"].includes(stream) || (now && pages === "0")) return null;
  const newest = landed
    .map(({ updatedAt }) => updatedAt)
    .filter((time) => typeof time === "string" && /^\d{4}(-\d\d){2}T(\d\d:){2}\d\dZ$/.test(time))
    .reduce((one, other) => (one > other ? one : other), "");
  const start = now ?? anchor ?? newest;
  return [newest, start].sort().at(-1) || null;
}
