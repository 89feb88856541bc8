// What one sync may use up. The worker's side holds itself to them, and the page stops it where it does not come to that.

export const LIMITS = {
  /** Requests; with one more the sync is stopped. */
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
