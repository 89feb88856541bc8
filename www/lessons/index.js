// The lessons in their order, as the page's model takes them. Each is a folder: lesson.md has its settings and text, beside it lie the code
// and the checks. What all have in common is said here.
import { catalogue } from "./catalogue.js";

/** The same data for everybody; a lesson adds what it is about. */
const DATA = { seed: "lessons", anchor: "2026-01-01T00:00:00Z" };
/** And other data for its hidden second run. */
const OTHER = { seed: "second" };

/**
 * The hidden runs of a lesson, from the table that names them: settings, and what is none. `busy` are the numbers of requests at which the
 * API is busy, each in a run of its own; `retry_after` the seconds that it then asks for; `full_pages` makes its number of rows one that
 * leaves no page of the first run's size short.
 */
function hidden({ busy = "[null]", retry_after: retryAfter, full_pages: fullPages, ...settings }) {
  const common = {
    settings: { ...OTHER, ...settings },
    ...(retryAfter && { retryAfter }),
    ...(fullPages && { fullPages: fullPages === "true" }),
  };
  return [JSON.parse(busy)].flat().map((at) => ({ ...common, ...(at && { busy: at }) }));
}

/** A draft of the request bar, from "/path?name=value". */
function draft(target) {
  const [path, query] = target.split("?");
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value, on: true }));
  return { method: "GET", path, query: pairs, headers: [], body: "" };
}

/** @param {Record<string, any>} lesson */
const whole = ({ sandbox = false, request, solution = null, settings, second, ...lesson }) => ({
  ...{ stream: "people", merges: false, syncs: 1, seconds: 20, start: null, python: null, part: null },
  ...lesson,
  settings: sandbox ? {} : { ...DATA, ...settings },
  ...(second && { second: hidden(second) }),
  request: draft(request),
  solution: Array.isArray(solution) ? solution.map(draft) : solution,
});

export const lessons = catalogue.map((lesson) => whole(lesson));
