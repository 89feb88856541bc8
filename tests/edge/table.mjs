// The shared table of exchanges (tests/exchanges.json) over HTTP: same request, same bytes, through every adapter.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, request as open } from "node:http";

const table = JSON.parse(await readFile(new URL("../exchanges.json", import.meta.url), "utf8"));
/** What `{origin}` in an answer stands for here. */
const ORIGIN = "http://playground.test:5001";
/** Longer bodies are kept as length and digest. */
const SHOWN = 3000;
/** What a connection adds to an answer. */
const ADDED = ["connection", "date", "keep-alive", "transfer-encoding"];

/** The settings that the table's answers were made with. */
export const settings = table.settings;

/** One exchange on a connection of its own, with exactly these headers. */
export async function ask(origin, path, { method = "GET", headers = {}, body = "" } = {}) {
  const { hostname, port } = new URL(origin);
  const length = body ? { "content-length": Buffer.byteLength(body) } : {};
  const options = { hostname, port, path, method, headers: { ...headers, ...length }, agent: new Agent(), timeout: 30_000 };
  const request = open(options).on("timeout", () => request.destroy(new Error("no answer in time")));
  request.end(body);
  const [response] = await once(request, "response");
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(await response.toArray()) };
}

/**
 * Asserts that a server with the table's settings answers as the table says; with `chunked`, chunks need not say their length, and with `heads` an
 * answer to HEAD may say one of its own. `asked` is the way to reach it.
 */
export async function assertTable(origin, { chunked = false, heads = false, asked = ask } = {}) {
  assert.ok(table.exchanges.length > 0);
  for (const { name, request, response } of table.exchanges) {
    const { method, path, headers = {}, body = "" } = request;
    const sent = Object.entries(headers).map(([key, value]) => [key, filled(value)]);
    const host = { host: new URL(ORIGIN).host };
    const got = await asked(origin, path, { method, headers: { ...host, ...Object.fromEntries(sent) }, body: filled(body) });
    const expected = structuredClone(response);
    if (chunked && got.headers["transfer-encoding"] === "chunked") delete expected.headers["content-length"];
    if (heads && method === "HEAD" && !expected.headers["content-length"]) delete got.headers["content-length"];
    assert.deepEqual(kept(got), expected, name);
  }
}

/** A text of a request; `{name}` stands for one of the table's credentials. */
function filled(text) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => table.credentials[name] ?? whole);
}

/** What the table keeps of an answer. */
function kept({ status, headers, body }) {
  const own = Object.entries(headers).filter(([name]) => !ADDED.includes(name));
  const shown = own.map(([name, value]) => [name, value.replaceAll(ORIGIN, "{origin}")]);
  return {
    status,
    headers: Object.fromEntries(shown),
    body:
      body.length <= SHOWN
        ? body.toString().replaceAll(ORIGIN, "{origin}")
        : { bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") },
  };
}
