#!/usr/bin/env node
// `npx api-playground init FOLDER` copies what must lie on the page's own origin: the service worker, the wasm and its bindings.
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const [word, folder, ...more] = process.argv.slice(2);
if (word !== "init" || !folder || more.length > 0) {
  console.error("usage: api-playground init FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const file of ["service-worker.js", "playground.js", "playground.wasm"]) {
  copyFileSync(fileURLToPath(new URL(file, import.meta.url)), join(folder, file));
  console.log(join(folder, file));
}
