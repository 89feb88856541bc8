// The helper for tests in Node, out of the installed package: the server in the test's own process.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertTable, settings } from "../edge/table.mjs";
import { installed } from "./support/installed.mjs";

const project = installed();
const { createPlayground } = await import(pathToFileURL(join(project.folder, "node_modules/connector-playground/node.js")));

/** All rows, in the way that a connector would get them. */
async function* sync(baseUrl, ask) {
  for (let next = `${baseUrl}/pagination/next_page_url?per_page=50`; next; ) {
    const page = await (await ask(next)).json();
    yield* page.data;
    next = page.next_page_url;
  }
}

async function all(rows) {
  const list = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** Leaves a byte order mark where it is. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

test("it gives the answers of the table", async () => {
  const { fetch } = await createPlayground({ baseUrl: "http://playground.test:5001", settings });
  const asked = async (origin, path, { method, headers, body: sent }) => {
    const response = await fetch(origin + path, { method, headers, ...(sent && { body: Buffer.from(sent) }) });
    assert.equal(response.url, origin + path);
    const [headersOf, whole] = [Object.fromEntries(response.headers), decoder.decode(await response.arrayBuffer())];
    // Its document names its own base, too.
    const body = Buffer.from(whole.replace(/("servers":\[\{"url":"\."\}),\{"url":"[^"]+"\}\]/, "$1]"));
    if (body.length < Buffer.byteLength(whole)) headersOf["content-length"] = String(body.length);
    return { status: response.status, headers: headersOf, body };
  };
  await assertTable("http://playground.test:5001", { asked });
});

test("links lead back to it, below any base", async () => {
  const { baseUrl, fetch, check } = await createPlayground({ baseUrl: "https://api.example/v1/", settings: { records: 120 } });
  assert.equal(baseUrl, "https://api.example/v1");
  assert.deepEqual((await check(sync(baseUrl, fetch))).verdict, "complete");
  const { servers } = await (await fetch(`${baseUrl}/with/ties=5/openapi.json`)).json();
  assert.deepEqual(servers, [{ url: "." }, { url: "https://api.example/v1/with/ties=5" }]);
  assert.equal((await fetch("pagination/offset?limit=1")).url, "https://api.example/v1/pagination/offset?limit=1");
  for (const stray of ["https://api.example/v2/health", "https://other.example/v1/health", "/health"]) {
    await assert.rejects(fetch(stray), /^TypeError: Connector Playground: https:\/\/\S+ is not below https:\/\/api\.example\/v1\/$/, stray);
  }
});

test("the checker says what is missing, of rows, texts and bytes", async () => {
  const { baseUrl, fetch, check } = await createPlayground({ settings: { ties: 60 } });
  const rows = await all(sync(baseUrl, fetch));
  const report = await check(rows.slice(0, -1));
  assert.deepEqual([report.verdict, report.missing.count, report.landed], ["incomplete", 1, 199]);
  assert.match(report.hint, /^Exactly the newest rows are missing/);
  const csv = ["id,updatedAt", ...rows.map(({ id, updatedAt }) => `${id},${updatedAt}`)].join("\n");
  for (const form of [rows, JSON.stringify(rows), csv, Buffer.from(csv)]) assert.equal((await check(form)).verdict, "complete");
  const companies = async (options) => (await check([], { stream: "companies", ...options })).truth;
  assert.deepEqual([await companies(), await companies({ asOf: "2020-01-01T00:00:00Z" })], [2, 0]);
  await assert.rejects(check("no column"), /^Error: Connector Playground: The first line of the CSV must name its columns/);
  await assert.rejects(check([], { stream: "orders" }), /^Error: Connector Playground: Invalid value for 'stream'/);
});

test("a check is not limited", async () => {
  const { check, fetch } = await createPlayground({ settings: { rate_limit: true, capacity: 1 } });
  assert.deepEqual([(await fetch("cursors/companies")).status, (await fetch("cursors/companies")).status], [200, 429]);
  assert.equal((await check([])).landed, 0);
});

test("the same settings make the same server, and each call another one", async () => {
  const [one, other] = [await createPlayground(), await createPlayground()];
  const again = await createPlayground({ settings: one.settings });
  assert.deepEqual(again.credentials, one.credentials);
  assert.notDeepEqual(other.credentials, one.credentials);
  const rows = async ({ fetch }) => (await fetch("export/ndjson")).text();
  assert.equal(await rows(again), await rows(one));
});

test("compression is the platform's, and what it cannot do is refused", async () => {
  const { fetch } = await createPlayground({ settings: { compression: "gzip" } });
  assert.equal((await fetch("export/csv")).status, 200);
  const members = await fetch("with/compression=members/export/csv");
  assert.equal(members.status, 501);
  assert.match((await members.json()).error, /'compression' cannot be 'members' here/);
});

test("unknown settings are an error that names the known ones", async () => {
  await assert.rejects(createPlayground({ settings: { recrods: 1 } }), /Unknown setting 'recrods'. Known settings: .*records/);
});

test("who gives up gets an error, before and in the middle of an answer", async () => {
  const { fetch } = await createPlayground({ settings: { records: 1_000_000 } });
  await assert.rejects(fetch("health", { signal: AbortSignal.abort() }), { name: "AbortError" });
  const controller = new AbortController();
  const response = await fetch("export/csv", { signal: controller.signal });
  controller.abort();
  await assert.rejects(response.text(), { name: "AbortError" });
});

/** An upload that begins and never ends, until it is given up; with what. */
function stalled() {
  const upload = { reason: undefined };
  upload.body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("[")),
    cancel: (reason) => void (upload.reason = reason),
  });
  return upload;
}

