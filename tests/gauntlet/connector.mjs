// The connector of `connector.py` in JavaScript: `connector.mjs STYLE DEFECT`, the same styles with the same defects by the same names.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const { env } = process;
const { PLAYGROUND_BASE_URL: base, PLAYGROUND_LANDED: landed, PLAYGROUND_STATE: kept } = env;
const [style, defect] = process.argv.slice(2);
const SIZE = 50;
const LOOK_BACK = 600_000;
const WHOLE = ["session", "export", "two-lists"];
const is = (name) => defect === name;

/** An answer of any status but 429, after which it waits as long as it is told; undefined where it forgets what it asked for. */
async function reply(url, init) {
  for (;;) {
    const answer = await fetch(url, init);
    if (answer.status !== 429 || is("errors-are-the-end")) return answer;
    await pause((is("retry-at-once") ? 0.15 : Number(answer.headers.get("retry-after"))) * 1000);
    if (is("retry-skips")) return undefined;
  }
}

/** What an answer holds: undefined where the list has no such page, an empty object for one that was skipped. */
async function ask(url) {
  const answer = await reply(url);
  if (!answer) return {};
  if (answer.ok) {
    const body = parsed(await answer.text());
    if (Array.isArray(body)) throw new Error("the answer is no object");
    return body;
  }
  const { error } = await answer.json();
  const isPast = answer.status === 400 && /(page|offset)=/.test(url) && !error.includes("beyond");
  if (answer.status === 404 || isPast || is("errors-are-the-end")) return undefined;
  throw new Error(`${answer.status}: ${error}`);
}

/** JSON, with integers that a float does not hold as texts. */
function parsed(text) {
  return JSON.parse(is("ids-rounded") ? text : text.replace(/"id":(\d+)/g, '"id":"$1"'));
}

function path(name, query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `${base}/pagination/${name}?${new URLSearchParams(given)}`;
}

const idsOf = (rows) => rows.map(({ id }) => id).join();

/** Pages by number, to the total; without one to the first page that holds nothing new. */
async function* pageNumbers(updated_since) {
  const order_type = is("newest-first") ? "desc" : undefined;
  for (let [page, seen, last] = [1, 0, ""]; ; page += 1) {
    const body = await ask(path("page_number", { page, per_page: SIZE, updated_since, order_type }));
    if (body && !("data" in body)) continue;
    const rows = body?.data;
    if (!rows) return;
    const ids = idsOf(rows);
    if (ids && ids === last && !is("repeats-forever")) return;
    yield rows;
    [seen, last] = [seen + rows.length, ids || last];
    if (is("short-is-the-end") && rows.length < SIZE) return;
    if (is("empty-is-the-end") && rows.length === 0) return;
    const total = is("repeats-forever") ? undefined : body.total_items;
    if (is("total-pages")) {
      if (total === undefined) throw new Error("no total_items");
      if (page * SIZE >= Number(total)) return;
    }
    if (is("numbers-are-numbers") && total !== undefined) {
      if (seen === total) return;
    } else if (total === undefined ? rows.length === 0 : seen >= Number(total)) return;
  }
}

/** Pages by offset, which goes on by the rows that came. */
async function* offsets(updated_since) {
  for (let [offset, last] = [0, ""]; ; ) {
    const body = await ask(path("offset", { offset, limit: SIZE, updated_since }));
    const rows = body?.data;
    if (!rows) return;
    const ids = idsOf(rows);
    if (ids && ids === last) return;
    last = ids || last;
    yield rows;
    offset += is("steps-by-limit") || !rows.length ? SIZE : rows.length;
    if (is("off-by-one")) offset += 1;
    if (body.total === undefined ? rows.length === 0 : offset >= Number(body.total)) return;
  }
}

