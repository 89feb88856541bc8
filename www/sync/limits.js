// The limits of one sync. The worker enforces them itself; the page stops a worker that is too busy to do so.

export const LIMITS = {
  /** Number of requests; one more stops the sync. */
  requests: 1000,
  /** Calls of land, and rows in all. */
  landings: 10_000,
  rows: 500_000,
  /** Lines of the log that are sent, of which the page keeps the last. */
  lines: 1000,
  kept: 100,
};
/** Seconds, where a lesson names none. */
export const SECONDS = 20;