const GIVEN_UP = { timeout: 10_000 };

for (const [name, patchFetch] of [
  ["its own fetch", false],
  ["the global fetch", true],
]) {
  test(`an upload that stalls is given up in time, by ${name}`, GIVEN_UP, async (t) => {
    const playground = await createPlayground({ patchFetch });
    t.after(() => playground.stop());
    const send = patchFetch ? globalThis.fetch : playground.fetch;
    const post = ({ body }, signal) => send(`${playground.baseUrl}/playground/check`, { method: "POST", body, duplex: "half", signal });

    const late = stalled();
    await assert.rejects(post(late, AbortSignal.timeout(100)), { name: "TimeoutError" });
    assert.equal(late.reason.name, "TimeoutError");

    const left = stalled();
    const controller = new AbortController();
    const answer = post(left, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(answer, { name: "AbortError" });
    assert.equal(left.reason.name, "AbortError");

    const reason = new Error("the test is over");
    const own = stalled();
    await assert.rejects(post(own, AbortSignal.abort(reason)), reason);
    assert.equal((await send(`${playground.baseUrl}/health`)).status, 200);
  });
}

test("an upload that fails is what fetch rejects with", GIVEN_UP, async () => {
  const { fetch, check } = await createPlayground();
  const error = new Error("the disk is gone");
  const failing = (fail) => new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("[")), pull: fail });
  const post = (body) => fetch("playground/check", { method: "POST", body, duplex: "half" });
  await assert.rejects(post(failing((controller) => controller.error(error))), error);
  await assert.rejects(post(failing(() => Promise.reject(error))), error);
  await assert.rejects(
    post(failing((controller) => controller.enqueue("text"))),
    /^TypeError: An upload is a stream of bytes \(Uint8Array\); this one gave a string/,
  );
  const rows = async function* () {
    yield {};
    throw error;
  };
  await assert.rejects(check(rows()), error);
  assert.equal((await post(new Blob(["[]"]).stream())).status, 200);
});

test("an upload that nobody reads harms nobody", GIVEN_UP, async () => {
  const { fetch } = await createPlayground();
  const { body } = stalled();
  assert.equal((await fetch("nope", { method: "POST", body, duplex: "half" })).status, 404);
});

test("a setting that is null or undefined is not given", async () => {
  const { settings } = await createPlayground({ settings: { records: null, ties: undefined, seed: null, capacity: 5 } });
  assert.deepEqual(Object.keys(settings).sort(), ["anchor", "capacity", "seed"]);
  assert.match(settings.seed, /^[0-9a-f]{32}$/);
});

