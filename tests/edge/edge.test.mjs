// The edge's adapter in workerd, the runtime that it is deployed to.
import assert from "node:assert/strict";
import { once } from "node:events";
import { rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { ask, assertTable, settings } from "./table.mjs";
import { copyOfEdge, spawnTask, startEdge } from "./tasks.mjs";

const limit = { timeout: 120_000 };
const json = ({ body }) => JSON.parse(body);

test("gives the answers of the table", limit, async (t) => {
  const { origin } = await startEdge(t, { set: settings });
  await assertTable(origin);
});

// W01 of the cases: a clock that is 0 before the first request.
test("knows the time in its very first request", limit, async (t) => {
  const { origin } = await startEdge(t);
  const { data } = json(await ask(origin, "/cursors/companies"));
  const newest = Math.max(...data.map(({ updatedAt }) => Date.parse(updatedAt)));
  assert.ok(Math.abs(Date.now() - newest) < 3_600_000, new Date(newest).toISOString());
});

test("lets a token of its first request be used", limit, async (t) => {
  const { origin, credentials } = await startEdge(t);
  assert.equal((await withToken(origin, await login(origin, credentials))).status, 200);
});

// W03: all isolates are one server.
test("shows the same rows and takes the same tokens in two instances of one seed", limit, async (t) => {
  const [a, b] = [await startEdge(t, { set: { seed: "two" } }), await startEdge(t, { set: { seed: "two" } })];
  assert.deepEqual(a.credentials, b.credentials);
  const path = "/pagination/next_page_url?per_page=50&page=";
  const pages = [a, b, a, b].map(({ origin }, n) => ask(origin, `${path}${n + 1}`).then(json));
  const ids = (await Promise.all(pages)).flatMap(({ data }) => data.map(({ id }) => id));
  assert.equal(new Set(ids).size, 200);
  assert.equal((await withToken(b.origin, await login(a.origin, a.credentials))).status, 200);
});

test("counts limits in each process by itself", limit, async (t) => {
  const set = { seed: "two", rate_limit: true, capacity: 1 };
  const [a, b] = [await startEdge(t, { set }), await startEdge(t, { set })];
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(a.origin, "/pagination/offset")));
  assert.ok(answers.some(({ status }) => status === 429));
  const { status, headers } = await ask(b.origin, "/pagination/offset");
  assert.deepEqual([status, headers["x-ratelimit-remaining"]], [200, "0"]);
});

// W04 and W06: nothing is compiled at run time, and nothing panics for want of a clock.
test("answers every endpoint without an error of its own", limit, async (t) => {
  const { origin, credentials, stop } = await startEdge(t);
  const token = await login(origin, credentials);
  const { paths } = json(await ask(origin, "/openapi.json"));
  assert.ok(Object.keys(paths).length > 10);
  for (const path of Object.keys(paths)) {
    for (const query of ["", "?updated_since=2026-10-01T00:00:00Z", "?since=2026-10-01T00:00:00Z", "?start_id=1&end_id=3"]) {
      const target = path.replace(/\{[^}]*\}/g, "1") + query;
      const { status } = await ask(origin, target, { headers: { authorization: `Token ${token}` } });
      assert.ok(status < 500, `${target}: ${status}`);
    }
  }
  assert.equal((await stop()).stderr, "");
});

test("makes a new playground after a trap", limit, async (t) => {
  const dist = await copyOfEdge(t);
  const edge = join(dist, "edge");
  await rename(join(edge, "edge.js"), join(edge, "real.js"));
  await writeFile(join(edge, "edge.js"), TRAPPING);
  // A new playground has a full bucket.
  const { origin } = await startEdge(t, { dist, set: { rate_limit: true, capacity: 1000 } });
  const left = async () => Number((await ask(origin, "/pagination/offset")).headers["x-ratelimit-remaining"]);
  for (let n = 0; n < 200; n += 1) await left();
  assert.ok((await left()) < 990);
  const broken = await ask(origin, "/pagination/offset", { headers: { "x-trap": "1" } });
  assert.deepEqual([broken.status, broken.headers["content-type"]], [500, "application/json"]);
  assert.deepEqual(json(broken), { error: "Internal server error" });
  assert.equal(await left(), 999);
});

/** An entry that lets a request break down inside the wasm: an exception passes through its frames, and none of them ends well. */
const TRAPPING = `
import real from "./real.js";
export { SharedState } from "./real.js";
const trap = (request) => new Proxy(request, {
  get(target, name) {
    if (name === "method" && new Error().stack.includes("wasm")) throw new WebAssembly.RuntimeError("unreachable");
    const value = Reflect.get(target, name);
    return typeof value === "function" ? value.bind(target) : value;
  },
});
export default {
  fetch: (request, env, ctx) => real.fetch(request.headers.has("x-trap") ? trap(request) : request, env, ctx),
};
`;

