// Workers in Node, so that a sync runs there as in the page: with the whole text that a browser's worker gets, and told of what it cannot
// read as Chromium tells it, or as Firefox does.
import { resolveObjectURL } from "node:buffer";
import { Worker as Thread } from "node:worker_threads";

/** A worker's own world, in which the text runs as a script of a blob. */
const WORLD = `
const { parentPort, workerData } = require("node:worker_threads");
const { Script } = require("node:vm");
const port = parentPort;
const events = new EventTarget();
globalThis.self = globalThis;
// The prologue closes what is there, and leaves alone what is not.
for (const name of ["Worker", "fetch", "caches"]) delete globalThis[name];
globalThis.postMessage = (data) => port.postMessage({ data });
globalThis.addEventListener = (name, hear) => name === "unhandledrejection" && process.on("unhandledRejection", (reason) => hear({ reason, preventDefault() {} }));
port.on("message", (data) => globalThis.onmessage?.({ data }));
try {
  new Script(workerData, { filename: "blob:x" }).runInThisContext();
} catch (error) {
  const line = Number(/blob:x:(\\d+)/.exec(error.stack)?.[1] ?? 1);
  port.postMessage({ unread: error.name === "SyntaxError", message: "Uncaught " + error, line });
}
`;

/** Puts workers into this process until the test ends. @param {{ tells?: boolean }} how `tells` as Chromium does, or as Firefox does not */
export function withWorkers({ tells = true } = {}) {
  globalThis.Worker = class {
    #thread;

    constructor(address) {
      this.#thread = this.#start(address);
    }

    async #start(address) {
      const workerData = await resolveObjectURL(address).text();
      const thread = new Thread(WORLD, { eval: true, workerData });
      thread.unref();
      thread.on("message", ({ data, message, line, unread }) => {
        if (data) return this.onmessage?.({ data });
        return this.onerror?.(unread && !tells ? {} : { message, lineno: line });
      });
      return thread;
    }

    async postMessage(data, transfer) {
      (await this.#thread).postMessage(data, transfer);
    }

    async terminate() {
      (await this.#thread).terminate();
    }
  };
}
