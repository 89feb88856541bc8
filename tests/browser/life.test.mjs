// The life of a service worker: first visit, reload, stop, several tabs, other settings, the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { INSECURE, ask, hardReload, json, start, stopWorkers, tab, until, visit } from "./support/browser.mjs";
import { build, document, host } from "./support/host.mjs";
import { memoryOf } from "./support/memory.mjs";

const LIMIT = { timeout: 60_000 };

/** All rows of a keyset walk; `between` runs before every page but the first. */
async function walked(page, between = async () => {}) {
  const rows = [];
  let query = "";
  for (;;) {
    const { data, scroll_param } = await json(page, `pagination/keyset${query}`);
    rows.push(...data.map(({ id }) => id));
    if (!scroll_param) return rows;
    query = `?scroll_param=${encodeURIComponent(scroll_param)}`;
    await between();
  }
}

test("the first visit is answered without a reload, and the host sees none of it", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const told = await start(page);
  assert.deepEqual([told.mode, told.controlled, told.baseUrl], ["worker", true, site.url.slice(0, -1)], told.error);
  const { data, total } = await json(page, "pagination/offset?limit=3");
  assert.deepEqual([data.length, total], [3, 200]);
  assert.deepEqual(site.seen, []);
});

test("the demo page works as it is", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, `${site.url}demo.html`);
  await until(page, () => document.querySelector("#rows").textContent.endsWith('"total":1000}'));
});

test("later loads meet the same server", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const first = await start(page);
  const rows = await walked(page);
  await page.reload();
  assert.deepEqual(await start(page), first);
  assert.deepEqual(await walked(page), rows);
});

test("a hard reload, twice, needs no other", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const first = await start(page);
  for (let round = 0; round < 2; round++) {
    await hardReload(page);
    assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
    let loads = 0;
    page.on("load", () => loads++);
    assert.deepEqual(await start(page), first);
    assert.equal((await json(page, "pagination/offset?limit=1")).total, 200);
    assert.equal(loads, 0);
  }
  assert.deepEqual(site.seen, []);
});

test("a worker that was stopped after the login knows the token", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const { credentials } = await start(page);
  const body = JSON.stringify({ username: credentials.session_user, password: credentials.session_pass });
  const login = { method: "POST", headers: { "content-type": "application/json" }, body };
  const { token } = await json(page, "auth/session_token/login", login);
  await stopWorkers(page);
  const { data } = await json(page, "auth/session_token/data", { headers: { authorization: `Token ${token}` } });
  assert.equal(data.length, 20);
  assert.deepEqual(site.seen, []);
});

test("a worker that is stopped between two pages goes on with the next", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await start(page);
  const rows = await walked(page, () => stopWorkers(page));
  assert.equal(new Set(rows).size, 200);
  assert.deepEqual(rows, await walked(page));
});

/** Moves the clock, and says what it shows. */
const moved = async (page, body) => {
  const headers = { "content-type": "application/json" };
  return (await json(page, "playground/clock", { method: "POST", headers, body: JSON.stringify(body) })).now;
};

test("a worker that was stopped finds the clock where it was moved to", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const settings = { seed: 7, anchor: "2026-01-01T00:00:00Z", moving: true, clock_speed: 0 };
  await start(page, { settings });
  const total = async () => (await json(page, "pagination/page_number")).total_items;
  const clock = async () => (await json(page, "playground/clock")).now;
  assert.deepEqual([await clock(), await total()], ["2026-01-01T00:00:00Z", 200]);
  assert.equal(await moved(page, { advance: "PT2H30M" }), "2026-01-01T02:30:00Z");
  const later = await total();
  assert.notEqual(later, 200);
  await stopWorkers(page);
  assert.deepEqual([await clock(), await total()], ["2026-01-01T02:30:00Z", later]);
  // Moves that come at once are all kept.
  await Promise.all(["PT1H", "PT2H", "PT3H"].map((advance) => moved(page, { advance })));
  await stopWorkers(page);
  await page.reload();
  await start(page, { settings });
  assert.equal(await clock(), "2026-01-01T08:30:00Z");
  const back = await ask(page, "playground/clock", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"to":"2026-01-01T08:00:00Z"}',
  });
  assert.match(back.body, /never goes back: it is 2026-01-01T08:30:00Z/);
});

