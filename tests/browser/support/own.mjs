// Servers that the page may be pointed at: the native command as a process, and hosts of every wrong kind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { expectation } from "./wait.mjs";

/** The native command. */
const PROGRAM = process.env.PLAYGROUND ?? new URL("../../../target/debug/playground", import.meta.url).pathname;

/** What of its table of endpoints is a credential, by the labels of the drawer. */
const PRINTED = {
  "HTTP Basic, username": /http_basic +\| Username: (\S+)/,
  "HTTP Basic, password": /http_basic +\| .* Password: (\S+)/,
  "Bearer token": /Bearer Token: (\S+)/,
  "API key": /API Key: (\S+)/,
  "Session login, username": /login +\| Username: (\S+)/,
  "Session login, password": /login +\| .* Password: (\S+)/,
};

/** `playground start` until the test ends, or until it is stopped: where it listens, and its credentials by their labels. */
export async function playground(t, { port = 0 } = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PLAYGROUND_"));
  const child = spawn(PROGRAM, ["start", "--port", `${port}`, "--quiet"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: Object.fromEntries(kept),
  });
  const ended = once(child, "close");
  const stop = () => (child.kill(), ended);
  t.after(stop);
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", (text) => (said += text));
  const told = (pattern) => pattern.exec(said)?.[1] ?? Promise.reject(new Error(`no ${pattern} in ${said}`));
  return expectation(async () => {
    await told(/(CTRL\+C)/);
    const credentials = await Promise.all(Object.entries(PRINTED).map(async ([label, pattern]) => [label, await told(pattern)]));
    const url = await told(/(http:\/\/[\d.]+:\d+)\/health/);
    return { url, credentials: Object.fromEntries(credentials), printed: said, stop };
  }, 20_000);
}

/** A host that answers everything in one way, until the test ends; its address. `seen` are the requests that came. */
export async function answering(t, answer) {
  const seen = [];
  const server = createServer((request, response) => (seen.push(`${request.method} ${request.url}`), answer(response, request)));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => new Promise((closed) => (server.close(closed), server.closeAllConnections())));
  return { url: `http://127.0.0.1:${server.address().port}`, seen, server };
}

/** An answer that any page may read. */
export const open = (status, type, text) => (response) =>
  response.writeHead(status, { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "content-type": type }).end(text);
