// Presses Run as the page does, but in this process: the page's own model with the same `api`, `land`, `sleep` and `state`.
import { exchanged } from "../../../www/model/exchange.js";
import { Run } from "../../../www/model/run.js";
import { Second, noSecond, secondRow } from "../../../www/model/second.js";
import { prefix } from "../../../www/model/settings.js";
import { conclude } from "../../../www/model/conclusion.js";
import { truthOf } from "../../../www/model/truth.js";
import { LIMITS, SECONDS } from "../../../www/sync/limits.js";
import { judged } from "../../../www/model/evidence.js";
import { BASE } from "./playground.mjs";

const now = () => performance.now();

/** The server as the page's model knows one. */
function serverOf({ ask }) {
  return { base: BASE, fetch: (url, { credentials, cache, ...init } = {}) => ask(url, init) };
}

/** The evidence of a press of Run with this code, and what `more` takes of the run. */
export async function run(playground, lesson, code, more = () => ({})) {
  const server = serverOf(playground);
  const { settings } = lesson;
  const { credentials } = playground;
  let lastId = 0;
  const exchange = ({ apiBase, ...asked }, by, sync, signal) =>
    exchanged(asked, { id: ++lastId, by, sync, apiBase, fetch: server.fetch, now, signal });
  const one = new Run({ lesson, base: BASE, settings, credentials, startSync: startHere, now, exchange, changed: () => {} });
  one.truth = await truthOf(lesson.stream, server, settings);
  await one.go(code);
  await conclude(one, lesson, server, settings);
  return { ...one.evidence, ...more(one) };
}

/** The states of all checks after a press of Run, the one of the hidden second run too: each `true` or the sentence that says why not. */
export async function pressed(playground, lesson, code) {
  const evidence = await run(playground, lesson, code);
  const checks = judged(lesson.checks, evidence);
  const second = checks.some(({ state }) => state !== "holds") ? noSecond() : await runAgain(playground, lesson, code, evidence);
  const told = ({ id, state, why }) => [id, state === "holds" || (why ?? "not yet")];
  return Object.fromEntries([...checks, ...secondRow(lesson, second)].map(told));
}

function runAgain(playground, lesson, code, { syncs }) {
  if (!lesson.second) return noSecond();
  const { settings } = lesson;
  const first = syncs.flatMap(({ exchanges }) => exchanges);
  return new Second({
    lesson,
    settings,
    first,
    server: serverOf(playground),
    credentials: playground.credentials,
    startSync: startHere,
    now,
  }).go(code);
}

/** The evidence of requests from the request bar, one after the other. */
export async function send(playground, lesson, drafts) {
  const byHand = [];
  const apiBase = BASE + prefix(lesson.settings);
  for (const [n, { method, path, query, headers, body }] of drafts.entries()) {
    const pairs = query.filter(({ on }) => on).map(({ name, value }) => [name, value]);
    const url = apiBase + path + (pairs.length ? `?${new URLSearchParams(pairs)}` : "");
    const asked = { method, url, headers: headers.filter(({ on }) => on).map(({ name, value }) => [name, value]), body: body || null };
    const { fetch } = serverOf(playground);
    byHand.push((await exchanged(asked, { id: n + 1, by: "hand", sync: 0, apiBase, fetch, now })).exchange);
  }
  return { ...nothing(playground, lesson), byHand };
}

/** The evidence before anything was done. */
export const nothing = ({ credentials }, { settings, stream }) => ({
  byHand: [],
  syncs: [],
  rows: [],
  verdict: null,
  truth: null,
  stream,
  settings,
  credentials,
});

/** Starts a sync in this process. What was stopped never goes on: its promises stay as they are. */
function startHere({ code, seconds = SECONDS, state: given, keys, credentials, ask, onLand }) {
  const begun = now();
  const work = structuredClone(given);
  let [live, requests, state] = [true, 0, given];
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const finish = ({ error = null, stopped = false }) => {
    if (!live) return;
    live = false;
    clearTimeout(timer);
    end({ state, error, stopped, seconds: (now() - begun) / 1000 });
  };
  const timer = setTimeout(
    () => finish({ stopped: true, error: { text: `Stopped after ${seconds} seconds.`, line: null } }),
    seconds * 1000,
  );
  const never = new Promise(() => {});
  const api = async (path, init = {}) => {
    requests += 1;
    if (requests > LIMITS.requests) finish({ stopped: true, error: { text: "Stopped after 1,000 requests in one sync.", line: null } });
    if (!live) return never;
    const answer = await ask({ path: String(path), ...requestOf(init) });
    // As between a worker and its page, others have their turn.
    await new Promise((turn) => setImmediate(turn));
    if (!live) return never;
    if (answer.error) throw new Error(answer.error);
    const isEmpty = [101, 204, 205, 304].includes(answer.status);
    const response = new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers });
    return Object.defineProperty(response, "url", { value: answer.url });
  };
  api.credentials = credentials;
  const land = (rows) => {
    check(rows, keys);
    const landed = structuredClone(rows);
    return Promise.resolve().then(() => {
      if (!live) return never;
      state = structuredClone(work);
      onLand(landed, structuredClone(work));
      return live ? undefined : never;
    });
  };
  const sleep = (time) => new Promise((wake) => setTimeout(wake, Number(time) * 1000));
  const done = () => {
    if (live) state = structuredClone(work);
    finish({});
  };
  Promise.resolve()
    .then(() => new Function("sleep", "console", `${code}\nreturn sync;`)(sleep, { log() {} })(api, land, work))
    .then(done, (error) => finish({ error: { text: String(error), line: null } }));
  return { ended, stop: () => finish({ stopped: true }) };
}

function requestOf({ method = "GET", headers = {}, body = null }) {
  const sent = new Headers(headers);
  const isText = body === null || typeof body === "string";
  if (!isText) sent.set("content-type", "application/json");
  return { method, headers: [...sent], body: isText ? body : JSON.stringify(body) };
}

/** Rows as they cross over from a worker. */
function check(rows, keys) {
  if (!Array.isArray(rows)) throw new TypeError("land takes an array of rows.");
  for (const [n, row] of rows.entries()) {
    for (const key of keys) if (row?.[key] === undefined || row[key] === "") throw new TypeError(`Row ${n + 1} has no '${key}'.`);
  }
}
