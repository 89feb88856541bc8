// A walk over all people through a page, to its end, while things go wrong: each disturbance costs at most the request it hits, and the
// checker finds the rows complete. The short form; the long one is `cargo xtask soak`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { INSECURE, ask, hardReload, start, stopWorkers, tab, until, visit } from "./support/browser.mjs";
import { build, document, host } from "./support/host.mjs";
import { LIMIT, LONG, PAGES, RECORDS, isDue, walk } from "./support/walk.mjs";

const settings = { seed: "walk", anchor: "2026-11-01T00:00:00Z", records: RECORDS };
/** How often a walk is disturbed where that is not before every page. */
const TIMES = LONG ? 100 : 10;
/** As far as an address of this wasm's memory can lie outside of it. */
const NOWHERE = 0x7fffff00;

/** A page that a worker answers, on a host of its own, which has `quota` bytes of storage if that is given. */
async function opened(t, { quota, ...options } = {}) {
  const site = await host(t, options);
  const page = await visit(t);
  if (quota) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Storage.overrideQuotaForOrigin", { origin: site.url.slice(0, -1), quotaSize: quota });
  }
  await page.goto(site.url);
  const told = await start(page, { settings });
  assert.equal(told.mode, "worker", told.error);
  return { site, page, send: sender(page) };
}

const sender =
  (page, by = "page") =>
  (path, init) =>
    ask(page, path, { by, ...init });
const workerOf = (page) => page.context().serviceWorkers()[0];
/** Waits for the offer of a new build. */
const offered = (page) => until(page, () => globalThis.update);
/** Lets it take over. */
const update = (page) => page.evaluate(() => update().then(() => delete globalThis.update));
const versionOf = async (page) => (await start(page, { settings })).version;
/** Looks for a new build, as browsers do on each visit. */
const look = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));

test("a trap in the worker before every page costs one answer each", LIMIT, async (t) => {
  const { page, send } = await opened(t);
  const trap = () => workerOf(page).evaluate(async (nowhere) => ((await server()).playground.__wbg_ptr = nowhere), NOWHERE);
  assert.deepEqual(await walk(send, trap), Array(PAGES).fill(500));
});

test("a trap in the page's own wasm before every page costs one answer each", LIMIT, async (t) => {
  const site = await host(t);
  const page = await visit(t, `http://${INSECURE}:${site.port}/`);
  // The kit loads the same script, which defines its server once.
  await page.evaluate(async () => {
    await import("./playground.js");
    connectorPlayground.Server = class extends connectorPlayground.Server {
      constructor(...made) {
        super(...made);
        globalThis.running = this;
      }
    };
  });
  assert.equal((await start(page, { settings })).mode, "direct");
  const trap = () => page.evaluate((nowhere) => void (running.playground.__wbg_ptr = nowhere), NOWHERE);
  assert.deepEqual(await walk(sender(page, "playground"), trap), Array(PAGES).fill(500));
});

// The instance is spoilt, whatever else in it goes on to its end.
test("a trap in one of two streams leaves no page to the instance that it spoilt", LIMIT, async (t) => {
  const { page, send } = await opened(t);
  await workerOf(page).evaluate(async () => {
    const [{ Instance }, Stream] = [WebAssembly, ReadableStream];
    globalThis.made = { instances: 0, sources: [] };
    WebAssembly.Instance = function (module, imports) {
      made.instances += 1;
      const instance = new Instance(module, imports);
      made.memory = instance.exports.memory;
      return instance;
    };
    // biome-ignore lint/suspicious/noGlobalAssign: the worker under test is to meet it.
    ReadableStream = class extends Stream {
      constructor(source, strategy) {
        super(source, strategy);
        made.sources.push(source);
      }
    };
    // A server in an instance that is seen.
    starting = undefined;
    await server();
  });
  let traps = 0;
  const failures = await walk(send, async (number) => {
    if (!isDue(number, TIMES / 2)) return;
    traps += 1;
    await page.evaluate(async () => {
      const open = async () => {
        const reader = (await fetch("with/records=1000000/export/csv")).body.getReader();
        await reader.read();
        return reader;
      };
      globalThis.readers = [await open(), await open()];
    });
    // What its source holds, after the count of its borrows, is where the body is.
    await workerOf(page).evaluate((nowhere) => {
      new DataView(made.memory.buffer).setUint32(made.sources.at(-2).__wbg_ptr + 4, nowhere, true);
    }, NOWHERE);
    const ends = await page.evaluate(async () => {
      /** How a stream goes on for some megabytes. */
      const read = async (reader) => {
        for (let bytes = 0; bytes < 4_000_000; ) {
          const { done, value } = await reader.read();
          if (done) return "ended";
          bytes += value.length;
        }
        await reader.cancel();
        return "goes on";
      };
      return [await read(readers[0]).catch(() => "broken off"), await read(readers[1])];
    });
    assert.deepEqual(ends, ["broken off", "goes on"]);
  });
  assert.deepEqual(failures, []);
  assert.equal(await workerOf(page).evaluate(() => made.instances), 1 + traps);
});