/** Pages by the link to the next one. */
async function* links(updated_since) {
  for (let url = path("next_page_url", { per_page: SIZE, updated_since }); url; ) {
    const body = await ask(url);
    if (!body) return;
    const { data, next_page_url: link } = body;
    if (is("null-breaks") && data.length === 0) continue;
    yield data ?? [];
    if (!link) return;
    const next = is("joins-by-hand") && !link.startsWith("http") ? base + link : new URL(link, url).href;
    if (next === url && !is("cursors-forever")) return;
    url = next;
  }
}

/** Pages by cursor, to the last or to one that leads to itself. */
async function* cursors(updated_since) {
  for (let cursor = ""; ; ) {
    const { data, next_cursor: next } = await ask(`${path("cursor", { limit: SIZE, updated_since })}&${new URLSearchParams({ cursor })}`);
    yield data ?? [];
    if (!next || (next === cursor && !is("cursors-forever"))) return;
    cursor = next;
  }
}

/** Pages behind the last row; a parameter of its own making skips what shares a second. */
async function* keyset(since) {
  for (let param; ; ) {
    const { data, scroll_param: next } = await ask(path("keyset", { updated_since: param ? undefined : since, scroll_param: param }));
    yield data ?? [];
    if (!next || next === param) return;
    param = is("ties-skipped") && data?.length ? btoa(data.at(-1).updatedAt) : next;
  }
}

/** Ten rows behind a login, twice; a token that has ended is asked for anew. */
async function* session() {
  const login = async () => {
    const body = JSON.stringify({ username: env.PLAYGROUND_SESSION_USER, password: env.PLAYGROUND_SESSION_PASS });
    const headers = { "content-type": "application/json" };
    return (await (await reply(`${base}/auth/session_token/login`, { method: "POST", headers, body })).json()).token;
  };
  const read = (token) => reply(`${base}/auth/session_token/data`, { headers: { authorization: `Token ${token}` } });
  let token = await login();
  for (let n = 0; n < 2; n += 1) {
    let answer = await read(token);
    if (answer.status === 401 && !is("token-kept")) answer = await read((token = await login()));
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    yield (await answer.json()).data;
  }
}

/** Fields of a record, or of all records: those in quotation marks may hold commas, quotation marks and ends of lines. */
function records(text) {
  const all = [[]];
  for (const [, field, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g)) {
    all.at(-1).push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end !== ",") all.push([]);
  }
  return all.filter((fields) => fields.length > 1);
}

/** The export in CSV, by names of columns, whatever mark it begins with. */
async function* csv() {
  const bytes = await (await reply(`${base}/export/csv`)).arrayBuffer();
  const text = new TextDecoder("utf-8", { ignoreBOM: is("mark-is-text") }).decode(bytes);
  const [names, ...rows] = is("lines-are-rows")
    ? text
        .trimEnd()
        .split("\n")
        .map((line) => line.split(","))
    : records(text);
  if (!names.includes("id") && !is("mark-is-text")) throw new Error("the export has no column 'id'");
  yield rows.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at]])));
}

/** People and companies; one that is forbidden does not keep the other from landing, and is told of at the end. */
async function* twoLists() {
  const failed = [];
  for (const list of ["incremental/timestamp", "cursors/companies"]) {
    for (let cursor = ""; cursor !== undefined; ) {
      const answer = await reply(`${base}/${list}${cursor && `?cursor=${cursor}`}`);
      const body = await answer.json();
      if (answer.status === 403) {
        if (is("forbidden-ends-all")) throw new Error(`not allowed: ${list}`);
        failed.push(list);
        break;
      }
      if (!answer.ok) throw new Error(`${answer.status}: ${body.error}`);
      land(Object.values(body).find(Array.isArray), `${list.replace("/", "_")}.ndjson`);
      cursor = body.next_cursor || undefined;
    }
  }
  if (failed.length && !is("forbidden-is-fine")) throw new Error(`not allowed: ${failed}`);
  yield [];
}

/** A row as it lands; undefined for one that does not. */
function keptOf(row) {
  const { updatedAt } = row;
  if (is("zone-cut") && typeof updatedAt === "string") return { ...row, updatedAt: `${updatedAt.slice(0, 19)}Z` };
  if (is("unknown-dropped") && !row.company) return undefined;
  return row;
}

