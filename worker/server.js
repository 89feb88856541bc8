// The edge's adapter as a server of its own, for Deno (`deno run -N -R -E server.js`) and Bun (`bun server.js`), without the page.
// Settings are environment variables, PLAYGROUND_HOST and PLAYGROUND_PORT among them.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createHandler } from "./handler.js";
import { ownVariables } from "./variables.js";

// In seconds. An answer may pause for long; Bun allows no more.
const IDLE = 255;

const variables = ownVariables(process.env);
const { PLAYGROUND_HOST: hostname = "127.0.0.1", PLAYGROUND_PORT = "5001" } = variables;
const port = Number(PLAYGROUND_PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535 || PLAYGROUND_PORT.trim() === "") {
  console.error(`error: PLAYGROUND_PORT must be between 0 and 65535, not '${PLAYGROUND_PORT}'`);
  process.exit(2);
}
const wasm = await WebAssembly.compile(await readFile(new URL("playground.wasm", import.meta.url)));
// One process, which remembers for as long as it runs.
const handler = createHandler(wasm, variables, {});
// The second argument of these runtimes does not hold variables.
const fetch = (request) => handler.fetch(request);

if (globalThis.Deno) {
  Deno.serve({ hostname, port, handler: fetch, onListen: say });
} else {
  say(Bun.serve({ hostname, port, fetch, idleTimeout: IDLE }));
}

function say({ port }) {
  console.log(`http://${hostname}:${port}/`);
}