/** Puts something else in place of all that a cache has. */
const spoilCache = (page) =>
  page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      const type = { headers: { "content-type": "application/wasm" } };
      for (const key of await cache.keys()) await cache.put(key, new Response("rubbish", type));
    }
  });
const wipeCache = (page) => page.evaluate(async () => void (await Promise.all((await caches.keys()).map((name) => caches.delete(name)))));

for (const [what, harm] of [
  ["wiped", wipeCache],
  ["spoilt", spoilCache],
]) {
  test(`a cache that is ${what} between pages costs nothing but a fetch, even of a worker that is killed`, LIMIT, async (t) => {
    let fetched = 0;
    const files = build();
    const wasm = files["playground.wasm"];
    files["playground.wasm"] = (_request, response) => {
      fetched += 1;
      response.setHeader("content-type", "application/wasm").end(wasm);
    };
    const { page, send, site } = await opened(t, { files });
    let times = 0;
    const failures = await walk(send, async (number) => {
      await harm(page);
      if (!isDue(number, TIMES)) return;
      times += 1;
      await stopWorkers(page);
    });
    assert.deepEqual(failures, []);
    assert.equal(fetched, 1 + times);
    // What was fetched is kept.
    await stopWorkers(page);
    assert.equal((await send("pagination/offset?limit=1")).status, 200);
    await site.stop();
    await stopWorkers(page);
    assert.equal((await send("pagination/offset?limit=1")).status, 200);
  });
}

test(`a worker that is killed ${TIMES} times between pages costs nothing`, LIMIT, async (t) => {
  const { page, send, site } = await opened(t);
  await site.stop();
  let kills = 0;
  const failures = await walk(send, async (number) => {
    if (!isDue(number, TIMES)) return;
    kills += 1;
    await stopWorkers(page);
  });
  assert.deepEqual([failures, kills], [[], TIMES]);
});

test(`a worker that is killed ${TIMES} times in the middle of requests costs at most those`, LIMIT, async (t) => {
  const { page, send } = await opened(t);
  let [kills, number] = [0, 0];
  const disturbed = async (path, init) => {
    const due = isDue((number += 1), TIMES) && kills < TIMES;
    if (!due) return send(path, init);
    kills += 1;
    const [answer] = await Promise.allSettled([send(path, init), stopWorkers(page)]);
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  };
  const failures = await walk(disturbed);
  assert.equal(kills, TIMES);
  assert.ok(failures.length <= kills, failures.join("; "));
  t.diagnostic(`${kills} kills, ${failures.length} requests failed`);
});

test("a file that streams while its worker is killed breaks off, and is never short without a sign", LIMIT, async (t) => {
  const { page } = await opened(t);
  for (let kill = 0; kill < TIMES / 10 + 1; kill += 1) {
    await page.evaluate(async () => {
      globalThis.reader = (await fetch("with/records=1000000/export/csv")).body.getReader();
      await reader.read();
    });
    await stopWorkers(page);
    const end = await page.evaluate(async () => {
      for (;;) {
        const { done } = await reader.read().catch(() => ({ done: "broken off" }));
        if (done) return done;
      }
    });
    assert.equal(end, "broken off");
  }
});

test("new builds that take over in the middle of a walk cost nothing", LIMIT, async (t) => {
  const { page, send, site } = await opened(t, { files: build({ version: "build 0" }) });
  let builds = 0;
  const failures = await walk(send, async (number) => {
    if (!isDue(number, TIMES / 5)) return;
    site.files = build({ version: `build ${(builds += 1)}` });
    await look(page);
    await offered(page);
    // Those that still wait and those that took over are killed alike.
    if (builds % 2) await stopWorkers(page);
    await update(page);
    if (builds % 2 === 0) await stopWorkers(page);
  });
  assert.deepEqual([failures, await versionOf(page)], [[], `build ${builds}`]);
});

