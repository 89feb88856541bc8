// The lessons in order, in the form that the page's model takes. A lesson is a folder: lesson.md has its settings and text, and the code and
// the checks are beside it. This module adds what all lessons share.
import { catalogue } from "./catalogue.js";

/** Settings of the data, the same for everybody; a lesson adds its own. */
const DATA = { seed: "lessons", anchor: "2026-01-01T00:00:00Z" };
/** Settings of other data, for the hidden second run. */
const OTHER = { seed: "second" };

/**
 * The hidden runs of a lesson, from its table of settings and three further keys. `busy` lists the numbers of requests at which the API is
 * busy, each in a run of its own; `retry_after` is the wait in seconds that it asks for; `full_pages` chooses a number of rows with which
 * the last page is full at the page size of the first run.
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
