// Send and Run pressed before the server answers: they are done once it does, once, and not where the person has gone on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, lessons, memory, playground, startHere } from "./support/app.mjs";

/** An app whose server answers when it is told to. */
async function starting({ hash = "" } = {}) {
  const { createApp } = await import("../../www/model/app.js");
  const location = {
    hash,
    get href() {
      return `${BASE}/${this.hash}`;
    },
  };
  let answer;
  const connect = () => new Promise((resolve, reject) => (answer = { comes: async () => resolve(await playground()), fails: reject }));
  const app = createApp({ lessons, storage: memory(), session: memory(), location, connect, startSync: startHere });
  const started = app.start();
  return { app, answer: { comes: async () => (await answer.comes(), started), fails: async (error) => (answer.fails(error), started) } };
}

test("a Send before the server answers is sent once it does, once", async () => {
  const { app, answer } = await starting();
  const presses = [app.send(), app.send()];
  assert.deepEqual([app.state.pressed, app.state.requestProblem], ["send", null]);
  assert.match(app.state.said, /The server is starting/);
  await answer.comes();
  await Promise.all(presses);
  assert.deepEqual([app.state.pressed, app.state.exchanges.map(({ status }) => status)], [null, [200]]);
  assert.equal(app.state.checks[0].state, "holds");
});

test("a Run before the server answers runs once it does", async () => {
  const { app, answer } = await starting({ hash: "#/walk" });
  const run = app.run();
  assert.equal(app.state.pressed, "run");
  await answer.comes();
  await run;
  assert.deepEqual([app.state.pressed, app.state.run.state, app.state.run.syncs], [null, "ended", 2]);
});

test("what was sent is the draft as it is then", async () => {
  const { app, answer } = await starting();
  const sent = app.send();
  app.setRequest({ path: "/health", query: [] });
  await answer.comes();
  await sent;
  assert.equal(app.state.exchanges[0].path, "/health");
});

test("whoever leaves takes it back", async () => {
  for (const leave of [(app) => app.openLesson("walk"), (app) => app.openReference()]) {
    const { app, answer } = await starting();
    const sent = app.send();
    leave(app);
    assert.equal(app.state.pressed, null);
    await sent;
    await answer.comes();
    app.openLesson("ask");
    assert.deepEqual(app.state.exchanges, []);
  }
});

test("a server that does not come is told", async () => {
  const { app, answer } = await starting();
  const sent = app.send();
  await answer.fails(new Error("no wasm"));
  await sent;
  assert.deepEqual([app.state.pressed, app.state.exchanges], [null, []]);
  assert.match(app.state.requestProblem.text, /^No server answers\./);
});
