// The app as the views use it: sending, running, judging, keeping.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lessons, memory, playground, started } from "./support/app.mjs";

/** Waits for a state. */
const until = async (app, holds) => {
  for (let n = 0; n < 200 && !holds(app.state); n += 1) await new Promise((done) => setTimeout(done, 10));
  assert.ok(holds(app.state));
};

test("sends the draft, shows the exchange and judges", async () => {
  const { app } = await started();
  assert.equal(app.state.server.state, "ready");
  assert.deepEqual(
    app.state.checks.map(({ state }) => state),
    ["open", "open"],
  );
  await app.send();
  const [exchange] = app.state.exchanges;
  assert.deepEqual([exchange.status, exchange.path, exchange.rows, app.state.shown], [200, "/pagination/offset?limit=5", 5, exchange.id]);
  assert.deepEqual(
    app.state.checks.map(({ state }) => state),
    ["holds", "open"],
  );
  app.takeSolution();
  await app.send();
  assert.ok(app.state.work.ask.done);
  app.reset();
  assert.deepEqual([app.state.work.ask.done, app.state.exchanges.length, app.state.checks[0].state], [true, 0, "open"]);
});

test("shows what there is to land before the first run, and judges a run", async () => {
  const { app } = await started({ hash: "#/walk" });
  await until(app, ({ destination }) => destination.truth === 120);
  assert.equal(app.state.destination.sentence, "0 of 120 rows landed; 120 are missing.");
  await app.run();
  assert.equal(app.state.run.state, "ended");
  assert.deepEqual(app.state.checks[0], { id: "all", text: "All", state: "fails", why: "Rows are missing." });
  assert.equal(app.state.destination.totals.missing, 70);
  app.takeSolution();
  await app.run();
  assert.equal(app.state.destination.sentence, "All 120 rows landed, each once and up to date.");
  assert.equal(app.state.destination.verdict.verdict, "complete");
  assert.deepEqual(app.state.run.checkpoint, { runs: 2 });
  assert.deepEqual(
    app.state.exchanges.map(({ sync }) => sync),
    [1, 1, 1, 2, 2, 2],
  );
  assert.ok(app.state.work.walk.done);
});

test("a second run stops the first", async () => {
  const { app } = await started({ hash: "#/walk" });
  app.setCode("async function sync(api) { for (;;) await api('/health'); }");
  const first = app.run();
  await until(app, ({ exchanges }) => exchanges.length > 3);
  app.setCode("async function sync(api) { await api('/health'); }");
  await app.run();
  await first;
  assert.deepEqual([app.state.run.state, app.state.exchanges.length], ["ended", 2]);
});

test("a request that the sync does not wait for counts as asked", async () => {
  const { app } = await started({ hash: "#/free" });
  app.setCode("async function sync(api) { api('/health'); }");
  await app.run();
  assert.deepEqual([app.state.run.state, app.state.run.requests, app.state.exchanges.length], ["ended", 1, 1]);
});

test("keeps what was typed, and forgets it", async () => {
  const storage = memory();
  const { app } = await started({ storage });
  app.setRequest({ path: "/health" });
  await app.setSettings({ records: "7" });
  const again = (await started({ storage })).app;
  assert.equal(again.state.work.ask.request.path, "/health");
  assert.equal(again.state.settings.records, "7");
  app.forget();
  assert.equal(storage.kept.size, 0);
  assert.equal(app.state.work.ask.request.path, "/pagination/offset");
});

test("tabs of one page keep each other's work and settings", async () => {
  const storage = memory();
  const [one, other] = [(await started({ storage })).app, (await started({ storage, hash: "#/walk" })).app];
  const {
    state: {
      work: { walk: fresh },
    },
  } = other;
  one.takeSolution();
  await one.send();
  await one.setSettings({ records: "70" });
  one.openLesson("free");
  one.setCode("// one's");
  other.setCode("// the other's");
  assert.deepEqual([other.state.work.free.code, other.state.work.ask.done, other.state.settings], ["// one's", true, {}]);
  // Of one lesson, what was changed last.
  one.openLesson("walk");
  one.showHint();
  assert.deepEqual(one.state.work.walk, { ...fresh, code: "// the other's", hint: true });
  one.setCode("// one's, later");
  other.showSolution();
  const { work, settings } = (await started({ storage })).app.state;
  assert.deepEqual(work.walk, { ...fresh, code: "// one's, later", hint: true, solution: true });
  assert.deepEqual([work.free.code, work.ask.done, settings], ["// one's", true, { records: "70" }]);
  one.forget();
  other.setCode("// new");
  assert.deepEqual(JSON.parse([...storage.kept.values()][0]).work, { walk: { code: "// new" } });
});

test("refuses settings that the server does not take", async () => {
  const { app } = await started();
  assert.match(await app.setSettings({ records: "many" }), /^The server does not take this: Invalid value/);
  assert.deepEqual(app.state.settings, {});
  assert.equal(await app.setSettings({ records: "10" }), null);
  assert.equal(await app.setSettings({ records: "" }), null);
  assert.deepEqual(app.state.settings, {});
});

