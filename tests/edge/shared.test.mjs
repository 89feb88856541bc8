// What isolates share in one Durable Object, where the setting says so; in workerd, with several isolates that answer in turns.
import assert from "node:assert/strict";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { ask, assertTable, settings } from "./table.mjs";
import { copyOfEdge, spawnTask, startEdge } from "./tasks.mjs";

const limit = { timeout: 120_000 };
const shared_state = "on";
const limited = { rate_limit: true, capacity: 1000 };
const LIST = "/pagination/offset";
const ISOLATES = 3;

const json = ({ body }) => JSON.parse(body);
const left = async (origin) => Number((await ask(origin, LIST)).headers["x-ratelimit-remaining"]);
/** How many tokens come back while `run` runs, at most. */
async function refilled(run) {
  const start = Date.now();
  await run();
  return 1 + (Date.now() - start) / 100;
}

test("gives the answers of the table, those of the journal and of limits too", limit, async (t) => {
  const { origin, stop } = await startEdge(t, { isolates: 2, set: { ...settings, shared_state } });
  await assertTable(origin);
  assert.equal((await stop()).stderr, "");
});

test("has one bucket and one journal for all isolates", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: ISOLATES, set: { ...limited, shared_state } });
  const back = await refilled(async () => {
    for (let n = 0; n < 20; n += 1) await Promise.all(Array.from({ length: 10 }, () => left(origin)));
  });
  assert.ok((await left(origin)) <= 1000 - 201 + back);
  assert.equal(json(await ask(origin, "/playground/journal")).total_items, 201);
  assert.equal((await ask(origin, "/playground/journal", { method: "DELETE" })).status, 204);
  for (let n = 0; n < ISOLATES; n += 1) assert.equal(json(await ask(origin, "/playground/journal")).total_items, 0);
});

test("has one for each isolate where nothing is shared, which is the default", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: ISOLATES, set: limited });
  for (let n = 0; n < 66 * ISOLATES; n += 1) await left(origin);
  assert.ok((await left(origin)) >= 1000 - 67);
  assert.equal(json(await ask(origin, "/playground/journal")).total_items, 66);
});

test("remembers while nobody asks for a while", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: 2, set: { shared_state } });
  await ask(origin, LIST);
  // The runtime would take an object out of memory after ten seconds.
  await setTimeout(13_000);
  assert.equal(json(await ask(origin, "/playground/journal")).total_items, 1);
});

const CLOCK = "/playground/clock";
const moved = (origin, body, headers = {}) =>
  ask(origin, CLOCK, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

test("has one clock for all isolates", limit, async (t) => {
  const dist = await failing(t);
  const { origin } = await startEdge(t, { dist, isolates: ISOLATES, set: { clock_speed: 0, moving: "on", shared_state } });
  const shown = async () => json(await ask(origin, CLOCK)).now;
  const first = await shown();
  const lists = async () => Promise.all(Array.from({ length: 2 * ISOLATES }, async () => (await ask(origin, LIST)).body.toString()));
  const before = new Set(await lists());
  const { now } = json(await moved(origin, { advance: "P1D" }));
  assert.equal(Date.parse(now) - Date.parse(first), 86_400_000);
  for (let n = 0; n < 2 * ISOLATES; n += 1) assert.equal(await shown(), now);
  const after = new Set(await lists());
  assert.deepEqual([before.size, after.size, new Set([...before, ...after]).size], [1, 1, 2]);
  // No isolate answers for the object here, since its clock would be another one.
  assert.equal((await moved(origin, { advance: "PT1H" }, { "x-wrong": "throw" })).status, 503);
  assert.equal(await shown(), now);
  const back = await moved(origin, { to: first });
  assert.deepEqual([back.status, json(back).error.includes("never goes back")], [400, true]);
});

test("moves no clock where nothing is shared", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: 2, set: { clock_speed: 0 } });
  const { status, body } = await moved(origin, { advance: "PT1H" });
  assert.equal(status, 501);
  assert.match(JSON.parse(body).error, /Set PLAYGROUND_SHARED_STATE/);
  assert.equal(json(await ask(origin, CLOCK)).moved, 0);
});

test("lets a burst through one small bucket only once, however many isolates it meets", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: ISOLATES, set: { shared_state } });
  let answers;
  const back = await refilled(async () => {
    const path = `/with/rate_limit=true,capacity=2${LIST}`;
    answers = await Promise.all(Array.from({ length: 60 }, () => ask(origin, path)));
  });
  const granted = answers.filter(({ status }) => status === 200).length;
  assert.ok(granted >= 2 && granted <= 2 + back, `${granted} of 60`);
  assert.ok(answers.filter(({ status }) => status === 429).every(({ headers }) => headers["retry-after"] === "1"));
});

test("takes a long upload, and streams a long answer that can be broken off", limit, async (t) => {
  const { origin } = await startEdge(t, { isolates: 2, set: { shared_state } });
  const csv = (await ask(origin, "/with/records=20000/export/csv")).body;
  assert.ok(csv.length > 2_000_000);
  const check = "/with/records=20000/playground/check?stream=people";
  const checked = await ask(origin, check, { method: "POST", headers: { "content-type": "text/csv" }, body: csv });
  assert.equal(json(checked).verdict, "complete");
  const reader = (await fetch(`${origin}/with/records=1000000000/export/csv`)).body.getReader();
  assert.ok((await reader.read()).value.length > 0);
  await reader.cancel();
  assert.equal((await ask(origin, "/health")).status, 200);
});

