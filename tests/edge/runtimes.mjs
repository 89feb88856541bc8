// Deno and Bun, as `tests/runtimes` has them, with the edge's adapter as a server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "./table.mjs";
import { DIST } from "./tasks.mjs";

const PACKAGES = fileURLToPath(new URL("../runtimes/node_modules/", import.meta.url));
const variables = Object.fromEntries(Object.entries(settings).map(([key, text]) => [`PLAYGROUND_${key.toUpperCase()}`, text]));

/** The program in the one package of a scope that is made for this system; none where it is not installed. */
function program(scope, path) {
  const packages = existsSync(join(PACKAGES, scope)) ? readdirSync(join(PACKAGES, scope)) : [];
  return packages.map((name) => join(PACKAGES, scope, name, path)).find(existsSync);
}

/** The programs by the commands that call them. */
export const RUNTIMES = { deno: program("@deno", "deno"), bun: program("@oven", "bin/bun") };

/** Runs a command in the folder of the edge's adapter until the test ends; its origin. `more` are variables beside the table's. */
export async function startCommand(t, command, more = {}) {
  const [name, ...words] = command.split(" ");
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...variables, PLAYGROUND_PORT: "0", ...more };
  const child = spawn(RUNTIMES[name], words, { cwd: resolve(DIST, "edge"), env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  t.after(() => (child.kill(), ended));
  for await (const text of child.stdout.setEncoding("utf8")) {
    const [, origin] = /^(http:\/\/\S+)\/\n/.exec(text) ?? [];
    if (origin) return origin;
  }
  throw new Error("it ended before it said where it listens");
}
