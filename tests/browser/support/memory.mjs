// What a service worker's wasm, and the processes that run pages and workers, hold in memory.
import { readFileSync } from "node:fs";

/** The pages' and workers' processes of a browser; their memory is told on Linux alone. */
export async function renderers(browser) {
  const cdp = await browser.newBrowserCDPSession();
  const processes = async () => (await cdp.send("SystemInfo.getProcessInfo")).processInfo.filter(({ type }) => type === "renderer");
  /** MiB of all of them together. */
  const held = (ids) =>
    ids.reduce((sum, id) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]), 0) / 1024;
  return {
    /** What `work` gives, and as `most` by how many MiB the memory had grown at most; much of it waits for the collector. */
    async during(work) {
      if (process.platform !== "linux") return work();
      const ids = (await processes()).map(({ id }) => id);
      const before = held(ids);
      let most = before;
      const timer = setInterval(() => (most = Math.max(most, held(ids))), 20);
      try {
        const result = await work();
        return { ...result, most: most - before };
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** The wasm memory of a service worker's playground, in MiB. It never shrinks, so that its size is the most there was. */
export async function memoryOf(worker) {
  await worker.evaluate(async () => {
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (module, imports) {
      const instance = new Instance(module, imports);
      globalThis.wasmMemory = instance.exports.memory;
      return instance;
    };
    // A server in an instance that is seen.
    starting = undefined;
    await server();
    WebAssembly.Instance = Instance;
  });
  return { size: () => worker.evaluate(() => wasmMemory.buffer.byteLength / 1048576) };
}
