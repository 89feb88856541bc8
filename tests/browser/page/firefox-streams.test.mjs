// Long exports in Firefox, which ends a service worker that gets no event for half a minute (or for a minute, while something holds it) and shows
// its streams as if they were complete; and uploads, of which it sends no streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, missing } from "../support/firefox.mjs";
import { build, document, host } from "../support/host.mjs";
import { expectation } from "../support/wait.mjs";

/** Beyond the 62 seconds that a worker gets by `waitUntil`; in the slower tier long beyond. */
const SECONDS = process.env.ALL ? 240 : 70;
const LIMIT = { skip: missing, timeout: (SECONDS + 150) * 1000 };
/** More than any buffer on the way holds of an export; each takes two lines. */
const RECORDS = 300_000;
const LINES = 2 * RECORDS + 1;

/** Keeps what comes of each promise, by name: its value, or its error as text. */
const TELL = `
  const outcomes = {};
  const tell = async (name, outcome) => {
    outcomes[name] = await outcome.catch(String);
    document.documentElement.dataset.told = JSON.stringify(outcomes);
  };
`;

/** Reads an export at a chunk a second for that time, and then to its end, in the page's several ways; the lines. */
const read = (seconds, names) => `
  ${TELL}
  const read = async (ask) => {
    const reader = (await ask()).body.getReader();
    const end = Date.now() + ${seconds * 1000};
    let lines = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      for (const byte of piece.value) lines += byte === 10;
      if (Date.now() < end) await new Promise((later) => setTimeout(later, 1000));
    }
    return lines;
  };
  const url = playground.baseUrl + "/export/csv";
  const ways = {
    playground: () => playground.fetch("export/csv"),
    page: () => fetch(url),
    frame: () => document.querySelector("iframe").contentWindow.fetch(url),
  };
  for (const name of ${JSON.stringify(names)}) tell(name, read(ways[name]));
`;

/** Added to the worker: an export comes at a chunk a second for that time, however much of it a browser takes beforehand. */
const slow = (seconds) => `
  {
    const { respondWith } = FetchEvent.prototype;
    const slowed = async (answer) => {
      const { body, status, headers } = await answer;
      const end = Date.now() + ${seconds * 1000};
      const transform = async (chunk, controller) => {
        if (Date.now() < end) await new Promise((later) => setTimeout(later, 1000));
        controller.enqueue(chunk);
      };
      return new Response(body.pipeThrough(new TransformStream({ transform })), { status, headers });
    };
    FetchEvent.prototype.respondWith = function (answer) {
      return respondWith.call(this, this.request.url.endsWith("/export/csv") ? slowed(answer) : answer);
    };
  }
`;

const start = (settings) => `
  import("./index.js").then(async ({ startPlayground }) => {
    globalThis.playground = await startPlayground({ settings: ${JSON.stringify(settings)} });
    return playground.mode;
  }).catch(String).then((mode) => (document.documentElement.dataset.mode = JSON.stringify(mode)));
`;

/** A page of Firefox with a playground in it. */
async function opened(t, settings = {}, seconds = SECONDS) {
  const files = build({
    files: { "index.html": `${document("test")}<iframe src="frame.html"></iframe>`, "frame.html": document("frame") },
  });
  files["service-worker.js"] += slow(seconds);
  const site = await host(t, { files });
  const page = await firefox(t, site.url);
  await page.run(start(settings));
  await expectation(async () => assert.equal(await page.told("mode"), "worker"), 60_000);
  return page;
}

/** What came of so many, once all have come to something. */
const toldOf = (page, count, patience) =>
  expectation(async () => {
    const told = await page.told("told");
    assert.equal(Object.keys(told).length, count);
    return told;
  }, patience);

test("whoever in the page reads an export slowly gets every row", LIMIT, async (t) => {
  const page = await opened(t, { records: RECORDS });
  await page.run(read(SECONDS, ["playground", "page", "frame"]));
  const told = await toldOf(page, 3, (SECONDS + 120) * 1000);
  assert.deepEqual(told, { playground: LINES, page: LINES, frame: LINES });
});

test("where the worker is ended nevertheless, the reader gets an error", {
  ...LIMIT,
  skip: missing || (!process.env.ALL && "ALL=1 has the time for it"),
}, async (t) => {
  const page = await opened(t, { records: RECORDS }, 75);
  // A page that never answers what the worker asks.
  await page.run(`
    const { postMessage } = ServiceWorker.prototype;
    ServiceWorker.prototype.postMessage = function (message, ...more) {
      if (message.connectorPlayground !== "awake") postMessage.call(this, message, ...more);
    };
  `);
  await page.run(read(75, ["playground"]));
  const { playground } = await toldOf(page, 1, 180_000);
  assert.match(
    String(playground),
    /^TypeError: Connector Playground: the browser ended the service worker in the middle of http:\S+\/export\/csv, after \d+ bytes$/,
  );
});

test("an upload that is a stream arrives with its bytes, and no text in their place", LIMIT, async (t) => {
  const page = await opened(t);
  await page.run(`
    ${TELL}
    const rows = () => new Blob(["[]"]).stream();
    const post = (body, more) => playground.fetch("playground/check", { method: "POST", body, duplex: "half", ...more });
    const error = new Error("the disk is gone");
    const failing = new ReadableStream({ pull: (controller) => controller.error(error) });
    const stalled = new ReadableStream({ pull: () => new Promise(() => {}) });
    tell("stream", post(rows()).then(async (response) => (await response.json()).landed));
    tell("failing", post(failing));
    tell("stalled", post(stalled, { signal: AbortSignal.timeout(100) }));
  `);
  const { stream, failing, stalled } = await toldOf(page, 3, 20_000);
  assert.equal(stream, 0);
  assert.equal(failing, "Error: the disk is gone");
  assert.match(stalled, /^TimeoutError/);
});
