// What stands first in the worker: it closes the ways past `api`, before any of the person's code runs.

/** Whatever asks another host, or makes a place where that is open again. */
const CLOSED = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "importScripts",
  "Worker",
  "caches",
];

/** It as text. */
export const prologue = () => `(${close})(${JSON.stringify(CLOSED)});`;

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
