// The edge's door as a server of its own, for Deno (`deno run -N -R -E server.js`) and Bun (`bun server.js`), without the page.
// Settings are environment variables, PLAYGROUND_HOST and PLAYGROUND_PORT among them.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createHandler } from "./handler.js";

// In seconds. An answer may pause for long; Bun allows no more.
const IDLE = 255;

const { PLAYGROUND_HOST: hostname = "127.0.0.1", PLAYGROUND_PORT = "5001" } = process.env;
const port = Number(PLAYGROUND_PORT);
const wasm = await WebAssembly.compile(await readFile(new URL("playground.wasm", import.meta.url)));
const handler = createHandler(wasm, process.env);
// What these runtimes give beside a request are no variables.
const fetch = (request) => handler.fetch(request);

if (globalThis.Deno) {
  Deno.serve({ hostname, port, handler: fetch, onListen: say });
} else {
  say(Bun.serve({ hostname, port, fetch, idleTimeout: IDLE }));
}

function say({ port }) {
  console.log(`http://${hostname}:${port}/`);
}
