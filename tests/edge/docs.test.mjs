// docs/edge.md is true: its commands run, or are run by another test.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ask } from "./table.mjs";
import { DIST, spawnTask } from "./tasks.mjs";

const limit = { timeout: 60_000 };
const read = (file) => readFile(new URL(`../../${file}`, import.meta.url), "utf8");
const manual = await read("docs/edge.md");
const samples = [...manual.matchAll(/^```sh by=\S+\n(.*?)^```$/gms)].map(([, text]) => text);
const commands = samples.flatMap((text) => text.trim().split("\n"));

/** What runs a command; the last server that was started answers a `curl`. */
const RUN = {
  "cargo xtask build": () => assert.ok(existsSync(join(DIST, "edge", "wrangler.toml"))),
  "cd dist/edge": () => {},
  // The step of `cargo xtask test` makes this one as a dry run, and runtimes.test.mjs those two.
  "npx wrangler deploy": async () => assert.match(await read("xtask/src/test/adapters.rs"), /"deploy", "--dry-run"/),
  "deno run -N -R -E server.js": () => {},
  "bun server.js": () => {},
};

test("every command of the manual runs", limit, async (t) => {
  let origin;
  for (const command of commands) {
    const [program, ...words] = command.split(" ");
    if (command.startsWith("cargo xtask edge ")) {
      const task = spawnTask("edge", { given: words.slice(2) });
      t.after(() => task.stop());
      [, origin] = await task.says(/^(http:\/\/\S+)\/\n\{/);
    } else if (program === "curl") {
      const path = /'http:\/\/127\.0\.0\.1:8787(\/.*)'$/.exec(command)[1];
      const { status, body } = await ask(origin, path);
      assert.equal(status, 200, command);
      if (path === "/playground/journal") assert.equal(JSON.parse(body).total_items, 1);
    } else {
      assert.ok(RUN[command], `nothing runs \`${command}\``);
      await RUN[command]();
    }
  }
  assert.ok(commands.length > 5);
});
