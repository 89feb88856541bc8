// Connecting to a server of one's own, and what is said where that is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connectOwn } from "../../www/model/server.js";
import { BASE, memory, playground, started } from "./support/app.mjs";

const there = new TypeError("Failed to fetch");
const refusing = async () => {
  throw there;
};
/** Readable by nobody, but there. */
const closed = async (_, { mode }) => {
  if (mode !== "no-cors") throw there;
};
const why = (base, ask, page = "http://127.0.0.1:8000/") =>
  connectOwn(base, {}, { page, ask }).then(
    () => "connected",
    ({ message }) => message,
  );

test("says why a server can't be used, and what to do", async () => {
  const cases = [
    ["http://127.0.0.1:5001", refusing, undefined, /^Nothing answers at .*1:5001\/\. Start it with ‘playground start --port 5001’/],
    ["127.0.0.1:5001", closed, undefined, /lets no other page read its answers \(CORS\)/],
    ["http://192.168.0.7:5001", refusing, "https://page.example/", /mixed content/],
    ["http://127.0.0.1:5001", refusing, "https://page.example/", /use your local network/],
    ["https://10.0.0.1", refusing, "https://page.example/", /--port 443.*local network/],
    ["http://127.0.0.1:5001/x", async () => new Response("", { status: 404 }), undefined, /no Connector Playground \(.*answers 404\)/],
    ["http://127.0.0.1:5001", async () => new Response("<html>"), undefined, /no Connector Playground/],
    ["http://127.0.0.1:5001", async () => Response.json({}), undefined, /is another API/],
    ["", refusing, undefined, /Write one such as/],
    ["ftp://a", refusing, undefined, /starts with http:\/\/ or https:\/\//],
    ["http://me:secret@a", refusing, undefined, /fields for credentials/],
  ];
  for (const [base, ask, page, text] of cases) assert.match(await why(base, ask, page), text);
});

test("connects to a playground, with or without a slash at the end", async () => {
  const { fetch } = await playground();
  for (const base of [BASE, `${BASE}/`, `${BASE}/?x#y`]) {
    const server = await connectOwn(base, { bearer: "b" }, { ask: fetch });
    const { adapter, base: found, settings, version, credentials } = server;
    assert.deepEqual([adapter, found, settings.records, version, credentials.bearer], ["own", BASE, "200", "0.1.0", "b"]);
  }
});

test("where connecting fails, the server before stays", async () => {
  const { app } = await started();
  assert.match(await app.connect({ adapter: "own", base: "nothing at all", credentials: {} }), /not an address/);
  assert.deepEqual([app.state.server.state, app.state.server.base], ["ready", BASE]);
  assert.match(app.state.server.error, /not an address/);
  assert.equal(await app.connect({ adapter: "here" }), null);
  assert.equal(app.state.server.error, null);
});

test("a server of one's own is asked for again, with the credentials of this tab alone", async (t) => {
  const other = await playground();
  const answers = { "/playground/settings": other.settings, "/health": { version: "7" } };
  t.mock.method(globalThis, "fetch", async (url) => Response.json(answers[new URL(url).pathname]));
  const [storage, session] = [memory(), memory()];
  const first = await started({ storage, session });
  assert.equal(await first.app.connect({ adapter: "own", base: "http://127.0.0.1:5001/", credentials: { bearer: "secret" } }), null);
  assert.ok(![...storage.kept.values()].join().includes("secret"));
  assert.ok(!first.app.exportProgress().includes("127.0.0.1"));
  const opened = async (kept) => (await started(kept)).app.state;
  const { adapter, base, credentials } = (await opened({ storage, session })).server;
  assert.deepEqual([adapter, base, credentials], ["own", "http://127.0.0.1:5001", { bearer: "secret" }]);
  assert.deepEqual((await opened({ storage, session: memory() })).server.credentials, {});
  t.mock.restoreAll();
  t.mock.method(globalThis, "fetch", async () => Promise.reject(new TypeError("refused")));
  const gone = await started({ storage, session });
  assert.deepEqual([gone.app.state.server.adapter, gone.app.state.server.own], ["tab", "http://127.0.0.1:5001"]);
  assert.match(gone.app.state.notice, /does not answer/);
  await gone.app.connect({ adapter: "here" });
  assert.equal(gone.app.state.server.own, null);
  assert.equal((await opened({ storage, session })).notice, null);
});
