#!/usr/bin/env node
// `npx connector-playground init FOLDER` copies what must lie on the page's own origin: the service worker, the wasm and its bindings, and for
// pages without a bundler the kit itself.
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const [word, folder, ...more] = process.argv.slice(2);
if (word !== "init" || !folder || more.length > 0) {
  console.error("usage: connector-playground init FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const file of ["service-worker.js", "playground.js", "playground.wasm", "index.js"]) {
  const copy = join(folder, file === "index.js" ? "connector-playground.js" : file);
  copyFileSync(fileURLToPath(new URL(file, import.meta.url)), copy);
  console.log(copy);
}
