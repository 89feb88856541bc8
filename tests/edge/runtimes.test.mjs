// The same bundle in Deno and Bun: the answers of the table, as in workerd and Node.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ask, assertTable, settings } from "./table.mjs";
import { DIST } from "./tasks.mjs";

const limit = { timeout: 60_000 };
const folder = resolve(DIST, "edge");
const PACKAGES = fileURLToPath(new URL("../runtimes/node_modules/", import.meta.url));
const variables = Object.fromEntries(Object.entries(settings).map(([key, text]) => [`PLAYGROUND_${key.toUpperCase()}`, text]));

/** The program in the one package of a scope that is made for this system; none where it is not installed. */
function program(scope, path) {
  const packages = existsSync(join(PACKAGES, scope)) ? readdirSync(join(PACKAGES, scope)) : [];
  return packages.map((name) => join(PACKAGES, scope, name, path)).find(existsSync);
}

const RUNTIMES = [
  { name: "Deno", program: program("@deno", "deno"), words: ["run", "-N", "-R", "-E"] },
  // Bun sends all that streams in chunks, and leaves its length off.
  { name: "Bun", program: program("@oven", "bin/bun"), words: [], chunked: true },
];

/** The server's origin; it ends with the test. `more` are variables beside the table's. */
async function start(t, { program, words }, more = {}) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...variables, PLAYGROUND_PORT: "0", ...more };
  const child = spawn(program, [...words, "server.js"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  t.after(() => (child.kill(), ended));
  for await (const text of child.stdout.setEncoding("utf8")) {
    const [, origin] = /^(http:\/\/\S+)\/\n/.exec(text) ?? [];
    if (origin) return origin;
  }
  throw new Error("it ended before it said where it listens");
}

for (const runtime of RUNTIMES) {
  const skip = !runtime.program && "it is not installed";
  test(`gives the answers of the table in ${runtime.name}`, { ...limit, skip }, async (t) => {
    await assertTable(await start(t, runtime), runtime);
  });

  test(`streams a long answer in ${runtime.name}, and lets it be broken off`, { ...limit, skip }, async (t) => {
    const origin = await start(t, runtime, { PLAYGROUND_RECORDS: "1000000000" });
    const reader = (await fetch(`${origin}/export/csv`)).body.getReader();
    assert.ok((await reader.read()).value.length > 0);
    await reader.cancel();
    assert.equal((await ask(origin, "/health")).status, 200);
  });
}
