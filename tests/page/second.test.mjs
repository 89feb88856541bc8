// The hidden second run, as the page's model has it: after a run whose own checks hold, and never seen among its exchanges.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lessons, playground, startHere, started } from "./support/app.mjs";

const walk = lessons.find(({ id }) => id === "walk");
const twice = { ...walk, id: "twice", settings: { seed: "a", records: "120" }, second: [{ settings: { seed: "b", records: "170" } }] };
const more = [...lessons, twice];
const row = ({ checks }) => checks.find(({ id }) => id === "second");

test("a lesson with other data has a row for it, and is done only when that holds too", async () => {
  const { app } = await started({ more, hash: "#/twice" });
  assert.equal(row(app.state).state, "open");
  const states = [];
  app.subscribe(({ second }) => states.at(-1) !== second.state && states.push(second.state));
  app.setCode(twice.solution);
  await app.run();
  assert.deepEqual(states, ["waits", "running", "held"]);
  assert.deepEqual([row(app.state).state, app.state.second.rows, app.state.work.twice.done], ["holds", 170, true]);
  assert.ok(app.state.exchanges.every(({ path }) => !path.includes("seed=b")));
  assert.equal(app.state.exchanges.length, app.state.run.requests);
});

test("what knows the first data by heart fails on the second, with the reason", async () => {
  const { app } = await started({ more, hash: "#/twice" });
  app.setCode(`async function sync(api, land) {
    for (const page of [1, 2, 3]) await land((await (await api("/pagination/page_number?per_page=50&page=" + page)).json()).data);
  }`);
  await app.run();
  assert.deepEqual([row(app.state).state, row(app.state).why], ["fails", "In the second run: Rows are missing."]);
  assert.deepEqual([app.state.second.destination.totals.missing, app.state.work.twice.done], [20, false]);
});

test("no second run where a check fails, and a lesson without other data has no row", async () => {
  const { app } = await started({ more, hash: "#/twice" });
  await app.run();
  assert.deepEqual([app.state.second.state, row(app.state).state], ["waits", "open"]);
  app.openLesson("walk");
  assert.equal(row(app.state), undefined);
});

test("it goes on where the person goes on to another lesson, and counts", async () => {
  const { app } = await started({ more, hash: "#/twice" });
  app.setCode(twice.solution);
  const leave = app.subscribe(({ second }) => second.state === "running" && (leave(), queueMicrotask(() => app.openLesson("walk"))));
  await app.run();
  assert.deepEqual([app.state.lesson.id, app.state.second.state, app.state.work.twice.done], ["walk", "waits", true]);
  assert.equal(app.state.said, "The lesson ‘Walk’ is done.");
  assert.equal(app.state.run.state, "never");
  app.openLesson("twice");
  assert.deepEqual([row(app.state).state, app.state.second.rows, app.state.run.state], ["holds", 170, "ended"]);
});

test("a sync that rightly ends with an error is told so, without a picture of what is missing; one that swallows it, with the request", async () => {
  const { lessons: real } = await import("../../www/lessons/index.js");
  const { right, wrong } = await import("./solutions/companies.mjs");
  const { app } = await started({ more: real, hash: "#/companies", server: await playground({ now: undefined }) });
  app.setCode(right["decides for each status"]);
  await app.run();
  assert.match(row(app.state).text, /: the API answered 429, and the sync ended with that error instead of losing rows in silence\.$/);
  assert.deepEqual([row(app.state).state, app.state.second.destination, app.state.work.companies.done], ["holds", null, true]);
  app.setCode(wrong["swallows every error"][1]);
  await app.run();
  assert.match(
    row(app.state).why,
    /^In the second run: \/cursors\/\S+ was answered with 429, and the sync took it for an empty list: of \d+ rows, \d+ are missing\.$/,
  );
});

test("a check of what was never met stays open", async () => {
  const { lessons: real } = await import("../../www/lessons/index.js");
  const { app } = await started({ more: real, hash: "#/limits", server: await playground({ now: undefined }) });
  await app.run();
  assert.equal(app.state.checks.find(({ id }) => id === "waits").state, "open");
});

/** A tab that goes to the background and comes back. */
function tabOf() {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const turn = (state) => () => {
    tab.visibilityState = state;
    tab.dispatchEvent(new Event("visibilitychange"));
  };
  return { tab, leave: turn("hidden"), comeBack: turn("visible") };
}

test("a run that was slowed down in the background until its time was over says nothing: it is made again in front", async () => {
  const { Second } = await import("../../www/model/second.js");
  const { watchTab } = await import("../../www/model/tab.js");
  const server = await playground();
  const { tab, leave, comeBack } = tabOf();
  let runs = 0;
  /** The first run lasts until its time is over. */
  const startSync = (job) => {
    runs += 1;
    if (runs > 1) return startHere(job);
    leave();
    return { ended: Promise.resolve({ state: {}, error: { what: "Stopped.", help: "" }, stopped: true, seconds: 5 }), stop() {} };
  };
  const one = { ...twice, syncs: 1 };
  const parts = {
    lesson: one,
    settings: one.settings,
    first: [],
    server,
    credentials: {},
    startSync,
    now: () => 0,
    watch: () => watchTab(tab),
  };
  let told;
  const outcome = new Second(parts).go(one.solution).then((found) => (told = found));
  for (let n = 0; n < 50; n += 1) await new Promise((done) => setTimeout(done));
  assert.deepEqual([runs, told], [1, undefined]);
  comeBack();
  assert.deepEqual([(await outcome).state, runs], ["held", 2]);

  // In front, it has failed.
  runs = 0;
  const fails = await new Second({ ...parts, watch: () => watchTab(undefined) }).go(one.solution);
  assert.deepEqual([fails.state, runs], ["failed", 1]);
});

test("a lesson may have several hidden runs, and each of them must hold", async () => {
  const both = { ...twice, second: [twice.second[0], { settings: { seed: "c", records: "190" } }] };
  const { app } = await started({ more: [...lessons, both], hash: "#/twice" });
  app.setCode(twice.solution);
  await app.run();
  assert.deepEqual([row(app.state).state, app.state.second.rows], ["holds", 190]);
  app.setCode(
    twice.solution.replace("while (path)", "for (let page = 1; path && page <= 4; page++)").replace("per_page=50", "per_page=45"),
  );
  await app.run();
  assert.deepEqual([row(app.state).state, app.state.second.rows], ["fails", 190]);
});
