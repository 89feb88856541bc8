// What may go wrong at the start and later: each has a clear text, and does no harm beyond itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { INSECURE, ask, json, start, stopWorkers, until, visit } from "./support/browser.mjs";
import { build, document, host } from "./support/host.mjs";

const LIMIT = { timeout: 60_000 };

/** The kit without one of its files. */
function without(name) {
  const { [name]: _missing, ...files } = build();
  return files;
}

const html = (_request, response) => response.setHeader("content-type", "text/html").end(document("the host's page for all"));

const FAULTS = {
  "wasm that is missing": [without("playground.wasm"), /playground\.wasm is not there \(HTTP 404\)/],
  "a page in place of the wasm": [{ ...build(), "playground.wasm": html }, /playground\.wasm is not the file that belongs to version/],
  "wasm of another build": [{ ...build(), "playground.wasm": "\0asm" }, /playground\.wasm is not the file that belongs to version/],
  "a worker that is missing, and all else": [{ "index.html": document("test"), "index.js": build()["index.js"] }, /404.*playground\.js/s],
};

for (const [fault, [files, text]] of Object.entries(FAULTS)) {
  test(`${fault} is an error that says so, and is gone when it is mended`, LIMIT, async (t) => {
    const site = await host(t, { files });
    const page = await visit(t, site.url);
    const { error, name } = await start(page);
    assert.match(error, text);
    assert.equal(name, "PlaygroundError");
    site.files = build();
    await page.reload();
    assert.equal((await start(page)).mode, "worker");
    assert.equal((await json(page, "pagination/offset?limit=1")).total, 200);
  });
}

test("the script that is missing matters only where the page itself needs it", LIMIT, async (t) => {
  const site = await host(t, { files: without("playground.js") });
  assert.equal((await start(await visit(t, site.url))).mode, "worker");
  const { error } = await start(await visit(t, `http://${INSECURE}:${site.port}/`));
  assert.match(error, /Nor does it start in the page: .*playground\.js/);
});

test("while the wasm can't start, the API says why with status 503, and the host's own answers pass", LIMIT, async (t) => {
  const own = (_request, response) => response.setHeader("content-type", "application/json").end('{"own":true}');
  const site = await host(t, { files: { ...without("playground.wasm"), "data.json": own } });
  const page = await visit(t, site.url);
  await page.evaluate(async () => {
    globalThis.playground = { baseUrl: location.origin };
    const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    await navigator.serviceWorker.register("service-worker.js?seed=7&anchor=2026-01-01T00:00:00Z");
    await controlled;
  });
  const { status, headers, body } = await ask(page, "pagination/offset");
  assert.deepEqual([status, headers["content-type"]], [503, "application/json"]);
  assert.match(JSON.parse(body).error, /playground\.wasm is not there \(HTTP 404\)/);
  assert.deepEqual(await json(page, "data.json"), { own: true });
  site.files = build();
  assert.equal((await json(page, "pagination/offset")).total, 200);
});

test("a worker that was registered without a seed says how to start it", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await page.evaluate(async () => {
    globalThis.playground = { baseUrl: location.origin };
    const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    await navigator.serviceWorker.register("service-worker.js");
    await controlled;
  });
  assert.match((await ask(page, "health")).body, /No seed and anchor in the URL of the service worker/);
});

for (const type of ["application/octet-stream", ""]) {
  test(`wasm of the type "${type}" starts all the same, with a note on the console`, LIMIT, async (t) => {
    const wasm = build()["playground.wasm"];
    const mistyped = (_request, response) => (type && response.setHeader("content-type", type), response.end(wasm));
    const site = await host(t, { files: { ...build(), "playground.wasm": mistyped } });
    for (const [origin, mode] of [
      ["127.0.0.1", "worker"],
      [INSECURE, "direct"],
    ]) {
      const page = await visit(t, `http://${origin}:${site.port}/`);
      assert.equal((await start(page)).mode, mode);
      assert.equal((await json(page, "pagination/offset?limit=1", { by: "playground" })).total, 200);
      assert.ok(
        page.said.some((text) => /playground\.wasm comes as .*application\/wasm/.test(text)),
        page.said.join("\n"),
      );
    }
  });
}

