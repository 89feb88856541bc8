// A lesson that was left: its last run is there again, and what still runs goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { started } from "./support/app.mjs";

const parts = ({ run, checks, destination, exchanges, shown, second }) => ({ run, checks, destination, exchanges, shown, second });

test("whoever comes back finds the last run, its answers and what is shown", async () => {
  const { app } = await started({ hash: "#/walk" });
  await app.run();
  app.setRequest({ path: "/health" });
  await app.send();
  app.show(app.state.exchanges[0].id);
  const before = parts(app.state);
  app.openLesson("ask");
  assert.deepEqual([app.state.run.state, app.state.exchanges, app.state.shown], ["never", [], null]);
  app.openLesson("free");
  app.openLesson("walk");
  assert.deepEqual(parts(app.state), before);
  assert.deepEqual([app.state.run.state, app.state.checks[0].state], ["ended", "fails"]);
  // What is done now goes on from there.
  await app.send();
  assert.equal(app.state.exchanges.length, before.exchanges.length + 1);
});

test("a run goes on where its lesson was left, and counts", async () => {
  const { app } = await started({ hash: "#/walk" });
  app.takeSolution();
  const run = app.run();
  app.openLesson("ask");
  await app.send();
  await run;
  assert.deepEqual(
    [app.state.run.state, app.state.exchanges.length, app.state.work.walk.done, app.state.work.ask.done],
    ["never", 1, true, false],
  );
  app.openLesson("walk");
  assert.deepEqual([app.state.run.state, app.state.checks[0].state, app.state.run.landed], ["ended", "holds", 240]);
});

test("an answer that comes when its lesson was left is not another's, and leaves nothing waiting", async () => {
  const { app } = await started({ hash: "#/walk" });
  await app.run();
  const sent = app.send();
  app.openLesson("ask");
  await sent;
  assert.deepEqual([app.state.sending, app.state.exchanges], [false, []]);
  app.openLesson("walk");
  assert.deepEqual([app.state.sending, app.state.exchanges.filter(({ by }) => by === "hand")], [false, []]);
});

test("other settings, a start over and all that is forgotten begin anew", async () => {
  const { app } = await started({ hash: "#/free" });
  await app.run();
  app.openLesson("walk");
  await app.setSettings({ records: "70" });
  app.openLesson("free");
  assert.equal(app.state.run.state, "never");
  await app.run();
  app.openLesson("walk");
  await app.run();
  app.reset();
  assert.equal(app.state.run.state, "never");
  app.forget();
  app.openLesson("free");
  assert.equal(app.state.run.state, "never");
});

test("what is very large is not kept", async () => {
  const { app } = await started({ hash: "#/free" });
  app.setCode(`async function sync(api, land) {
    for (let n = 0; n < 30; n += 1) await land(Array.from({ length: 1000 }, (_, at) => ({ id: String(n * 1000 + at) })));
  }`);
  await app.run();
  assert.equal(app.state.run.landed, 30_000);
  app.openLesson("walk");
  app.openLesson("free");
  assert.equal(app.state.run.state, "never");
});
