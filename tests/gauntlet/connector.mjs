// A connector that reads people by page numbers right, and with `connector.mjs DEFECT` wrong in one way.
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const { PLAYGROUND_BASE_URL: base, PLAYGROUND_LANDED: landed, PLAYGROUND_STATE: kept } = process.env;
const [defect] = process.argv.slice(2);
const SIZE = 50;

/** The answer of a page, or undefined for one that there is not; after 429 it waits as long as it is told. */
async function ask(url) {
  for (;;) {
    const answer = await fetch(url);
    if (answer.ok) return answer.json();
    if (answer.status === 429) {
      const seconds = defect === "retry-at-once" ? 0.15 : Number(answer.headers.get("retry-after"));
      await pause(seconds * 1000);
      continue;
    }
    const { error } = await answer.json();
    if (answer.status === 404 || (answer.status === 400 && !error.includes("beyond"))) return undefined;
    throw new Error(`${answer.status}: ${error}`);
  }
}

/** The pages, updatedAt ascending, from a moment on: up to the total, or to the first page that holds nothing new. */
async function* pages(since) {
  let [page, seen, last] = [1, 0, ""];
  for (;;) {
    const query = new URLSearchParams({ page, per_page: SIZE, ...(since && { updated_since: since }) });
    const body = await ask(`${base}/pagination/page_number?${query}`);
    const rows = body?.data;
    const ids = (rows ?? []).map(({ id }) => id).join();
    if (!rows || (ids && ids === last)) return;
    yield rows;
    [seen, last] = [seen + rows.length, ids || last];
    if (defect === "short-is-the-end" && rows.length < SIZE) return;
    if (defect === "empty-is-the-end" && rows.length === 0) return;
    if (body.total_items === undefined ? rows.length === 0 : seen >= Number(body.total_items)) return;
    page += 1;
  }
}

const state = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
const { since } = state;
for await (const all of pages(since)) {
  const rows = defect === "strictly-after" && since ? all.filter((row) => row.updatedAt > since) : all;
  appendFileSync(landed, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  if (rows.length) {
    writeFileSync(`${kept}.new`, JSON.stringify({ since: rows.at(-1).updatedAt }));
    renameSync(`${kept}.new`, kept);
  }
}