test("a strict policy is enough", LIMIT, async (t) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";
  const site = await host(t, { headers: { "content-security-policy": policy } });
  for (const [origin, mode] of [
    ["127.0.0.1", "worker"],
    [INSECURE, "direct"],
  ]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    assert.equal((await start(page)).mode, mode);
    assert.equal((await json(page, "pagination/offset?limit=1", { by: "playground" })).total, 200);
  }
});

test("a policy that forbids wasm is an error that says so", LIMIT, async (t) => {
  const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; img-src data:";
  const site = await host(t, { headers: { "content-security-policy": policy } });
  const page = await visit(t, site.url);
  assert.match((await start(page)).error, /playground\.wasm can't be compiled: .*Content Security Policy/is);
});

test("a host that never answers is an error after the time that was given", LIMIT, async (t) => {
  const site = await host(t, { files: { ...build(), "playground.wasm": () => {} } });
  const page = await visit(t, site.url);
  const { error } = await start(page, { timeout: 1000 });
  assert.match(error, /The service worker is not ready after 1 s; it is activated/);
});

test("another service worker below the same base is left alone", LIMIT, async (t) => {
  const other = "addEventListener('fetch', () => {})";
  const site = await host(t, { files: { ...build(), "other.js": other } });
  const page = await visit(t, site.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("other.js");
    await navigator.serviceWorker.ready;
  });
  assert.match((await start(page)).error, /Another service worker serves .*other\.js/);
});

test("a new build with a fault leaves the old one as it was", LIMIT, async (t) => {
  const site = await host(t, { files: build({ version: "build 1" }) });
  const page = await visit(t, site.url);
  await start(page);
  site.files = { ...build({ version: "build 2" }), "playground.wasm": html };
  await page.reload();
  assert.equal((await start(page)).version, "build 1");
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()).installing);
  await stopWorkers(page);
  assert.equal((await json(page, "pagination/offset?limit=1")).total, 200);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
});

/** Makes the next call into the wasm of a page's service worker trap: its server's address is moved out of the memory. */
const trapNext = (worker) => worker.evaluate(async () => ((await server()).playground.__wbg_ptr = 0x7fffff00));

test("a trap costs one request, not the server", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const { settings } = await start(page);
  const rows = await json(page, "pagination/offset");
  const [worker] = page.context().serviceWorkers();
  for (let round = 0; round < 2; round++) {
    await trapNext(worker);
    const { status, headers, body } = await ask(page, "pagination/offset");
    assert.deepEqual([status, headers["content-type"], body], [500, "application/json", '{"error":"Internal server error"}']);
    assert.deepEqual(await json(page, "pagination/offset"), rows);
  }
  assert.deepEqual((await start(page)).settings, settings);
});

test("a trap in the middle of an answer breaks it off, and nothing else", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await start(page, { settings: { records: 1_000_000 } });
  const [worker] = page.context().serviceWorkers();
  // From the next instance on, `spoil()` overwrites its memory.
  await worker.evaluate(() => {
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (module, imports) {
      const instance = new Instance(module, imports);
      globalThis.spoil = () => new Uint8Array(instance.exports.memory.buffer).fill(0xff);
      return instance;
    };
  });
  await trapNext(worker);
  await ask(page, "health");
  await page.evaluate(async () => {
    globalThis.reader = (await playground.fetch("export/csv")).body.getReader();
    await reader.read();
  });
  await worker.evaluate(() => spoil());
  const end = await page.evaluate(async () => {
    for (;;) {
      const { done } = await reader.read().catch(() => ({ done: "broken off" }));
      if (done) return done;
    }
  });
  assert.equal(end, "broken off");
  assert.equal((await json(page, "pagination/offset?limit=1")).total, 1_000_000);
});
