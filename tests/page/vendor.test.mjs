// The page's libraries are the very files of their packages, as the lock file has them.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const VENDOR = new URL("../../www/vendor/", import.meta.url);
const PACKAGES = new URL("../node_modules/", import.meta.url);

/** Where a file of the folder comes from; none for what we wrote. */
function origin(name) {
  return name === "htm-preact.js" ? "htm/preact/standalone.module.js" : undefined;
}

test("each library is the file of its package, byte for byte", async () => {
  const names = await readdir(VENDOR);
  assert.deepEqual(names.filter((name) => !origin(name)), ["LICENSES.txt"]);
  for (const name of names.filter(origin)) {
    assert.ok((await readFile(new URL(name, VENDOR))).equals(await readFile(new URL(origin(name), PACKAGES))), name);
  }
});

test("each package is named with its version", async () => {
  const licences = await readFile(new URL("LICENSES.txt", VENDOR), "utf8");
  for (const name of ["htm"]) {
    const { version } = JSON.parse(await readFile(new URL(`${name}/package.json`, PACKAGES), "utf8"));
    assert.ok(licences.includes(` ${name} ${version},`), `${name} ${version}`);
  }
});
