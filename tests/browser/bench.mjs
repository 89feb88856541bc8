// What the browser's adapter costs, beside a trivial worker that answers the same bytes. `cargo xtask bench` starts it: `bench.mjs ROUNDS`
// prints lines `NAME NUMBER…`, a line for each round. Rounds take the sides in changing order. With the variable `MSW`, the folder of that
// package, MSW is a side too: its service worker, with one handler that answers the same bytes from the page.
import { build as bundle } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { memoryOf, renderers } from "./support/memory.mjs";
import { build, document, host } from "./support/host.mjs";

const ROUNDS = Number(process.argv[2] ?? 7);
const PAGE = "pagination/offset";
/** Answers that are timed together. */
const ANSWERS = 100;
const EXPORT = "with/records=1000000/export/csv";
const SETTINGS = { seed: "bench", anchor: "2026-01-01T00:00:00Z" };

const say = (name, ...numbers) => console.log(name, ...numbers.map((number) => number.toFixed(3)));
const last = [];
const ends = { after: (end) => last.push(end) };

/** A worker with one answer, and nothing else to it. */
const trivial = ({ body, headers }) => `
const [BODY, HEADERS] = ${JSON.stringify([body, headers])};
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname.endsWith("/${PAGE}")) event.respondWith(new Response(BODY, { headers: HEADERS }));
});`;
/** A worker that streams as many bytes as an export has, in pieces as large as its largest. */
const streaming = (bytes) => `
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (!event.request.url.endsWith("/${EXPORT}")) return;
  let left = ${bytes};
  const pull = (controller) => {
    const piece = new Uint8Array(Math.min(left, 65536)).fill(65);
    left -= piece.length;
    controller.enqueue(piece);
    if (left === 0) controller.close();
  };
  event.respondWith(new Response(new ReadableStream({ pull }, { highWaterMark: 0 })));
});`;
/** The same, which has the module to load as well. */
const withModule = (answer) => `
const module = WebAssembly.compileStreaming(fetch("playground.wasm"));
addEventListener("install", (event) => event.waitUntil(module));
${trivial(answer)}`;

/** MSW's files, and the page's script that starts it with one handler. */
const mswFiles = async (folder) => {
  const contents = `
import { HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";
const options = { quiet: true, onUnhandledRequest: "bypass", serviceWorker: { url: "/msw/mockServiceWorker.js" } };
globalThis.startMsw = ({ body, headers }) => setupWorker(http.get("*/${PAGE}", () => new HttpResponse(body, { headers }))).start(options);`;
  const resolveDir = dirname(dirname(folder));
  const { outputFiles } = await bundle({ stdin: { contents, resolveDir }, bundle: true, minify: true, format: "esm", write: false });
  return {
    "msw/index.html": `${document("msw")}<script type="module" src="start.js"></script>`,
    "msw/start.js": outputFiles[0].text,
    "msw/mockServiceWorker.js": readFileSync(join(folder, "lib/mockServiceWorker.js")),
  };
};

/** In a page: registers a worker, or starts the playground, and has an answer; milliseconds. */
const first = async ([script, settings, path]) => {
  const kit = script ? undefined : await import(new URL("index.js", location.href));
  const start = performance.now();
  if (kit) {
    globalThis.playground = await kit.startPlayground({ settings });
  } else {
    const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    await navigator.serviceWorker.register(script);
    await controlled;
  }
  const answer = await fetch(path);
  const [body, headers] = [await answer.text(), Object.fromEntries(answer.headers)];
  return { time: performance.now() - start, answer: { body, headers } };
};

/** In a page: milliseconds for so many answers, one after the other. */
const warm = async ([path, answers]) => {
  const start = performance.now();
  for (let n = 0; n < answers; n += 1) await (await fetch(path)).text();
  return (performance.now() - start) / answers;
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"],
});
ends.after(() => browser.close());
const files = build();
const site = await host(ends, { files });
for (const name of Object.keys(files)) files[`ours/${name}`] = files[name];
const open = async (folder, context) => {
  const page = await context.newPage();
  await page.goto(`${site.url}${folder}/`);
  return page;
};
/** The sides' values of a round, by name, in an order that changes. */
const inTurn = async (round, names, measure) => {
  const values = {};
  for (const name of round % 2 ? [...names].reverse() : names) values[name] = await measure(name);
  return values;
};

const scripts = { ours: undefined, trivial: "trivial.js", module: "module.js" };
const context = await browser.newContext();
const pages = { ours: await open("ours", context) };
const { answer } = await pages.ours.evaluate(first, [undefined, SETTINGS, PAGE]);
for (const [folder, script] of [
  ["trivial", trivial(answer)],
  ["module", withModule(answer)],
]) {
  Object.assign(files, { [`${folder}/index.html`]: document(folder), [`${folder}/${folder}.js`]: script });
  files[`${folder}/playground.wasm`] = files["playground.wasm"];
}
pages.trivial = await open("trivial", context);
const same = await pages.trivial.evaluate(first, ["trivial.js", SETTINGS, PAGE]);
if (same.answer.body !== answer.body) throw new Error("the trivial worker answers something else");
if (process.env.MSW) {
  Object.assign(files, await mswFiles(process.env.MSW));
  pages.msw = await open("msw", context);
  await pages.msw.waitForFunction(() => globalThis.startMsw);
  const given = await pages.msw.evaluate(
    async ([answer, path]) => {
      await startMsw(answer);
      return (await fetch(path)).text();
    },
    [answer, PAGE],
  );
  if (given !== answer.body) throw new Error("MSW answers something else");
}
for (const page of Object.values(pages)) await page.evaluate(warm, [PAGE, 5 * ANSWERS]);
for (let round = 0; round < ROUNDS; round += 1) {
  const { ours, trivial, msw } = await inTurn(round, Object.keys(pages), (name) => pages[name].evaluate(warm, [PAGE, ANSWERS]));
  say("page", ours, trivial);
  if (msw) say("msw", ours, msw);
}
await pages.msw?.close();

for (let round = 0; round < ROUNDS; round += 1) {
  const { ours, trivial, module } = await inTurn(round, Object.keys(scripts), async (name) => {
    const fresh = await browser.newContext();
    const { time } = await (await open(name, fresh)).evaluate(first, [scripts[name], SETTINGS, PAGE]);
    await fresh.close();
    return time;
  });
  say("first", ours, trivial, module);
}

/** In a page: reads an export to its end, and keeps nothing. */
const exported = async (path) => {
  const start = performance.now();
  const reader = (await fetch(path)).body.getReader();
  let bytes = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) bytes += piece.value.length;
  return { bytes, time: performance.now() - start };
};
const reads = async (folder, script, path = EXPORT) => {
  const fresh = await browser.newContext();
  const page = await open(folder, fresh);
  await page.evaluate(first, [script, SETTINGS, "index.html"]);
  const [worker] = fresh.serviceWorkers();
  const wasm = script ? undefined : await memoryOf(worker);
  const before = (await wasm?.size()) ?? 0;
  const memory = await renderers(browser);
  const read = await memory.during(() => page.evaluate(exported, path));
  const grown = ((await wasm?.size()) ?? 0) - before;
  await fresh.close();
  return { ...read, grown, wasm: before + grown };
};
const ours = await reads("ours");
Object.assign(files, { "stream/index.html": document("stream"), "stream/stream.js": streaming(ours.bytes) });
const theirs = await reads("stream", "stream.js");
say("export", ours.bytes, ours.time, theirs.time, ours.wasm, ours.grown);
if (ours.most !== undefined) say("processes", ours.most, theirs.most);

for (const end of last.reverse()) await end();
