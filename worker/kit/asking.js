// Questions to the service worker. The build puts this into index.js.

/** How long an answer to a message, and a take-over of this page, may take; milliseconds. */
export const REPLY = 3000;

/** An error with nothing left to try. */
export class Clear extends Error {
  constructor(text) {
    super(`Connector Playground: ${text}`);
    this.name = "PlaygroundError";
  }
}

/** What a worker replies to a message. */
export function ask(worker, question, milliseconds = REPLY) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new Clear(`The service worker does not reply within ${milliseconds / 1000} s`)), milliseconds);
    port1.onmessage = ({ data }) => (clearTimeout(timer), port1.close(), resolve(data));
    worker.postMessage({ connectorPlayground: question }, [port2]);
  });
}
