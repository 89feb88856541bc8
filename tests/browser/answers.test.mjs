// What the kit's fetch gives: the answer whole or an error, in the worker and in the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { INSECURE, start, visit } from "./support/browser.mjs";
import { build, host } from "./support/host.mjs";

const LIMIT = { timeout: 60_000 };

test("a stream is a stream still where it is read as a whole, in parts, twice or not at all", LIMIT, async (t) => {
  const site = await host(t);
  for (const origin of ["127.0.0.1", INSECURE]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    await start(page, { settings: { records: 20_000 } });
    const told = await page.evaluate(async () => {
      const get = (path = "export/csv") => playground.fetch(path);
      const size = (await (await get()).arrayBuffer()).byteLength;
      const parts = async (response) => {
        let read = 0;
        for (const reader = response.body.getReader(); ; ) {
          const { done, value } = await reader.read();
          if (done) return read;
          read += value.length;
        }
      };
      const response = await get();
      const clone = response.clone();
      const looked = await get();
      return {
        size,
        url: response.url,
        sizes: [
          (await (await get()).text()).length,
          (await (await get()).blob()).size,
          await parts(await get()),
          await parts(response),
          await parts(clone),
          (await (looked.body && looked.arrayBuffer())).byteLength,
          (await new Response((await get()).body).arrayBuffer()).byteLength,
        ],
        used: response.bodyUsed,
        type: (await (await get()).blob()).type,
        head: await (await playground.fetch("export/csv", { method: "HEAD" })).text(),
        unchanged: await (async () => {
          const { headers } = await playground.fetch("export/csv", { method: "head" });
          const known = await playground.fetch("export/csv", { headers: { "if-none-match": headers.get("etag") }, cache: "no-store" });
          return [known.status, await known.text()];
        })(),
        part: (await (await playground.fetch("export/csv", { headers: { range: "bytes=0-99" } })).arrayBuffer()).byteLength,
        rows: (await (await get("pagination/offset?limit=2")).json()).data.length,
      };
    });
    const { size, type } = told;
    assert.match(type, /^text\/csv/);
    assert.ok(size > 1_000_000);
    assert.deepEqual(told, {
      size,
      url: `http://${origin}:${site.port}/export/csv`,
      sizes: Array(7).fill(size),
      used: true,
      type,
      head: "",
      unchanged: [304, ""],
      part: 100,
      rows: 2,
    });
  }
});

test("a stream whose worker has gone in the middle is an error and no end", LIMIT, async (t) => {
  const site = await host(t);
  for (const said of [true, false]) {
    const page = await visit(t, site.url);
    await start(page, { settings: { records: 10_000 } });
    const [worker] = page.context().serviceWorkers();
    // As Firefox shows it: a good end in the middle, and another life of the worker afterwards.
    await worker.evaluate((said) => {
      const { respondWith } = FetchEvent.prototype;
      const short = async (answer) => {
        const { body, status, headers } = await answer;
        const own = new Headers(headers);
        if (!said) own.delete("content-length");
        let room = 500_000;
        const cut = new TransformStream({
          transform: async (chunk, controller) => {
            await new Promise((later) => setTimeout(later, 50));
            if ((room -= chunk.length) < 0) controller.terminate();
            else controller.enqueue(chunk);
          },
        });
        return new Response(body.pipeThrough(cut), { status, headers: own });
      };
      FetchEvent.prototype.respondWith = function (answer) {
        return respondWith.call(this, this.request.url.includes("export") ? short(answer) : answer);
      };
      const { postMessage } = Client.prototype;
      Client.prototype.postMessage = function (message) {
        if (message.connectorPlayground !== "streamed") postMessage.call(this, message);
      };
      REPLIES.life = async () => ({ life: "another" });
    }, said);
    const errors = await page.evaluate(async () => {
      const of = (ask) =>
        ask().then(
          (size) => size,
          ({ message }) => message,
        );
      const get = () => playground.fetch("export/csv");
      return [
        await of(async () => (await (await get()).text()).length),
        await of(async () => {
          const reader = (await get()).body.getReader();
          while (!(await reader.read()).done);
        }),
      ];
    });
    const ours = /^Connector Playground: the browser ended the service worker in the middle of http:\S+\/export\/csv, after \d+ bytes$/;
    for (const error of errors) assert.match(String(error), ours);
  }
});

test("an answer that can't be read is an error, and no success", LIMIT, async (t) => {
  const moved = (_, response) => response.writeHead(302, { location: "/data.json" }).end();
  const site = await host(t, { files: { ...build(), moved, "data.json": "{}" } });
  const other = await host(t);
  for (const origin of ["127.0.0.1", INSECURE]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    await start(page);
    const errors = await page.evaluate(async (foreign) => {
      const error = (path, init) =>
        playground.fetch(path, init).then(
          ({ status }) => status,
          ({ name, message }) => `${name}: ${message}`,
        );
      return [await error(foreign, { mode: "no-cors" }), await error("moved", { redirect: "manual" }), await error("moved")];
    }, `${other.url}index.html`);
    assert.match(String(errors[0]), /^TypeError: Connector Playground: the answer can't be read \(opaque\)/);
    assert.match(String(errors[1]), /^TypeError: Connector Playground: the answer can't be read \(opaqueredirect\)/);
    assert.equal(errors[2], 200);
  }
});

test("an upload that stalls is given up, and one that fails is an error, in the worker and in the page", LIMIT, async (t) => {
  const site = await host(t);
  for (const origin of ["127.0.0.1", INSECURE]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    await start(page);
    const told = await page.evaluate(async () => {
      const post = (body, more) => playground.fetch("playground/check", { method: "POST", body, duplex: "half", ...more });
      const name = (answer) =>
        answer.then(
          ({ status }) => status,
          (error) => error.name,
        );
      const stalled = (cancel) => new ReadableStream({ pull: () => new Promise(() => {}), cancel });
      const failing = new ReadableStream({ pull: (controller) => controller.error(new Error("the disk is gone")) });
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 50);
      let cancelled = false;
      return [
        await name(
          post(
            stalled(() => void (cancelled = true)),
            { signal: AbortSignal.timeout(100) },
          ),
        ),
        cancelled,
        await name(post(stalled(), { signal: abort.signal })),
        await post(failing).catch(({ message }) => message),
        await name(post(new Blob(["[]"]).stream())),
      ];
    });
    assert.deepEqual(told, ["TimeoutError", true, "AbortError", "the disk is gone", 200]);
  }
});

test("what is the host's comes to it with its upload, in the worker and in the page", LIMIT, async (t) => {
  const echo = (request, response) => request.pipe(response.writeHead(200, { "content-type": "text/plain" }));
  const site = await host(t, { files: { ...build(), echo } });
  for (const origin of ["127.0.0.1", INSECURE]) {
    const page = await visit(t, `http://${origin}:${site.port}/`);
    await start(page);
    const told = await page.evaluate(async () => {
      const post = async (body) => (await playground.fetch("echo", { method: "POST", body, duplex: "half" })).text();
      const abort = new AbortController();
      const left = playground.fetch("echo", { method: "POST", body: "x", signal: abort.signal }).then(
        ({ status }) => status,
        ({ name }) => name,
      );
      abort.abort();
      return [await post("text"), await post(new Blob(["blob"])), await post(new Blob(["stream"]).stream()), await left];
    });
    assert.deepEqual(told, ["text", "blob", "stream", "AbortError"]);
  }
});
