// "Try it" of the reference: every endpoint is answered where it stands, whatever has to come first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "../../www/model/trying.js";
import { playground, started } from "./support/app.mjs";

/** The reference, its endpoints loaded. */
async function reference(server) {
  const { app, location } = await started({ hash: "#/reference", server });
  for (let n = 0; n < 200 && app.state.openapi.state !== "ready"; n += 1) await new Promise((done) => setTimeout(done, 10));
  const one = (path) => app.state.openapi.endpoints.find((endpoint) => endpoint.path === path);
  return { app, location, one };
}

test("every endpoint is answered; the login and a known key come first where they are needed", async () => {
  // A clock that stands still is not moved.
  const { app, one } = await reference(await playground({ now: undefined }));
  for (const endpoint of app.state.openapi.endpoints) {
    await app.tryEndpoint(endpoint);
    const { exchange, problem, id } = app.state.tried;
    assert.deepEqual([id, problem], [endpoint.id, null]);
    // The credentials are for pages of servers.
    const refused = endpoint.path === "/playground/credentials";
    assert.equal(
      exchange.status >= 200 && exchange.status < 300,
      !refused,
      `${endpoint.path} ${exchange.status} ${exchange.text.slice(0, 200)}`,
    );
  }
  await app.tryEndpoint(one("/auth/session_token/data"));
  assert.match(app.state.tried.draft.headers[0].value, /^Token \S{20,}/);
  assert.match(app.state.tried.note, /session_token\/login came first/);
  await app.tryEndpoint(one("/playground/check"));
  const { landed, unknown, missing } = JSON.parse(app.state.tried.exchange.text);
  assert.deepEqual([landed, unknown.count, missing.count], [1, 0, 199]);
  assert.match(app.state.said, /^Answer 200: /);
});

test("the examples' moments part the rows of any server", async () => {
  const server = await playground({ anchor: "2027-05-06T07:08:09Z", now: "2027-05-06T07:08:09Z" });
  const { app, one } = await reference(server);
  for (const path of ["/incremental/timestamp", "/pagination/keyset"]) {
    await app.tryEndpoint(one(path));
    const { exchange } = app.state.tried;
    assert.ok(exchange.rows > 0 && exchange.rows < 50, `${exchange.path}: ${exchange.rows}`);
  }
  const body = { body: '{"a":"2025-12-31T22:00:00Z"}', query: [{ name: "since", value: "2025-12-31T22:00:00Z", on: true }] };
  const { query, body: later } = moved(body, "2026-02-01T00:00:00Z");
  assert.deepEqual([query[0].value, later], ["2026-01-31T22:00:00Z", '{"a":"2026-01-31T22:00:00Z"}']);
});

test("it asks as the sandbox does, and goes on there with the same request", async () => {
  const { app, location, one } = await reference();
  await app.setSettings({ records: "3" });
  await app.tryEndpoint(one("/pagination/offset"));
  assert.equal(JSON.parse(app.state.tried.exchange.text).total, 3);
  const { draft } = app.state.tried;
  app.openInSandbox();
  assert.deepEqual([app.state.view, location.hash, app.state.work.free.request], ["lesson", "#/free", draft]);
  // The sandbox had a request as it came, so that there is none to be kept.
  assert.equal(app.state.requestBefore, null);
});

test("a request of one's own in the sandbox is kept when another opens there", async () => {
  const { app, one } = await reference();
  const asked = () => app.state.work.free.request;
  app.openLesson("free");
  app.setRequest({ method: "POST", path: "/mine", body: "mine" });
  const mine = asked();
  app.openReference();
  await app.tryEndpoint(one("/pagination/offset"));
  app.openInSandbox();
  assert.equal(asked().path, "/pagination/offset");
  // It is kept whatever is done with the other.
  app.setRequest({ path: "/pagination/offset?limit=7" });
  await app.send();
  app.bringBack();
  assert.deepEqual([asked(), app.state.requestBefore], [mine, null]);
  app.paste("/health?a=1");
  assert.deepEqual([asked().body, app.state.requestBefore], ["", { lesson: "free", request: mine }]);
  app.bringBack();
  assert.deepEqual(asked(), mine);
});

test("without credentials, session data says where to give them", async () => {
  const { app, one } = await reference({ ...(await playground()), credentials: {} });
  await app.tryEndpoint(one("/auth/session_token/data"));
  assert.match(app.state.tried.problem, /type them in the Server drawer/);
});

test("each endpoint and each group has an address", async () => {
  const { app, location } = await started({ hash: "#/reference/pagination-offset" });
  assert.deepEqual([app.state.view, app.state.entry], ["reference", "pagination-offset"]);
  app.openReference("exports");
  assert.equal(location.hash, "#/reference/exports");
  app.openReference();
  assert.deepEqual([location.hash, app.state.entry], ["#/reference", null]);
});
