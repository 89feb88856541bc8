// Answers and uploads as a page can trust them, where browsers keep silent about what went wrong. The build puts this into index.js.
import { ask } from "./asking.js";

/** Requests whose answers may still stream: what the worker has told of each. */
const OPEN = new Set();
/** More than so many were never read. */
const MOST_OPEN = 1000;
/** Statuses of answers that have no body, whatever length they name. */
const BODILESS = [204, 205, 304];

/**
 * What a worker tells while it streams. A browser stops one that has no event for long, and Firefox gives the reader a good end then, so that the
 * worker asks for events, which an answer is.
 */
export function heard({ data, source }) {
  const { connectorPlayground: told, url, life } = data ?? {};
  if (told === "streaming") source.postMessage({ connectorPlayground: "awake" });
  const begun = told === "streaming" && find((open) => open.url === url && !open.life);
  if (begun) begun.life = life;
  const ended = told === "streamed" && find((open) => open.url === url && open.life === life && !open.ended);
  if (ended) ended.ended = true;
}

const find = (is) => [...OPEN].find(is);

/** An answer that says something: one with status 0 hides whether there was any. */
export function readable(response) {
  if (response.status !== 0) return response;
  throw new TypeError(
    `Connector Playground: the answer can't be read (${response.type}). Ask without mode "no-cors" and redirect "manual"`,
  );
}

/**
 * A request whose upload is bytes where it was a stream: Firefox sends the text "[object ReadableStream]" for one, and Chromium none over HTTP/1.1.
 * What fails in the stream, or gives it up, is the error of the request.
 */
export async function sendable(init) {
  return init.body instanceof ReadableStream ? { ...init, body: await collected(init.body, init.signal) } : init;
}

async function collected(stream, signal) {
  signal?.throwIfAborted();
  const reader = stream.getReader();
  const giveUp = () => reader.cancel(signal.reason).catch(() => {});
  signal?.addEventListener("abort", giveUp);
  const parts = [];
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  // Cancelling a stream makes its reader see a regular end.
  signal?.throwIfAborted();
  return new Blob(parts);
}

/** A request whose answer may stream. */
export function opened(url) {
  const open = { url: url.replace(/#.*/, ""), life: undefined, ended: false };
  OPEN.add(open);
  if (OPEN.size > MOST_OPEN) OPEN.delete(OPEN.values().next().value);
  return open;
}

/**
 * The answer, whose reader gets an error where the worker was ended in the middle: browsers may show that as a good end. It stays the browser's
 * own, since Chromium lists a request as cancelled whose answer is read through another stream.
 */
export function whole(response, open, worker) {
  if (BODILESS.includes(response.status)) return response;
  const own = Response.prototype;
  const said = response.headers.has("content-encoding") ? null : response.headers.get("content-length");
  const end = async (size) => {
    OPEN.delete(open);
    const complete = said === null ? await isEnded(open, worker) : size >= Number(said);
    if (!complete)
      throw new TypeError(`Connector Playground: the browser ended the service worker in the middle of ${open.url}, after ${size} bytes`);
  };
  const body = () => Object.getOwnPropertyDescriptor(own, "body").get.call(response);
  const buffer = async () => {
    const bytes = await own.arrayBuffer.call(response);
    await end(bytes.byteLength);
    return bytes;
  };
  const text = async () => new TextDecoder().decode(await buffer());
  let watched;
  return Object.defineProperties(response, {
    body: { get: () => (watched ??= body() && counted(body(), end)) },
    arrayBuffer: { value: buffer },
    bytes: { value: async () => new Uint8Array(await buffer()) },
    text: { value: text },
    json: { value: async () => JSON.parse(await text()) },
    blob: { value: async () => new Blob([await buffer()], { type: response.headers.get("content-type") ?? "" }) },
    clone: { value: () => whole(own.clone.call(response), opened(open.url), worker) },
  });
}

/** A stream that tells its size when it ends. Nobody has the one below before it is read. */
function counted(stream, end) {
  let reader;
  let size = 0;
  const taken = () => (reader ??= stream.getReader());
  const pull = async (controller) => {
    const { done, value } = await taken().read();
    if (done) return end(size).then(() => controller.close());
    size += value.length;
    controller.enqueue(value);
  };
  return new ReadableStream({ pull, cancel: (reason) => taken().cancel(reason) }, { highWaterMark: 0 });
}

/** Whether an answer came to its own end: whole at once, as the worker says, or of a worker that still lives the same life. */
async function isEnded(open, worker) {
  if (!open.life || open.ended) return true;
  const now = await ask(worker, "life").catch(() => undefined);
  return open.ended || now?.life === open.life;
}