/** The entry with an object that goes wrong where a request says so, and with the number of requests that it got, at `/asked`. */
const FAILING = `
import real, { SharedState as Real } from "./real.js";
let asked = 0;
export class SharedState extends Real {
  #context;
  constructor(context, env) {
    super(context, env);
    this.#context = context;
  }
  fetch(request) {
    asked += 1;
    const wrong = request.headers.get("x-wrong");
    if (wrong === "restart") this.#context.abort("as a new version does");
    if (wrong === "throw") throw new Error("as an overload does");
    return super.fetch(request);
  }
}
export default {
  fetch: (request, env) => (new URL(request.url).pathname === "/asked" ? new Response(String(asked)) : real.fetch(request, env)),
};
`;

async function failing(t) {
  const dist = await copyOfEdge(t);
  await rename(join(dist, "edge", "edge.js"), join(dist, "edge", "real.js"));
  await writeFile(join(dist, "edge", "edge.js"), FAILING);
  return dist;
}

async function startFailing(t) {
  const dist = await failing(t);
  return startEdge(t, { dist, set: { ...limited, shared_state } });
}

for (const wrong of ["restart", "throw"]) {
  test(`answers by itself where the object can't (${wrong})`, limit, async (t) => {
    const { origin, credentials } = await startFailing(t);
    for (let n = 0; n < 30; n += 1) await Promise.all(Array.from({ length: 10 }, () => left(origin)));
    const headers = { "x-wrong": wrong };
    const page = await ask(origin, LIST, { headers });
    assert.deepEqual([page.status, page.headers["x-ratelimit-remaining"]], [200, "999"]);
    const { session_user: username, session_pass: password } = credentials;
    const post = { method: "POST", headers: { ...headers, "content-type": "application/json" } };
    const login = (body) => ask(origin, "/auth/session_token/login", { ...post, body });
    const { token } = json(await login(JSON.stringify({ username, password })));
    const known = await ask(origin, "/auth/session_token/data", { headers: { authorization: `Token ${token}` } });
    assert.equal(known.status, 200);
    const long = await login(" ".repeat(70_000));
    assert.deepEqual([long.status, long.headers["retry-after"], long.headers["content-type"]], [503, "1", "application/json"]);
    assert.deepEqual(json(long), { error: "The shared state can't be reached. Send the request again" });
    // A new object has full buckets, one that only threw remembers.
    assert.ok(wrong === "restart" ? (await left(origin)) > 990 : (await left(origin)) < 990);
  });
}

test("loses no page of walks while the object restarts all the time", limit, async (t) => {
  const { origin } = await startFailing(t);
  const walk = async (wrong) => {
    const ids = new Set();
    for (let offset = 0; offset < 200; offset += 10) {
      const answer = await ask(origin, `${LIST}?limit=10&offset=${offset}`, { headers: wrong ? { "x-wrong": wrong } : {} });
      assert.equal(answer.status, 200, answer.body.toString());
      for (const { id } of json(answer).data) ids.add(id);
    }
    return ids.size;
  };
  assert.deepEqual(await Promise.all([walk("restart"), walk(), walk(), walk()]), [200, 200, 200, 200]);
});

test("keeps the files of the page from the object", limit, async (t) => {
  const { origin } = await startFailing(t);
  await left(origin);
  const asked = async () => Number((await ask(origin, "/asked")).body);
  const before = await asked();
  const page = await ask(origin, "/", { headers: { accept: "text/html" } });
  assert.match(page.headers["content-type"], /^text\/html/);
  assert.equal((await ask(origin, "/page.js")).status, 200);
  assert.ok(json(await ask(origin, "/")).endpoints.length > 10);
  assert.equal(await asked(), before);
  // What is nowhere takes a token, as it does at every adapter.
  assert.equal((await ask(origin, "/no/such/file")).status, 404);
  assert.equal(await asked(), before + 1);
});

test("does not start with a wrong value", limit, async () => {
  const { code, stderr } = await spawnTask("edge", { set: { shared_state: "yes" } }).ended();
  assert.deepEqual([code, stderr], [1, "xtask: Invalid value for setting 'shared_state'. Use 'true' or 'false'\n"]);
});

test("names the object that is missing", limit, async (t) => {
  const dist = await copyOfEdge(t);
  await rename(join(dist, "edge", "edge.js"), join(dist, "edge", "real.js"));
  const without = `
    import real, { SharedState } from "./real.js";
    export { SharedState };
    export default { fetch: (request, env) => real.fetch(request, { ...env, SHARED_STATE: undefined }) };`;
  await writeFile(join(dist, "edge", "edge.js"), without);
  const { origin } = await startEdge(t, { dist, set: { shared_state } });
  const { status, body } = await ask(origin, LIST);
  assert.equal(status, 500);
  assert.match(body.toString(), /Setting 'shared_state' needs a Durable Object bound as SHARED_STATE/);
});
