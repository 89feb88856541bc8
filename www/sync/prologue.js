// What stands before the person's code in the worker, on its first line: it closes the ways past `api`, before any of the code runs.

/** Whatever asks another host, or makes a place where that is open again. */
const CLOSED = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "Worker", "caches",
];

/** The text before the code. It is one line, so that the code's lines keep their numbers. */
export const prologue = () => `(${close})(${JSON.stringify(CLOSED)});`.replace(/\s+/g, " ");

function close(names) {
  for (const name of names) {
    const refuse = function () {
      throw new Error("Use api(path) in place of " + name + ": only requests to the playground count here.");
    };
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) {
      if (owner !== self && !Object.hasOwn(owner, name)) continue;
      Object.defineProperty(owner, name, { value: refuse, configurable: true, writable: true });
    }
  }
}
