// A list that grows between two syncs. Records come one an hour and the last one at the anchor, so that the same list as it was some hours
// ago is one with fewer records and an earlier anchor: of those it has, each is the same row.

/** Milliseconds in an hour. */
const HOUR = 3_600_000;

/** The settings of a list as it was so many hours, and as many rows, ago. @type {(settings: Record<string, string>, hours: number) => object} */
export function earlier(settings, hours) {
  if (!hours) return settings;
  const anchor = new Date(Date.parse(settings.anchor) - hours * HOUR).toISOString().replace(".000Z", "Z");
  return { ...settings, records: String(Number(settings.records) - hours), anchor };
}