test("has the page for people and the list of endpoints for programs at its root", limit, async (t) => {
  const { origin } = await startEdge(t);
  const page = await ask(origin, "/", { headers: { accept: "text/html,*/*" } });
  assert.match(page.headers["content-type"], /^text\/html/);
  assert.match(page.body.toString(), /data-adapter="edge"/);
  const script = await ask(origin, "/page.js");
  assert.match(script.headers["content-type"], /^text\/javascript/);
  assert.ok(json(await ask(origin, "/")).endpoints.length > 10);
  assert.equal((await ask(origin, "/with/records=5/")).status, 200);
  assert.deepEqual(json(await ask(origin, "/no/such/file.js")), { error: "Not found" });
  for (const method of ["POST", "PUT", "OPTIONS"]) {
    const refused = await ask(origin, "/page.js", { method });
    assert.deepEqual([refused.status, refused.headers.allow, json(refused)], [405, "GET, HEAD", { error: "Method not allowed" }]);
    assert.equal(refused.headers["x-content-type-options"], "nosniff");
  }
  assert.equal((await ask(origin, "/no.js", { method: "POST" })).status, 404);
  for (const accept of ["text/html;q=0", "application/json, text/html;q=0.5", "*/*"]) {
    assert.equal((await ask(origin, "/", { headers: { accept } })).headers["content-type"], "application/json", accept);
  }
});

test("answers below a path, and nowhere else", limit, async (t) => {
  const { origin } = await startEdge(t, { set: { base: "/practice/" } });
  const { next_page_url } = json(await ask(origin, "/practice/pagination/next_page_url?per_page=1"));
  assert.ok(next_page_url.startsWith(`${origin}/practice/pagination/next_page_url?page=2`), next_page_url);
  assert.ok(json(await ask(origin, "/practice/")).endpoints.length > 10);
  assert.match((await ask(origin, "/practice/page.js")).headers["content-type"], /^text\/javascript/);
  for (const path of ["/page.js", "/pagination/offset", "/practice/no/such/file.js"]) {
    assert.deepEqual(json(await ask(origin, path)), { error: "Not found" }, path);
  }
});

test("streams an export while it is made, and lets it be broken off", limit, async (t) => {
  const { origin } = await startEdge(t);
  const response = await fetch(`${origin}/with/records=100000/export/csv`);
  let [chunks, lines] = [0, 0];
  for await (const chunk of response.body) {
    chunks += 1;
    for (const byte of chunk) lines += byte === 10;
  }
  assert.ok(chunks > 10, `${chunks} chunks`);
  // A row's address has a line break of its own.
  assert.equal(lines, 1 + 2 * 100_000);

  const broken = (await fetch(`${origin}/with/records=1000000000/export/csv`)).body.getReader();
  assert.ok((await broken.read()).value.length > 0);
  await broken.cancel();
  assert.equal((await ask(origin, "/health")).status, 200);
});

test("leaves compression to the platform, and refuses what that cannot do", limit, async (t) => {
  const { origin } = await startEdge(t);
  const plain = await ask(origin, "/export/csv");
  const asked = { headers: { "accept-encoding": "gzip" } };
  const left = await ask(origin, "/with/compression=gzip/export/csv", { headers: { "accept-encoding": "identity" } });
  assert.deepEqual([left.status, left.body], [200, plain.body]);
  const refused = await ask(origin, "/with/compression=members/export/csv", asked);
  assert.equal(refused.status, 501);
  assert.match(json(refused).error, /'compression' cannot be 'members' here/);
});

test("is one process that a signal ends", limit, async (t) => {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    const { origin, pid, stop } = await startEdge(t);
    assert.equal((await ask(origin, "/health")).status, 200);
    await stop(signal);
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    await assert.rejects(ask(origin, "/health"), { code: "ECONNREFUSED" });
  }
});

test("does not start with a wrong setting or on a port that is taken", limit, async (t) => {
  const wrong = await spawnTask("edge", { set: { recrods: 5 } }).ended();
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^xtask: Unknown setting 'recrods'/);
  const missing = await spawnTask("edge", { set: { seed: "" } }).ended();
  assert.match(missing.stderr, /^xtask: The variable PLAYGROUND_SEED is missing/);
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const taken = await spawnTask("edge", { port: other.address().port }).ended();
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /^xtask: port \d+ of 127.0.0.1: .*in use/);
});

async function login(origin, { session_user: username, session_pass: password }) {
  const headers = { "content-type": "application/json" };
  const answer = await ask(origin, "/auth/session_token/login", { method: "POST", headers, body: JSON.stringify({ username, password }) });
  assert.equal(answer.status, 200, answer.body.toString());
  return json(answer).token;
}

function withToken(origin, token) {
  return ask(origin, "/auth/session_token/data", { headers: { authorization: `Token ${token}` } });
}
