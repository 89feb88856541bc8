// Makes a worker in plain JavaScript that answers one path with what a server answers there, and does nothing else.
// `cargo xtask bench` starts it: `plain.mjs EDGE ORIGIN PATH FOLDER` copies the folder EDGE to FOLDER, with that worker in place of its own.
import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./table.mjs";

const [edge, origin, path, folder] = process.argv.slice(2);
const { status, headers, body } = await ask(origin, path);
assert.equal(status, 200);
// What the connection adds is added again.
const own = Object.entries(headers).filter(([name]) => !["connection", "content-length", "date", "transfer-encoding"].includes(name));
rmSync(folder, { recursive: true, force: true });
cpSync(edge, folder, { recursive: true });
const worker = `
export class SharedState {}
const [BODY, HEADERS] = ${JSON.stringify([body.toString(), own])};
export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    return pathname === ${JSON.stringify(path)} ? new Response(BODY, { headers: HEADERS }) : new Response("no such path", { status: 404 });
  },
};
`;
writeFileSync(join(folder, "edge.js"), worker);