test("two tabs of different builds walk at once, while the newer one takes over both", LIMIT, async (t) => {
  const of = (version) => build({ version, site: true, files: { "index.html": document(version) } });
  const { page: one, send, site } = await opened(t, { files: of("build 1") });
  site.files = of("build 2");
  const other = await tab(one.context(), site.url);
  await hardReload(other);
  assert.deepEqual([await one.title(), await other.title(), await versionOf(other)], ["build 1", "build 2", "build 1"]);
  // Between their pages: browsers put off a new worker while the old one has requests, and a watched one never rests by itself in Chromium.
  let meet;
  const met = new Promise((done) => (meet = done));
  const taken = met.then(() => offered(other)).then(() => update(other));
  const between = (reached) => async (number) => number === PAGES / 2 && void (reached(), await taken);
  assert.deepEqual(
    await Promise.all([
      walk(send, between(meet)),
      walk(
        sender(other),
        between(() => {}),
      ),
    ]),
    [[], []],
  );
  assert.equal(await versionOf(one), "build 2");
});

test("two builds below one another walk at once, each with what is its own", LIMIT, async (t) => {
  const inner = Object.entries(build({ version: "build 2" })).map(([name, file]) => [`next/${name}`, file]);
  const { page: one, send, site } = await opened(t, { files: { ...build({ version: "build 1" }), ...Object.fromEntries(inner) } });
  const other = await tab(one.context(), `${site.url}next/`);
  assert.equal(await versionOf(other), "build 2");
  const kill = (page) => async (number) => isDue(number, TIMES / 5) && void (await stopWorkers(page));
  assert.deepEqual(await Promise.all([walk(send, kill(one)), walk(sender(other))]), [[], []]);
  assert.equal(await versionOf(one), "build 1");
});

test("a worker that lost its files to a new build gives way to it", LIMIT, async (t) => {
  const { page, send, site } = await opened(t, { files: build({ version: "build 1" }) });
  const failures = await walk(send, async (number) => {
    if (number !== PAGES / 2) return;
    site.files = build({ version: "build 2" });
    await wipeCache(page);
    await stopWorkers(page);
  });
  assert.ok(
    failures.every((status) => status === 503),
    failures.join("; "),
  );
  t.diagnostic(`${failures.length} answers with status 503`);
  assert.equal(await versionOf(page), "build 2");
  // So does one that a visit finds that way.
  site.files = build({ version: "build 3" });
  await wipeCache(page);
  await stopWorkers(page);
  await page.reload();
  assert.equal(await versionOf(page), "build 3");
});

test("without room to keep anything, killed workers fetch what they need", LIMIT, async (t) => {
  const { page, send } = await opened(t, { quota: 1000 });
  let kills = 0;
  const failures = await walk(send, async (number) => {
    if (!isDue(number, TIMES)) return;
    kills += 1;
    await stopWorkers(page);
  });
  assert.deepEqual([failures, kills], [[], TIMES]);
  assert.ok(
    page.said.some((text) => /QuotaExceeded/.test(text)),
    page.said.join("\n"),
  );
});

test("where a page has filled the storage, a new build takes over all the same", LIMIT, async (t) => {
  const { page, send, site } = await opened(t, { files: build({ version: "build 1" }), quota: 5_000_000 });
  const full = await page.evaluate(async () => {
    const cache = await caches.open("the page's own");
    for (let n = 0, size = 1_000_000; ; n += 1) {
      const problem = await cache.put(`/filling/${n}`, new Response(new Uint8Array(size))).catch(({ name }) => name);
      if (problem && (size /= 10) < 100) return problem;
    }
  });
  assert.equal(full, "QuotaExceededError");
  const failures = await walk(send, async (number) => {
    if (isDue(number, TIMES / 2)) await stopWorkers(page);
    if (number !== PAGES / 2) return;
    site.files = build({ version: "build 2" });
    await look(page);
    await offered(page);
    await update(page);
  });
  assert.deepEqual([failures, await versionOf(page)], [[], "build 2"]);
});
