// The same handler in Node: it is no captive of one runtime.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertTable, settings } from "./table.mjs";
import { DIST } from "./tasks.mjs";

const folder = resolve(DIST, "edge");
const { createHandler } = await import(pathToFileURL(join(folder, "handler.js")));
const { objectOf } = await import(pathToFileURL(join(folder, "shared.js")));
const { ownVariables } = await import(pathToFileURL(join(folder, "variables.js")));
const wasm = await WebAssembly.compile(await readFile(join(folder, "playground.wasm")));
const variables = Object.fromEntries(Object.entries(settings).map(([key, text]) => [`PLAYGROUND_${key.toUpperCase()}`, text]));
const limit = { timeout: 60_000 };
const errorOf = async (response) => [response.status, (await response.json()).error];

/** Everything it takes to serve the handler with Node's own server. */
async function serve(handler) {
  const server = createServer(async (incoming, outgoing) => {
    const { method, rawHeaders } = incoming;
    const headers = new Headers();
    for (let n = 0; n < rawHeaders.length; n += 2) headers.append(rawHeaders[n], rawHeaders[n + 1]);
    const body = ["GET", "HEAD"].includes(method) ? undefined : Readable.toWeb(incoming);
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const response = await handler.fetch(new Request(url, { method, headers, body, duplex: "half" }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await pipeline(response.body ? Readable.fromWeb(response.body) : [], outgoing);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

test("gives the answers of the table", limit, async (t) => {
  const server = await serve(createHandler(wasm, variables));
  t.after(() => server.close());
  await assertTable(`http://127.0.0.1:${server.address().port}`);
});

test("names a variable that is missing", limit, async () => {
  const handler = createHandler(wasm);
  const ask = (env) => handler.fetch(new Request("http://a.example/health"), env);
  assert.deepEqual(await errorOf(await ask()), [500, "The variable PLAYGROUND_SEED is missing"]);
  assert.deepEqual(await errorOf(await ask({ PLAYGROUND_SEED: "1" })), [500, "The variable PLAYGROUND_ANCHOR is missing"]);
  assert.equal((await ask(variables)).status, 200);
});

test("names a variable that is wrong", limit, async () => {
  const wrong = async (more) => errorOf(await createHandler(wasm, { ...variables, ...more }).fetch(new Request("http://a.example/health")));
  const [status, text] = await wrong({ PLAYGROUND_RECRODS: "5" });
  assert.equal(status, 500);
  assert.match(text, /^Unknown setting 'recrods'/);
  assert.match((await wrong({ PLAYGROUND_RECORDS: "many" }))[1], /^Invalid value for setting 'records'/);
  assert.equal((await createHandler(wasm, { ...variables, OTHER: "1" }).fetch(new Request("http://a.example/health"))).status, 200);
});

test("finds clocks where they were moved to after a trap, and where they were kept", limit, async (t) => {
  t.mock.method(console, "error", () => {});
  const { PLAYGROUND_NOW: _, ...running } = variables;
  const still = { ...running, PLAYGROUND_CLOCK_SPEED: "0" };
  const url = "http://a.example/playground/clock";
  const move = (handler, advance) => {
    const headers = { "content-type": "application/json" };
    return handler.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify({ advance }) }));
  };
  const shown = async (handler) => (await (await handler.fetch(new Request(url))).json()).moved;
  const kept = [];
  const memory = { keep: async (clocks) => void kept.push(clocks) };
  const handler = createHandler(wasm, still, memory);
  assert.equal((await move(handler, "PT1H")).status, 200);
  assert.equal((await handler.fetch(trapping("http://a.example/pagination/offset"))).status, 500);
  assert.equal(await shown(handler), 3600);
  assert.equal((await move(handler, "PT1M")).status, 200);
  assert.equal(kept.length, 2);
  assert.equal(await shown(createHandler(wasm, still, { clocks: kept[1] })), 3660);
  assert.equal(await shown(createHandler(wasm, still, { clocks: "of another build" })), 0);
  const full = createHandler(wasm, still, { keep: () => Promise.reject(new Error("no room")) });
  assert.deepEqual(await errorOf(await move(full, "PT1H")), [501, "The clock cannot be kept here, and would go back: no room"]);
  assert.deepEqual((await errorOf(await move(createHandler(wasm, still), "PT1H")))[0], 501);
});

/** The storage of a Durable Object; that of workerd in memory is gone with its object. */
test("the object that isolates share finds clocks in its storage", limit, async (t) => {
  // It stays for a minute.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { PLAYGROUND_NOW: _, ...running } = variables;
  const SharedState = objectOf((own, memory) => createHandler(wasm, own, memory));
  const held = new Map();
  const storage = { get: async (key) => held.get(key), put: async (key, text) => void held.set(key, text) };
  const object = async () => {
    const ready = [];
    const made = new SharedState({ storage, blockConcurrencyWhile: (work) => ready.push(work()) }, running);
    await Promise.all(ready);
    return made;
  };
  const url = "http://a.example/with/clock_speed=0/playground/clock";
  const headers = { "content-type": "application/json" };
  const one = await object();
  await one.fetch(new Request(url, { method: "POST", headers, body: '{"advance":"PT1H"}' }));
  const other = await object();
  assert.equal((await (await other.fetch(new Request(url))).json()).moved, 3600);
});

test("makes a new playground after a trap, and other handlers do not notice", limit, async (t) => {
  t.mock.method(console, "error", () => {});
  // A new playground has a full bucket.
  const limited = { ...variables, PLAYGROUND_RATE_LIMIT: "true", PLAYGROUND_CAPACITY: "1000" };
  const [handler, other] = [createHandler(wasm, limited), createHandler(wasm, limited)];
  const url = "http://a.example/pagination/offset";
  const left = async ({ fetch }) => Number((await fetch(new Request(url))).headers.get("x-ratelimit-remaining"));
  for (let n = 0; n < 200; n += 1) await Promise.all([left(handler), left(other)]);
  assert.deepEqual(await errorOf(await handler.fetch(trapping(url))), [500, "Internal server error"]);
  assert.equal(await left(handler), 999);
  assert.ok((await left(other)) < 990);
});

test("a trap while a body is read is answered too: no promise stays pending", limit, async (t) => {
  t.mock.method(console, "error", () => {});
  const { fetch } = createHandler(wasm, variables);
  const url = "http://a.example/auth/session_token/login";
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(trap) });
  assert.deepEqual(await errorOf(await fetch({ url, method: "POST", headers: new Headers(), body })), [500, "Internal server error"]);
  assert.equal((await fetch(new Request("http://a.example/health"))).status, 200);
});

