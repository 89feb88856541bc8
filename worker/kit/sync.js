// Calls a function as a sync of the gauntlet: `node sync.js FILE EXPORT`.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { PLAYGROUND_BASE_URL, PLAYGROUND_CASE, PLAYGROUND_CREDENTIALS, PLAYGROUND_LANDED, PLAYGROUND_STATE } = process.env;
const [file, name] = process.argv.slice(2);

/** What JSON has no form for is sent as its text. */
const json = (value) => JSON.stringify(value, (_, member) => (typeof member === "bigint" ? String(member) : member));

/** What a sync is told, and what it does with rows and its checkpoint. Nothing here needs `this`. */
const run = {
  baseUrl: PLAYGROUND_BASE_URL,
  credentials: JSON.parse(PLAYGROUND_CREDENTIALS),
  case: PLAYGROUND_CASE,
  get state() {
    return existsSync(PLAYGROUND_STATE) ? JSON.parse(readFileSync(PLAYGROUND_STATE, "utf8")) : undefined;
  },
  land(rows, stream = "rows") {
    mkdirSync(PLAYGROUND_LANDED, { recursive: true });
    appendFileSync(join(PLAYGROUND_LANDED, `${stream}.ndjson`), Array.from(rows, (row) => `${json(row)}\n`).join(""));
  },
  checkpoint(state) {
    writeFileSync(`${PLAYGROUND_STATE}.new`, json(state));
    renameSync(`${PLAYGROUND_STATE}.new`, PLAYGROUND_STATE);
  },
};

const module = await import(pathToFileURL(file));
if (typeof module[name] !== "function") {
  throw new TypeError(`${file} exports no function '${name}', but ${Object.keys(module).join(", ") || "nothing"}`);
}
await module[name](run);