test("what are no rows is a TypeError that says what came and what is right", async () => {
  const { check } = await createPlayground();
  const no = [
    [{ data: [] }, /^TypeError: Connector Playground: an Object is no rows; check\(\) takes an iterable of objects/],
    [5, /a number is no rows/],
    [null, /null is no rows/],
    [undefined, /undefined is no rows/],
    [() => [], /a function is no rows/],
    [[["1", "2026-01-01T00:00:00Z"]], /row 1 is an Array; rows are objects/],
    [[{}, null], /row 2 is null/],
    [["id"], /row 1 is a string/],
    [new Blob(["[]"]).stream(), /row 1 is an Uint8Array/],
  ];
  for (const [rows, said] of no) await assert.rejects(check(rows), said);
});

test("rows with values that JSON lacks, and bytes of any kind, are read", async () => {
  const { baseUrl, fetch, check } = await createPlayground();
  const rows = await all(sync(baseUrl, fetch));
  const odd = [NaN, Infinity, 5n, undefined, () => 1, Symbol("a"), new Date(NaN), new Map([[1, 2]]), [1n]];
  const complete = async (form) => assert.equal((await check(form)).verdict, "complete");
  await complete(rows.map((row, n) => ({ ...row, score: odd[n % odd.length], updatedAt: new Date(row.updatedAt) })));
  const bytes = new TextEncoder().encode(JSON.stringify(rows));
  for (const form of [bytes, bytes.buffer, new DataView(bytes.buffer), new Blob([bytes]), new Set(rows)]) await complete(form);
});

test("the global fetch is answered below its address, as long as it is asked to be", async (t) => {
  const host = createServer((_, response) => response.end("the host"));
  await once(host.listen(0, "127.0.0.1"), "listening");
  t.after(() => host.close());
  const origin = `http://127.0.0.1:${host.address().port}`;
  const before = globalThis.fetch;
  const playground = await createPlayground({ baseUrl: `${origin}/api`, patchFetch: true });
  const texts = async (...paths) => Promise.all(paths.map(async (path) => (await (await fetch(origin + path)).text()).slice(0, 8)));
  assert.deepEqual(await texts("/api/health", "/api", "/apis/health", "/health"), ['{"status', '{"name":', "the host", "the host"]);
  assert.equal((await fetch(new Request(new URL(`${origin}/api/pagination/offset`)))).status, 200);
  playground.stop();
  assert.equal(globalThis.fetch, before);
  assert.deepEqual(await texts("/api/health"), ["the host"]);
});

test("patches that end in any order give the global fetch back", async (t) => {
  const before = globalThis.fetch;
  t.after(() => (globalThis.fetch = before));
  const urls = ["one", "two", "three"].map((name) => `http://${name}.test`);
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    const patches = [];
    for (const baseUrl of urls) patches.push(await createPlayground({ baseUrl, patchFetch: true }));
    const open = new Set(urls.keys());
    for (const n of order) {
      for (const m of open) assert.equal((await fetch(`${urls[m]}/health`)).status, 200);
      patches[n].stop();
      patches[n].stop();
      open.delete(n);
      await assert.rejects(fetch(`${urls[n]}/health`));
    }
    assert.equal(globalThis.fetch, before, `${order}`);
  }
});

test("what somebody else has put over a patch stays", async (t) => {
  const before = globalThis.fetch;
  t.after(() => (globalThis.fetch = before));
  const lower = await createPlayground({ patchFetch: true });
  const patched = globalThis.fetch;
  const foreign = (...asked) => patched(...asked);
  globalThis.fetch = foreign;
  const upper = await createPlayground({ baseUrl: "http://upper.test", patchFetch: true });
  lower.stop();
  assert.equal((await fetch("http://upper.test/health")).status, 200);
  await assert.rejects(fetch("http://playground.test/health"));
  upper.stop();
  assert.equal(globalThis.fetch, foreign);
});
