// The page's libraries are what their packages make, as the lock file has them.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { VENDOR, vendored } from "./support/vendor.mjs";

test("the libraries and their licences are their packages', byte for byte: `npm run vendor` in tests/ writes them anew", async () => {
  const made = await vendored();
  assert.deepEqual((await readdir(VENDOR)).sort(), Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) {
    assert.ok((await readFile(new URL(name, VENDOR), "utf8")) === text, `${name} is not what its packages make`);
  }
});

test("every package inside is named with its version and licence, and its text is there", async () => {
  const licences = (await vendored())["LICENSES.txt"];
  for (const name of ["preact", "htm", "@preact/signals-core", "@codemirror/view", "@lezer/javascript", "style-mod", "w3c-keyname"]) {
    assert.match(licences, new RegExp(`^ +${name} \\d+\\.\\d+\\.\\d+, (MIT|Apache-2\\.0)$`, "m"));
    assert.match(licences, new RegExp(`^---- (.*, )?${name}(, .*)?: `, "m"));
  }
  // Read for other purposes, or left out of the bundle.
  assert.doesNotMatch(licences, /esbuild|autocomplete/);
});
