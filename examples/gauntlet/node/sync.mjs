// People by the link to the next page, with fetch: rows go to standard output, a page at a time, and the checkpoint follows them.
import { existsSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const { PLAYGROUND_BASE_URL: base, PLAYGROUND_STATE: state } = process.env;

/** Updates may be to be seen so long behind their updatedAt, in milliseconds. */
const LOOK_BACK = 600_000;

/** The answer of a URL; after 429 it waits as long as it is told. */
async function ask(url) {
  for (;;) {
    const answer = await fetch(url);
    // Integers above 2^53 are kept as they are written: as numbers they would be rounded.
    if (answer.ok) return JSON.parse((await answer.text()).replace(/"id":(\d{16,})/g, '"id":"$1"'));
    if (answer.status !== 429) throw new Error(`${answer.status} ${url}: ${await answer.text()}`);
    await answer.body.cancel();
    await pause(Number(answer.headers.get("retry-after")) * 1000);
  }
}

/** The pages from a moment on, the oldest change first. */
async function* pages(since) {
  const query = new URLSearchParams({ per_page: 50, ...(since && { updated_since: since }) });
  let url = `${base}/pagination/next_page_url?${query}`;
  while (url) {
    const body = await ask(url);
    if (Array.isArray(body)) throw new Error(`${url}: a list alone, which does not say how to go on`);
    yield body.data ?? [];
    // A link may be relative, and one that leads to its own page leads nowhere.
    const next = body.next_page_url && new URL(body.next_page_url, url).href;
    url = next === url ? null : next;
  }
}

/** Writes all of a text, also where the reader of the pipe is slow. */
function print(text) {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(1, bytes));
}

let { since } = existsSync(state) ? JSON.parse(readFileSync(state, "utf8")) : {};
const start = since && new Date(Date.parse(since) - LOOK_BACK).toISOString().replace(".000Z", "Z");
for await (const rows of pages(start)) {
  if (rows.length === 0) continue;
  print(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const newest = rows.at(-1).updatedAt;
  since = since > newest ? since : newest;
  // The file is replaced as a whole, so that no crash leaves half of it.
  writeFileSync(`${state}.new`, JSON.stringify({ since }));
  renameSync(`${state}.new`, state);
}