test("other settings have another clock, and the old ones find theirs again, even after the end", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const settings = { seed: 7, anchor: "2026-01-01T00:00:00Z", clock_speed: 0 };
  const clock = async () => (await json(page, "playground/clock")).now;
  await start(page, { settings });
  assert.equal(await moved(page, { advance: "P1D" }), "2026-01-02T00:00:00Z");
  await page.reload();
  await start(page, { settings: { ...settings, records: 7 } });
  assert.equal(await clock(), "2026-01-01T00:00:00Z");
  assert.equal(await page.evaluate(() => playground.stop()), true);
  await page.reload();
  await start(page, { settings });
  await until(page, async () => (await (await fetch(`${playground.baseUrl}/playground/clock`)).json()).now === "2026-01-02T00:00:00Z");
});

test("two tabs that open at once have one server", LIMIT, async (t) => {
  const site = await host(t);
  const one = await visit(t, site.url);
  const other = await tab(one.context(), site.url);
  const [first, second] = await Promise.all([start(one), start(other)]);
  assert.deepEqual(first, second);
  assert.deepEqual(await walked(one), await walked(other));
});

test("other settings replace the server, unless another page uses it", LIMIT, async (t) => {
  const site = await host(t);
  const one = await visit(t, site.url);
  await start(one, { settings: { records: 7 } });
  const other = await tab(one.context(), site.url);
  const { error } = await start(other, { settings: { records: 8 } });
  assert.match(error, /Another page has started .* with other settings \(.*records=7.*\)/);
  assert.equal((await start(other, { settings: { records: "7" } })).error, undefined);
  await one.close();
  await other.reload();
  assert.equal((await start(other, { settings: { records: 8 } })).settings.records, "8");
  assert.equal((await json(other, "pagination/offset")).total, 8);
});

test("wrong settings are an error that says so, and do no harm", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const unknown = await start(page, { settings: { recrods: 7 } });
  assert.equal(unknown.name, "PlaygroundError");
  assert.match(unknown.error, /Unknown setting 'recrods'. Known settings: /);
  assert.equal((await start(page, { settings: { records: 7 } })).settings.records, "7");
  await page.reload();
  const wrong = await start(page, { settings: { records: 0 } });
  assert.match(wrong.error, /Invalid value for setting 'records'. It should be between 1 and 1000000000/);
  assert.equal((await json(page, `${site.url}pagination/offset`)).total, 7);
});

test("seed, anchor and all else can be given", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const settings = { seed: 7, anchor: "2026-01-01T00:00:00Z", rate_limit: true, capacity: 1 };
  const told = await start(page, { settings });
  assert.deepEqual(told.settings, { seed: "7", anchor: "2026-01-01T00:00:00Z", rate_limit: "true", capacity: "1" });
  // The bucket gets a token each 100 ms: requests that come together find one.
  const waits = await page.evaluate(async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${playground.baseUrl}/pagination/offset`)));
    return answers.filter(({ status }) => status === 429).map(({ headers }) => headers.get("retry-after"));
  });
  assert.ok(waits.length > 0 && waits.every((wait) => wait === "1"), waits.join());
});

test("below a base path everything stays there", LIMIT, async (t) => {
  const site = await host(t, { base: "/a/b/" });
  const page = await visit(t, `${site.url}index.html`);
  const told = await start(page);
  assert.equal(told.baseUrl, site.url.slice(0, -1));
  const { next_page_url } = await json(page, "pagination/next_page_url?per_page=50");
  assert.ok(next_page_url.startsWith(`${site.url}pagination/next_page_url?page=2&`), next_page_url);
  assert.equal((await json(page, next_page_url)).page, 2);
  assert.equal((await ask(page, `http://127.0.0.1:${site.port}/pagination/offset`)).body, "the host itself");
  assert.deepEqual(site.seen, ["GET /pagination/offset"]);
});

