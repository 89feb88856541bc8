// The table of exchanges, as a page sees it: out of the service worker, and by direct call where there is none.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { INSECURE, ask, start, visit } from "./support/browser.mjs";
import { host } from "./support/host.mjs";

const TABLE = JSON.parse(readFileSync(new URL("../exchanges.json", import.meta.url)));
const ORIGIN = "http://playground.test:5001";
const SHOWN = 3000;

const filled = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => TABLE.credentials[name] ?? whole);
/** Headers that the Fetch standard lets no page send. */
const isForbidden = (name) => /^(origin|host|content-length|access-control-request-.*|sec-.*)$/i.test(name);

/** What the table keeps of an answer, as if it had come from the table's origin. */
function kept({ status, headers, body }, origin) {
  // Its document names its own base, too.
  const told = body.replace(/("servers":\[\{"url":"\."\}),\{"url":"[^"]+"\}\]/, "$1]").replaceAll(origin, ORIGIN);
  const bytes = Buffer.byteLength(told);
  if (headers["content-length"] === String(Buffer.byteLength(body))) headers["content-length"] = String(bytes);
  const shown = Object.entries(headers).map(([name, value]) => [name, value.replaceAll(origin, "{origin}")]);
  const digest = () => ({ bytes, sha256: createHash("sha256").update(told).digest("hex") });
  return { status, headers: Object.fromEntries(shown), body: bytes <= SHOWN ? told.replaceAll(ORIGIN, "{origin}") : digest() };
}

/** Every exchange that a page can ask for. */
async function theTableHolds(page, origin, by) {
  const { seed, anchor, now } = TABLE.settings;
  const { mode, credentials, baseUrl, error } = await start(page, { settings: { seed, anchor, now } });
  assert.equal(mode, by === "page" ? "worker" : "direct", error);
  for (const name of ["bearer", "api_key", "session_user", "session_pass"]) assert.equal(credentials[name], TABLE.credentials[name]);
  for (const { name, request, response } of TABLE.exchanges) {
    const headers = Object.entries(request.headers ?? {}).map(([key, value]) => [key, filled(value)]);
    if (headers.some(([key]) => isForbidden(key))) continue;
    const body = request.body && filled(request.body);
    const answer = await ask(page, baseUrl + request.path, { by, method: request.method, headers, body });
    assert.deepEqual(kept(answer, origin), response, name);
  }
}

test("the page's own fetch gives the answers of the table", { timeout: 120_000 }, async (t) => {
  const { port, url } = await host(t);
  await theTableHolds(await visit(t, url), `http://127.0.0.1:${port}`, "page");
});

test("a page without service worker gets them by direct call", { timeout: 120_000 }, async (t) => {
  const { port } = await host(t);
  const origin = `http://${INSECURE}:${port}`;
  await theTableHolds(await visit(t, `${origin}/`), origin, "playground");
});
