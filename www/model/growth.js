// A list that grows between two syncs. Where rows move, it is the same one at an earlier moment. Where they stand still, records come one an hour and the last one at the anchor, so that the same list as it was some hours
// ago is one with fewer records and an earlier anchor: of those it has, each is the same row.

/** Milliseconds in an hour. */
const HOUR = 3_600_000;

/** The settings of a list as it was so many hours, and as many rows, ago. @type {(settings: Record<string, string>, hours: number) => object} */
export function earlier(settings, hours) {
  if (!hours) return settings;
  const before = (time) => new Date(Date.parse(time) - hours * HOUR).toISOString().replace(".000Z", "Z");
  if (settings.now) return { ...settings, now: before(settings.now) };
  const anchor = before(settings.anchor);
  return { ...settings, records: String(Number(settings.records) - hours), anchor };
}