test("a page in a folder uses a worker above it", LIMIT, async (t) => {
  const files = { ...build(), "lessons/one.html": document("one") };
  const site = await host(t, { files, base: "/a/" });
  const page = await visit(t, `${site.url}lessons/one.html`);
  const told = await start(page, { kit: "../", base: "../" });
  assert.deepEqual([told.mode, told.baseUrl], ["worker", site.url.slice(0, -1)], told.error);
  const outside = await start(page, { kit: "../", base: "./other/" });
  assert.match(outside.error, /The page \/a\/lessons\/one.html is not below the base \/a\/lessons\/other\//);
});

test("only what is the playground's is answered", LIMIT, async (t) => {
  const own = (_, response) => response.setHeader("content-type", "application/json").end('{"own":true}');
  const files = { ...build(), "data.json": own, form: own };
  const site = await host(t, { files });
  const page = await visit(t, site.url);
  await start(page);
  assert.deepEqual(await json(page, "data.json"), { own: true });
  assert.deepEqual(await json(page, "form", { method: "POST", body: "x" }), { own: true });
  const unknown = await ask(page, "nope");
  assert.deepEqual([unknown.status, unknown.body], [404, '{"error":"Not found"}']);
  // Never a navigation.
  const opened = await page.goto(`${site.url}pagination/offset`);
  assert.deepEqual([opened.status(), opened.fromServiceWorker()], [404, false]);
});

test("without a secure context the page answers, and a reload meets the same server", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, `http://${INSECURE}:${site.port}/`);
  const first = await start(page);
  assert.deepEqual([first.mode, first.controlled], ["direct", false], first.error);
  assert.match(first.notice, /No service worker: the page needs https or localhost/);
  const by = "playground";
  const { data } = await json(page, "pagination/offset?limit=2", { by });
  assert.equal(data.length, 2);
  const unknown = await ask(page, "nope", { by });
  assert.deepEqual([unknown.status, unknown.body], [404, '{"error":"Not found"}']);
  await page.reload();
  assert.deepEqual(await start(page), first);
});

test("an export that is broken off stops, in the worker and in the page", LIMIT, async (t) => {
  const site = await host(t);
  for (const origin of ["127.0.0.1", INSECURE]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    await start(page, { settings: { records: 1_000_000_000 } });
    const error = await page.evaluate(async () => {
      const abort = new AbortController();
      const response = await playground.fetch("export/csv", { signal: abort.signal });
      const reader = response.body.getReader();
      for (let read = 0; read < 5; read++) await reader.read();
      abort.abort();
      return reader.read().catch(({ name }) => name);
    });
    assert.equal(error, "AbortError");
    assert.equal((await json(page, "pagination/offset?limit=1", { by: "playground" })).total, 1_000_000_000);
  }
});

test("an export of a million records takes no more memory than its pieces", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await start(page);
  const memory = await memoryOf(page.context().serviceWorkers()[0]);
  const before = await memory.size();
  const lines = await page.evaluate(async () => {
    const reader = (await fetch("with/records=1000000/export/csv")).body.getReader();
    let lines = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) for (const byte of piece.value) lines += byte === 10;
    return lines;
  });
  assert.ok(lines > 1_000_000, `${lines} lines`);
  const grown = (await memory.size()) - before;
  assert.ok(grown < 1, `${grown} MiB more`);
});