function land(all, name = "") {
  const rows = style === "page-numbers" ? all.map(keptOf).filter(Boolean) : all;
  if (!rows.length) return;
  const target = name ? join(landed, name) : landed;
  mkdirSync(dirname(target), { recursive: true });
  appendFileSync(target, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** A moment so much earlier that no late row is passed. */
const earlier = (moment) => `${new Date(Date.parse(moment) - LOOK_BACK).toISOString().slice(0, 19)}Z`;

/** What tells a version of a row from others. */
const version = ({ id, updatedAt }) => `${id} ${updatedAt}`;

/** Keeps the newest moment so far, and which versions of rows a next sync meets again. */
function note(rows) {
  const moments = [state.since ?? "", ...rows.map(({ updatedAt }) => updatedAt)];
  const since = moments.reduce((one, other) => (one > other ? one : other));
  const all = [...(state.seen ?? []), ...rows.map(version)];
  state = { since, seen: all.filter((one) => one.split(" ").at(-1) >= earlier(since)) };
  keep(state);
}

/** Keeps a state; the file is replaced as a whole. */
function keep(one) {
  if (is("state-never")) return;
  writeFileSync(`${kept}.new`, JSON.stringify(one));
  renameSync(`${kept}.new`, kept);
}

/** What changed since the last sync, by its token; everything where there is none, or where it is too old. */
async function delta(token) {
  if (!token) rmSync(landed, { force: true });
  for (let url = `${base}/delta?limit=${SIZE}&sync_token=${token}`; ; ) {
    const answer = await reply(url);
    if (answer.status === 410 && is("gone-is-nothing")) return;
    if (answer.status === 410 && token && !is("gone-fails")) {
      await delta("");
      return;
    }
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    const { data, next, sync_token } = await answer.json();
    land(data.filter((row) => !row.deleted));
    takeOut(data.filter((row) => row.deleted).map(({ id }) => id));
    if (!next) {
      keep({ token: sync_token });
      return;
    }
    url = new URL(next, url).href;
  }
}

/** Takes rows out of what landed. */
function takeOut(gone) {
  if (!gone.length) return;
  const lines = readFileSync(landed, "utf8").split("\n").filter(Boolean);
  const stay = lines.filter((line) => !gone.includes(JSON.parse(line).id));
  writeFileSync(landed, stay.map((line) => `${line}\n`).join(""));
}

const styles = { "page-numbers": pageNumbers, offsets, links, cursors, keyset, session, export: csv, "two-lists": twoLists };
let state = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
const { since, seen = [] } = state;
// What is not there is gone.
if (WHOLE.includes(style)) rmSync(landed, { recursive: true, force: true });
const start = since && !is("no-look-back") ? earlier(since) : since;
if (is("secret-told")) console.error("token", env.PLAYGROUND_BEARER);
const held = [];
if (style === "delta") await delta(state.token ?? "");
for await (const all of styles[style]?.(start) ?? []) {
  let rows = is("strictly-after") && since ? all.filter((row) => row.updatedAt > since) : all;
  // What is older than asked for has landed before.
  if (is("times-are-texts")) rows = rows.filter(({ updatedAt }) => typeof updatedAt === "string");
  if (start && !WHOLE.includes(style)) rows = rows.filter(({ updatedAt }) => updatedAt >= start);
  if (!is("copies-kept")) rows = rows.filter((row) => !seen.includes(version(row)));
  if (is("state-first")) {
    held.push(...rows);
    if (held.length > 2 * SIZE) land(held.splice(0));
  } else land(rows);
  if (rows.length && !WHOLE.includes(style)) note(rows);
}
land(held);
// Rows that are gone are taken out of what landed.
if (since && !WHOLE.includes(style) && !is("deletes-unseen")) {
  takeOut((await ask(`${base}/deleted?since=${start}`)).data.map(({ id }) => id));
}