test("a variable that is null is not given", limit, async () => {
  const { fetch } = createHandler(wasm, {
    ...variables,
    PLAYGROUND_RECORDS: null,
    PLAYGROUND_TIES: undefined,
    PLAYGROUND_SHARED_STATE: null,
  });
  const response = await fetch(new Request("http://a.example/playground/settings"));
  assert.deepEqual([response.status, (await response.json()).records], [200, "200"]);
});

test("what Kubernetes sets for a service of this name is none of the server's variables", () => {
  const set = {
    PLAYGROUND_PORT: "tcp://10.0.0.1:5001",
    PLAYGROUND_PORT_5001_TCP: "tcp://10.0.0.1:5001",
    PLAYGROUND_PORT_5001_TCP_ADDR: "10.0.0.1",
    PLAYGROUND_SERVICE_HOST: "10.0.0.1",
    PLAYGROUND_SERVICE_PORT: "5001",
    PLAYGROUND_SERVICE_PORT_HTTP: "5001",
  };
  const said = [];
  assert.deepEqual(
    ownVariables({ ...set, ...variables }, (line) => said.push(line)),
    variables,
  );
  assert.deepEqual(said, [
    "PLAYGROUND_PORT=tcp://10.0.0.1:5001 is ignored: it is no port, but what Kubernetes sets for a service called playground",
  ]);
  assert.deepEqual(ownVariables({ PLAYGROUND_PORT: "0", PLAYGROUND_RECORDS: "5" }), { PLAYGROUND_PORT: "0", PLAYGROUND_RECORDS: "5" });
});

/** What throws when the wasm reads it: an exception passes through its frames, and none of them ends well. */
const trap = {
  get length() {
    throw new WebAssembly.RuntimeError("unreachable");
  },
};

/** A request whose method does. */
function trapping(url) {
  return {
    url,
    headers: new Headers(),
    get method() {
      return trap.length;
    },
  };
}