test("a worker is held while an answer streams, to its end or until it is broken off", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  await start(page, { settings: { records: 100_000 } });
  const [worker] = page.context().serviceWorkers();
  await worker.evaluate(() => {
    globalThis.held = { now: 0, ever: 0 };
    const { waitUntil } = ExtendableEvent.prototype;
    ExtendableEvent.prototype.waitUntil = function (promise) {
      if (this instanceof FetchEvent) {
        held.now += 1;
        held.ever += 1;
        promise.then(() => (held.now -= 1));
      }
      return waitUntil.call(this, promise);
    };
  });
  const held = () => worker.evaluate(() => [held.now, held.ever]);
  const open = () => page.evaluate(async () => (await (globalThis.reader = (await fetch("export/csv")).body.getReader()).read()).done);
  for (const [round, end] of [
    async () => reader.cancel(),
    async () => {
      while (!(await reader.read()).done);
    },
  ].entries()) {
    assert.equal(await open(), false);
    assert.deepEqual(await held(), [1, round + 1]);
    await page.evaluate(end);
    for (let look = 0; look < 100 && (await held())[0] > 0; look += 1) await new Promise((later) => setTimeout(later, 20));
    assert.deepEqual(await held(), [0, round + 1]);
  }
  // A whole answer holds nothing.
  await json(page, "pagination/offset");
  assert.deepEqual(await held(), [0, 2]);
});

test("after stop the host answers, and a new start works in the same page", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, site.url);
  const first = await start(page);
  assert.equal(await page.evaluate(() => playground.stop()), true);
  assert.equal((await ask(page, "pagination/offset")).body, "the host itself");
  await stopWorkers(page);
  assert.equal((await ask(page, "pagination/offset")).body, "the host itself");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  const second = await start(page, { settings: { records: 7 } });
  assert.notEqual(second.settings.seed, first.settings.seed);
  assert.equal((await json(page, "pagination/offset")).total, 7);
  const { seed, anchor } = second.settings;
  await page.evaluate(() => playground.stop());
  await start(page, { settings: { seed, anchor, records: 7 } });
  assert.equal((await json(page, "pagination/offset")).total, 7);
});

test("offline after the first load, the site and its API are there", LIMIT, async (t) => {
  const files = { "app.js": 'document.title = "app"', "lessons/index.html": document("lessons") };
  const index = `${document("site")}<script src="app.js"></script>`;
  const site = await host(t, { files: build({ site: true, files: { ...files, "index.html": index } }), base: "/a/" });
  const page = await visit(t, site.url);
  const first = await start(page);
  await site.stop();
  await page.goto(`${site.url}?lesson=2`);
  assert.equal(await page.title(), "app");
  assert.deepEqual(await start(page), first);
  assert.equal((await json(page, "pagination/offset?limit=1")).total, 200);
  assert.equal((await ask(page, "nope")).status, 404);
  await stopWorkers(page);
  await page.goto(`${site.url}lessons/`);
  assert.equal(await page.title(), "lessons");
});

test("a new build waits while a page of the old one is open, and takes over when it is let", LIMIT, async (t) => {
  const of = (version) => build({ version, site: true, files: { "index.html": document(version) } });
  const site = await host(t, { files: of("build 1") });
  const page = await visit(t, site.url);
  const first = await start(page);
  assert.equal(first.version, "build 1");
  site.files = of("build 2");
  await page.reload();
  assert.deepEqual([await page.title(), (await start(page)).version], ["build 1", "build 1"]);
  await until(page, () => globalThis.update);
  assert.equal((await json(page, "pagination/offset?limit=1")).total, 200);
  await page.evaluate(() => update());
  await page.reload();
  const { version, ...told } = await start(page);
  assert.deepEqual([await page.title(), version], ["build 2", "build 2"]);
  assert.deepEqual({ ...told, version: "build 1" }, first);
  const kept = await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0]);
    return (await cache.keys()).map(({ url }) => new URL(url).pathname).sort();
  });
  assert.deepEqual(kept, ["/demo.html", "/index.html", "/index.js", "/playground.wasm"]);
});
