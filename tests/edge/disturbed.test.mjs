// The same walk at the edge: processes come and go, isolates answer in turns, and traps hit requests and streams. What one isolate gave
// (a cursor, a token) holds with the next. The short form; the long one is `cargo xtask soak`.
import assert from "node:assert/strict";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LIMIT, LONG, PAGES, RECORDS, isDue, walk } from "../browser/support/walk.mjs";
import { ask } from "./table.mjs";
import { copyOfEdge, startEdge } from "./tasks.mjs";

const set = { seed: "walk", anchor: "2026-11-01T00:00:00Z", records: RECORDS };
/** How often processes are ended, and streams are hit, in a walk. */
const TIMES = LONG ? 50 : 4;

const sender = (origin) => (path, init) => ask(origin, `/${path}`, init);

async function login({ origin, credentials: { session_user: username, session_pass: password } }) {
  const headers = { "content-type": "application/json" };
  const answer = await ask(origin, "/auth/session_token/login", { method: "POST", headers, body: JSON.stringify({ username, password }) });
  assert.equal(answer.status, 200, answer.body.toString());
  return JSON.parse(answer.body).token;
}

const assertKnown = async (origin, token) => {
  const { status, body } = await ask(origin, "/auth/session_token/data", { headers: { authorization: `Token ${token}` } });
  assert.equal(status, 200, body.toString());
};

test("a process that ends and comes back between pages costs nothing, and knows the token", LIMIT, async (t) => {
  let edge = await startEdge(t, { set });
  const [token, { port }] = [await login(edge), new URL(edge.origin)];
  let starts = 0;
  const failures = await walk(sender(edge.origin), async (page) => {
    if (!isDue(page, TIMES)) return;
    await edge.stop(starts % 2 ? "SIGKILL" : "SIGTERM");
    edge = await startEdge(t, { set, port });
    starts += 1;
    await assertKnown(edge.origin, token);
  });
  assert.deepEqual([failures, starts], [[], TIMES]);
});

test("isolates that answer in turns are one server, while some of them end and others come", LIMIT, async (t) => {
  const edges = [await startEdge(t, { set }), await startEdge(t, { set }), await startEdge(t, { set })];
  const token = await login(edges[0]);
  let [turn, ends] = [0, 0];
  const failures = await walk(
    async (path, init) => {
      const { origin } = edges[(turn += 1) % edges.length];
      await assertKnown(origin, token);
      return sender(origin)(path, init);
    },
    async (page) => {
      if (!isDue(page, TIMES)) return;
      const { stop } = edges.splice((ends += 1) % edges.length, 1)[0];
      await stop("SIGKILL");
      edges.push(await startEdge(t, { set }));
    },
  );
  assert.deepEqual([failures, ends], [[], TIMES]);
});

/**
 * The entry, with requests of its own: `/trap` lets the next one trap, and `/trap-stream` the first of the last two streams. `/instances`
 * says how many instances there were.
 */
const TRAPPING = `
import real from "./real.js";
export { SharedState } from "./real.js";
const { Instance } = WebAssembly;
const { Server } = connectorPlayground;
const made = { instances: 0, sources: [] };
WebAssembly.Instance = function (module, imports) {
  made.instances += 1;
  const instance = new Instance(module, imports);
  made.memory = instance.exports.memory;
  return instance;
};
const Stream = ReadableStream;
globalThis.ReadableStream = class extends Stream {
  constructor(source, strategy) {
    super(source, strategy);
    made.sources.push(source);
  }
};
const { respond } = Server.prototype;
Server.prototype.respond = function (...asked) {
  made.server = this;
  return respond.apply(this, asked);
};
const NOWHERE = ${0x7fffff00};
const OWN = {
  "/trap": () => (made.server.playground.__wbg_ptr = NOWHERE),
  "/trap-stream": () => new DataView(made.memory.buffer).setUint32(made.sources.at(-2).__wbg_ptr + 4, NOWHERE, true),
  "/instances": () => made.instances,
};
export default {
  fetch(request, env, ctx) {
    const own = OWN[new URL(request.url).pathname];
    return own ? new Response(String(own() ?? "")) : real.fetch(request, env, ctx);
  },
};
`;

async function startTrapping(t) {
  const dist = await copyOfEdge(t);
  const edge = join(dist, "edge");
  await rename(join(edge, "edge.js"), join(edge, "real.js"));
  await writeFile(join(edge, "edge.js"), TRAPPING);
  const started = await startEdge(t, { dist, set });
  const own = async (path) => (await ask(started.origin, path)).body.toString();
  return { ...started, own };
}

test("a trap before every page costs one answer each, and no token", LIMIT, async (t) => {
  const edge = await startTrapping(t);
  const token = await login(edge);
  const failures = await walk(sender(edge.origin), async () => {
    await assertKnown(edge.origin, token);
    await edge.own("/trap");
  });
  assert.deepEqual(failures, Array(PAGES).fill(500));
  assert.equal(await edge.own("/instances"), `${1 + PAGES}`);
});

test("a trap in one of two streams breaks that off, and leaves no page to the instance that it spoilt", LIMIT, async (t) => {
  const edge = await startTrapping(t);
  let traps = 0;
  const failures = await walk(sender(edge.origin), async (page) => {
    if (!isDue(page, TIMES)) return;
    traps += 1;
    const readers = [await opened(edge.origin), await opened(edge.origin)];
    await edge.own("/trap-stream");
    assert.deepEqual([await end(readers[0]), await end(readers[1])], ["broken off", "goes on"]);
  });
  assert.deepEqual(failures, []);
  assert.equal(await edge.own("/instances"), `${1 + traps}`);
});

/** A file that streams for long. */
async function opened(origin) {
  const reader = (await fetch(`${origin}/with/records=1000000/export/csv`)).body.getReader();
  await reader.read();
  return reader;
}

/** How a stream goes on for some megabytes: more than connections hold. */
async function end(reader) {
  for (let bytes = 0; bytes < 15_000_000; ) {
    const { done, value } = await reader.read().catch(() => ({ done: "broken off" }));
    if (done) return done;
    bytes += value.length;
  }
  await reader.cancel();
  return "goes on";
}
