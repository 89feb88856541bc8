// Runs a lesson's code as the page does, but in this process: the same `api`, `land`, `sleep` and `state`, and the same evidence.
import { baseOf } from "./playground.mjs";

/** The keys of the streams that are not known by id. */
const KEYS = { companies: ["company_id"], departments: ["company_id", "department_id"], employees: ["employee_id"] };
/** Most requests of a sync. */
const REQUESTS = 1000;

/** The evidence of a press of Run with this code. */
export async function run(playground, lesson, code) {
  const sync = new Function("sleep", `${code}\nreturn sync;`)(sleep);
  const syncs = [];
  let state = {};
  for (let n = 0; n < lesson.syncs; n += 1) {
    syncs.push(await runOnce(playground, lesson, sync, state));
    ({ state } = syncs.at(-1));
  }
  const rows = held(lesson, syncs.flatMap(({ landed }) => landed.flat()));
  return evidenceOf(playground, lesson, { syncs, rows });
}

/** The evidence of requests from the request bar, one after the other. */
export async function send(playground, lesson, drafts) {
  const byHand = [];
  for (const { method, path, query, headers, body } of drafts) {
    const pairs = query.filter(({ on }) => on).map(({ name, value }) => [name, value]);
    const target = pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
    const { exchange } = await exchanged(playground, lesson, target, { method, headers: namedOf(headers), body: body || undefined });
    byHand.push({ ...exchange, by: "hand" });
  }
  return evidenceOf(playground, lesson, { byHand });
}

/** The evidence before anything was done. */
export const nothing = (playground, lesson) => evidenceOf(playground, lesson, {});

async function evidenceOf(playground, { settings, stream }, { byHand = [], syncs = [], rows = [] }) {
  const verdict = syncs.length ? await playground.judge(settings, stream, rows) : null;
  return { byHand, syncs, rows, verdict, credentials: playground.credentials };
}

/** One sync, which ends by itself, with an error, or at a limit. */
async function runOnce(playground, lesson, sync, state) {
  const result = { exchanges: [], landed: [], state, error: null, stopped: false };
  const begun = performance.now();
  let live = true;
  const stopped = new Promise((stop) => (result.stop = () => stop(true)));
  const timer = setTimeout(result.stop, lesson.seconds * 1000);
  const api = async (target, options = {}) => {
    if (!live || result.exchanges.length === REQUESTS) {
      result.stop();
      // What was stopped never goes on.
      return new Promise(() => {});
    }
    const { exchange, response } = await exchanged(playground, lesson, target, options);
    if (live) result.exchanges.push({ ...exchange, by: "sync" });
    return response;
  };
  api.credentials = playground.credentials;
  const work = structuredClone(state);
  const land = async (rows) => {
    const clean = checked(rows, lesson.stream);
    if (!live) return;
    result.landed.push(clean);
    result.state = structuredClone(work);
  };
  const ended = sync(api, land, work).then(
    () => void (result.state = work),
    (error) => void (result.error = { text: error.message, line: null }),
  );
  result.stopped = (await Promise.race([ended, stopped])) ?? false;
  live = false;
  clearTimeout(timer);
  const { stop: _, ...told } = result;
  return { ...told, seconds: (performance.now() - begun) / 1000 };
}

/** A request, as an exchange and as what `api` gives. */
async function exchanged({ ask }, { settings }, target, { method = "GET", headers = {}, body }) {
  const base = baseOf(settings);
  const url = target.startsWith("/") ? base + target : target;
  if (!url.startsWith(`${base}/`)) throw new Error(`'${target}' is no path of the playground.`);
  const asJson = body !== undefined && typeof body !== "string";
  const sent = asJson ? { "content-type": "application/json", ...headers } : headers;
  const started = performance.now();
  const response = await ask(url, { method, headers: sent, body: asJson ? JSON.stringify(body) : body });
  const text = await response.text();
  const ended = performance.now();
  const { status } = response;
  const asked = { method, path: url.slice(base.length), url, started };
  const answered = { status, headers: [...response.headers], text, rows: rowsIn(text), ended };
  const empty = status === 204 || status === 304;
  return { exchange: { ...asked, ...answered }, response: new Response(empty ? null : text, { status, headers: response.headers }) };
}

/** How many rows a body's list has: the body itself, or its first member that is an array. */
function rowsIn(text) {
  try {
    const body = JSON.parse(text);
    return (Array.isArray(body) ? body : Object.values(body).find(Array.isArray))?.length ?? null;
  } catch {
    return null;
  }
}

/** Rows as they cross over from a worker. */
function checked(rows, stream) {
  if (!Array.isArray(rows)) throw new TypeError("land(rows) takes an array of rows.");
  for (const [n, row] of rows.entries()) {
    for (const key of keysOf(stream)) if (row?.[key] === undefined) throw new TypeError(`Row ${n} has no '${key}'.`);
  }
  return structuredClone(rows);
}

/** What the destination holds. */
function held({ stream, merges }, rows) {
  if (!merges) return rows;
  return [...new Map(rows.map((row) => [keysOf(stream).map((key) => row[key]).join(), row])).values()];
}

const keysOf = (stream) => KEYS[stream] ?? ["id"];
const namedOf = (headers) => Object.fromEntries(headers.filter(({ on }) => on).map(({ name, value }) => [name, value]));
const sleep = (seconds) => new Promise((wake) => setTimeout(wake, seconds * 1000));
