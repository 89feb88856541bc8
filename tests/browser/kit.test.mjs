// The package as npm has it, and its one command.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KIT } from "./support/host.mjs";

const file = (name) => fileURLToPath(new URL(name, KIT));
/** What is copied, and what it is a copy of. */
const COPIED = {
  "connector-playground.js": "index.js",
  "playground.js": "playground.js",
  "playground.wasm": "playground.wasm",
  "service-worker.js": "service-worker.js",
};

test("init copies what must lie on the page's own origin, into a new folder too", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kit-"));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [file("init.js"), "init", join(folder, "a/b")]);
  assert.deepEqual(readdirSync(join(folder, "a/b")).sort(), Object.keys(COPIED));
  for (const [copy, name] of Object.entries(COPIED))
    assert.deepEqual(readFileSync(join(folder, "a/b", copy)), readFileSync(file(name)), name);
});

test("another command is a line of usage and exit 2", () => {
  for (const words of [[], ["init"], ["init", "a", "b"], ["start", "a"]]) {
    const { status, stderr, stdout } = spawnSync(process.execPath, [file("init.js"), ...words], { encoding: "utf8" });
    assert.deepEqual([status, stderr, stdout], [2, "usage: connector-playground init FOLDER\n", ""]);
  }
});

test("no placeholder is left, and the package names files that are there", () => {
  const names = readdirSync(file("./"));
  for (const name of names.filter((name) => /\.(js|json|ts|html)$/.test(name))) {
    assert.doesNotMatch(readFileSync(file(name), "utf8"), /"__[A-Z]+__"/, name);
  }
  const { module, types, bin, version } = JSON.parse(readFileSync(file("package.json")));
  for (const name of [module, types, ...Object.values(bin)]) assert.ok(names.includes(name), name);
  assert.match(version, /^\d+\.\d+\.\d+$/);
});
