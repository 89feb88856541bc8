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
const { createPlayground } = await import(pathToFileURL(join(project.folder, "node_modules/api-playground/node.js")));

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

test("it gives the answers of the table", async () => {
  const { fetch } = await createPlayground({ baseUrl: "http://playground.test:5001", settings });
  const asked = async (origin, path, { method, headers, body }) => {
    const response = await fetch(origin + path, { method, headers, ...(body && { body: Buffer.from(body) }) });
    assert.equal(response.url, origin + path);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
  };
  await assertTable("http://playground.test:5001", { asked });
});

test("links lead back to it, below any base", async () => {
  const { baseUrl, fetch, check } = await createPlayground({ baseUrl: "https://api.example/v1/", settings: { records: 120 } });
  assert.equal(baseUrl, "https://api.example/v1");
  assert.deepEqual((await check(sync(baseUrl, fetch))).verdict, "complete");
  assert.equal((await fetch("pagination/offset?limit=1")).url, "https://api.example/v1/pagination/offset?limit=1");
  for (const stray of ["https://api.example/v2/health", "https://other.example/v1/health", "/health"]) {
    await assert.rejects(fetch(stray), /^TypeError: API Playground: https:\/\/\S+ is not below https:\/\/api\.example\/v1\/$/, stray);
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
  await assert.rejects(check("no column"), /^Error: API Playground: The first line of the CSV must name its columns/);
  await assert.rejects(check([], { stream: "orders" }), /^Error: API Playground: Invalid value for 'stream'/);
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

test("a patch above another one stays when that one ends", async (t) => {
  const before = globalThis.fetch;
  t.after(() => (globalThis.fetch = before));
  const lower = await createPlayground({ patchFetch: true });
  const upper = await createPlayground({ baseUrl: "http://upper.test", patchFetch: true });
  lower.stop();
  assert.equal((await fetch("http://upper.test/health")).status, 200);
  await assert.rejects(fetch("http://playground.test/health"));
  upper.stop();
});