test("imports what it exports, and no rubbish", async () => {
  const { app } = await started();
  app.setCode("kept");
  const text = app.exportProgress();
  app.reset();
  for (const rubbish of ["", "{", "[]", "null", '{"kind":"other"}', text.replace('"version": 1', '"version": 2')]) {
    const before = app.state.work;
    assert.match(app.importProgress(rubbish), /\.$/);
    assert.equal(app.state.work, before);
  }
  assert.equal(app.importProgress(text), null);
  assert.equal(app.state.work.ask.code, "kept");
});

test("takes a link's request and settings once", async () => {
  const { app } = await started({ hash: "#/free" });
  await app.setSettings({ ties: "5" });
  app.setRequest({ path: "/päth", query: [{ name: "a", value: "b&c", on: false }] });
  const { hash } = new URL((await app.link()).url);
  const other = await started({ hash });
  assert.deepEqual(other.app.state.work.free.request, app.state.work.free.request);
  assert.equal(other.app.state.settings.ties, "5");
  assert.equal(other.location.hash, "#/free");
  assert.match((await started({ hash: "#/walk?request=AAAA" })).app.state.notice, /^The link is broken: its request/);
});

test("goes where the address says, and nowhere for another part of the page", async () => {
  const { app, location } = await started({ hash: "#/reference" });
  assert.equal(app.state.view, "reference");
  await until(app, ({ openapi }) => openapi.state === "ready");
  await app.tryEndpoint(app.state.openapi.endpoints.find(({ path }) => path === "/health"));
  assert.deepEqual([app.state.view, app.state.tried.exchange.status], ["reference", 200]);
  app.openInSandbox();
  assert.deepEqual([app.state.view, app.state.lesson.id, location.hash], ["lesson", "free", "#/free"]);
  await app.send();
  assert.equal(app.state.exchanges[0].status, 200);
  app.openReference();
  app.openLesson("free");
  assert.equal(app.state.exchanges.length, 1);
  assert.match((await started({ hash: "#/none" })).app.state.notice, /no lesson ‘none’/);
  assert.equal((await started({ hash: "#work" })).app.state.notice, null);
});

test("says what is wrong with the draft, and keeps it", async () => {
  const { app } = await started();
  app.setRequest({ headers: [{ name: "X Y", value: "1", on: true }] });
  await app.send();
  assert.deepEqual([app.state.requestProblem.field, app.state.requestProblem.index, app.state.exchanges.length], ["headers", 0, 0]);
  assert.equal(app.state.said, app.state.requestProblem.text);
  app.setRequest({ headers: [] });
  assert.equal(app.state.requestProblem, null);
});

test("goes on where nothing can be kept, or the playground does not start", async () => {
  const refusing = () => {
    throw new Error("denied");
  };
  const { app } = await started({ storage: { getItem: refusing, setItem: refusing, removeItem: refusing } });
  app.setCode("x");
  assert.match(app.state.notice, /keeps nothing between visits/);
  assert.equal(app.state.work.ask.code, "x");
  app.dismiss();
  app.setCode("y");
  assert.equal(app.state.notice, null);
  const failing = (await started({ server: Promise.reject(new Error("no wasm")) })).app;
  assert.match(failing.state.server.error, /^The playground does not start: no wasm\. Reload the page/);
  await failing.send();
  assert.match(failing.state.requestProblem.text, /^No server answers\. Reload the page/);
  await failing.run();
  assert.match(failing.state.said, /not started yet/);
});

test("a run changes the state about ten times a second, however much lands", async () => {
  const { app } = await started({ hash: "#/free" });
  app.setCode("async function sync(api, land) { for (let n = 0; n < 100; n += 1) { await api('/health'); await land([]); } }");
  let changes = 0;
  app.subscribe(() => (changes += 1));
  const from = performance.now();
  await app.run();
  assert.equal(app.state.run.requests, 100);
  assert.ok(changes < 12 + (performance.now() - from) / 100, `${changes} changes`);
});

test("a truth that does not come is said, and the sync runs all the same", async () => {
  const server = await playground();
  const away = () => Response.json({ error: "Gone fishing" }, { status: 503 });
  const ask = async (url, init) => (url.includes("/export/ndjson") ? away() : server.fetch(url, init));
  const { app } = await started({ hash: "#/free", server: { ...server, fetch: ask } });
  await app.run();
  assert.match(app.state.destination.problem, /^The rows to compare with did not come: Gone fishing\./);
  assert.deepEqual([app.state.run.state, app.state.destination.verdict.verdict], ["ended", "complete"]);
});

test("takes each request of a solution by its place", async () => {
  const solution = [
    { method: "GET", path: "/health" },
    { method: "GET", path: "/people" },
  ];
  const { app } = await started({ more: [{ ...lessons[0], id: "two", solution }, lessons.at(-1)], hash: "#/two" });
  app.takeSolution(1);
  assert.equal(app.state.work.two.request.path, "/people");
  app.takeSolution(2);
  app.takeSolution();
  assert.deepEqual([app.state.work.two.request.path, app.state.work.two.request.query], ["/health", []]);
});

test("shows the last answer of a run that went wrong, if none is shown", async () => {
  const { app } = await started({ hash: "#/free" });
  app.setCode("async function sync(api) { for (const path of ['/nowhere', '/health']) await api(path); }");
  await app.run();
  assert.equal(app.state.exchanges.find(({ id }) => id === app.state.shown).path, "/nowhere");
});
