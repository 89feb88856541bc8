// A static host, as GitHub Pages or a web server with a folder is one, whose files a test can take away, change and break.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** What `cargo xtask build` made for npm. */
export const KIT = new URL(process.env.PLAYGROUND_KIT ?? "../../../dist/npm/", import.meta.url);
export const DIST = process.env.DIST ?? new URL("../../../dist", import.meta.url).pathname;
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** A page; it wants no icon, so that hosts see no request for one. */
export const document = (title) => `<!doctype html><title>${title}</title><link rel="icon" href="data:,">`;

/** The files of the site as `cargo xtask build` made it, which a static host serves. */
export function siteFiles() {
  const folder = join(DIST, "site");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The files of the kit, with a page; as a site of that version, the page and more files are the worker's to keep. */
export function build({ version, files = {}, site = false } = {}) {
  const kit = (name) => readFileSync(new URL(name, KIT));
  const built = { "index.html": document("test"), ...files };
  for (const name of ["index.js", "demo.html", "playground.js", "playground.wasm"]) built[name] = kit(name);
  if (version) {
    // A custom section, which means nothing.
    const name = Buffer.from(version);
    built["playground.wasm"] = Buffer.concat([built["playground.wasm"], Buffer.from([0, name.length + 1, name.length]), name]);
  }
  const kept = site ? Object.keys(built).filter((name) => name !== "playground.js") : ["playground.wasm"];
  const hashes = Object.fromEntries(kept.map((name) => [name, sha256(built[name])]));
  const worker = kit("service-worker.js").toString();
  const told = worker.replace(/const VERSION = .*;/, version ? `const VERSION = "${version}";` : "$&");
  built["service-worker.js"] = told.replace(/const FILES = .*;/, `const FILES = ${JSON.stringify(hashes)};`);
  return built;
}

/**
 * Serves files below a path. `seen` are the requests for anything else; a file may be a function that answers by itself.
 * It ends with the test.
 */
export async function host(t, { files = build(), base = "/", headers = {} } = {}) {
  const seen = [];
  const site = { files, headers, seen };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const name = pathname.startsWith(base) ? pathname.slice(base.length).replace(/(^|\/)$/, "$1index.html") : "";
    const file = site.files[name];
    for (const [key, value] of Object.entries({ "cache-control": "no-cache", ...site.headers })) response.setHeader(key, value);
    if (typeof file === "function") return file(request, response);
    if (file === undefined || request.method !== "GET") {
      seen.push(`${request.method} ${request.url}`);
      return response.writeHead(file === undefined ? 404 : 405, { "content-type": "text/html" }).end("the host itself");
    }
    response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
    response.end(file);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  site.stop = () => new Promise((closed) => (server.close(closed), server.closeAllConnections()));
  t.after(() => server.listening && site.stop());
  site.port = server.address().port;
  site.url = `http://127.0.0.1:${site.port}${base}`;
  return site;
}
