// Connecting to a server of one's own, and what is said where that is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connectOwn } from "../../www/model/server.js";
import { BASE, playground, started } from "./support/app.mjs";

const there = new TypeError("Failed to fetch");
const refusing = async () => { throw there; };
/** Readable by nobody, but there. */
const closed = async (_, { mode }) => { if (mode !== "no-cors") throw there; };
const why = (base, ask, page = "http://127.0.0.1:8000/") =>
  connectOwn(base, {}, { page, ask }).then(() => "connected", ({ message }) => message);

test("says why a server can't be used, and what to do", async () => {
  const cases = [
    ["http://127.0.0.1:5001", refusing, undefined, /^Nothing answers at .*1:5001\/\. Start it with ‘playground start --port 5001’/],
    ["127.0.0.1:5001", closed, undefined, /lets no other page read its answers \(CORS\)/],
    ["http://192.168.0.7:5001", refusing, "https://page.example/", /mixed content/],
    ["http://127.0.0.1:5001", refusing, "https://page.example/", /use your local network/],
    ["https://10.0.0.1", refusing, "https://page.example/", /--port 443.*local network/],
    ["http://127.0.0.1:5001/x", async () => new Response("", { status: 404 }), undefined, /no API Playground \(.*answers 404\)/],
    ["http://127.0.0.1:5001", async () => new Response("<html>"), undefined, /no API Playground/],
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
    const { door, base: found, settings, version, credentials } = server;
    assert.deepEqual([door, found, settings.records, version, credentials.bearer], ["own", BASE, "200", "0.1.0", "b"]);
  }
});

test("where connecting fails, the server before stays", async () => {
  const { app } = await started();
  assert.match(await app.connect({ door: "own", base: "nothing at all", credentials: {} }), /no address/);
  assert.deepEqual([app.state.server.state, app.state.server.base], ["ready", BASE]);
  assert.match(app.state.server.error, /no address/);
  assert.equal(await app.connect({ door: "here" }), null);
  assert.equal(app.state.server.error, null);
});
