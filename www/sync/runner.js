// The page's side of a sync: makes a worker of the code, answers what it asks, and ends it in time.
import { epilogue } from "./epilogue.js";
import { LIMITS, SECONDS } from "./limits.js";
import { prologue } from "./prologue.js";

/**
 * @typedef {{ code: string, seconds?: number, keys: string[], credentials: object, state: object,
 *   ask: (request: object) => Promise<{ error?: string, url: string, status: number, headers: [string, string][], body: Uint8Array }>,
 *   onLand: (rows: object[]) => void, onLog: (line: string) => void }} Job
 * @typedef {{ state: object, error: { text: string, line: number | null } | null, stopped: boolean, seconds: number }} Outcome
 */

/**
 * Starts one sync. `ended` never rejects; after it, nothing of the worker is heard any more.
 * @param {Job} job
 * @returns {{ ended: Promise<Outcome>, stop: () => void }}
 */
export function startSync(job) {
  const started = performance.now();
  const seconds = job.seconds ?? SECONDS;
  const lines = job.code.split("\n").length;
  let state = job.state;
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  let worker, timer, over;

  const finish = ({ error = null, stopped = false }) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    worker?.terminate();
    end({ state, error, stopped, seconds: (performance.now() - started) / 1000 });
  };
  const kept = (text) => text !== undefined && (state = JSON.parse(text));
  const hear = async (data) => {
    if (over) return;
    kept(data.state);
    if (data.log !== undefined) return job.onLog(data.log);
    if (data.land !== undefined) return job.onLand(JSON.parse(data.land));
    if (data.done) return finish({});
    if (data.limit) return finish({ stopped: true, error: { text: tooMany(), line: null } });
    if (data.failed !== undefined) return finish({ error: { text: data.failed, line: lineOf(data.stack, lines) } });
    const { body, ...answer } = await job.ask(data);
    if (!over) worker.postMessage({ answer: data.ask, ...answer, body: body?.buffer }, body ? [body.buffer] : []);
  };

  try {
    worker = workerOf(job, LIMITS);
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = (event) => (event.preventDefault?.(), finish({ error: loadError(event, lines) }));
    timer = setTimeout(() => finish({ stopped: true, error: { text: tooLong(seconds), line: null } }), seconds * 1000);
  } catch (error) {
    finish({ error: { text: noWorker(error.message), line: null } });
  }
  return { ended, stop: () => finish({ stopped: true }) };
}

function workerOf({ code, keys, credentials, state }, limits) {
  const text = prologue() + code + epilogue({ limits, keys, credentials, state });
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return new Worker(address);
  } finally {
    // The worker has begun to load it; the blob lives until it has.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

const tooLong = (seconds) => `Stopped after ${seconds} seconds. Does the loop end? Look at the timeline for what it asked last.`;
const tooMany = () => `Stopped after ${LIMITS.requests.toLocaleString("en-GB")} requests in one sync. Does the loop end?`;
const noWorker = (why) =>
  `The browser makes no worker for the code${why ? ` (${why})` : ""}. Another browser, or a window that is not private, may do it.`;

/** The person's line in a stack: the first that is theirs, not of what stands around their code. */
function lineOf(stack, lines) {
  const before = prologue().length;
  const found = [...stack.matchAll(/blob:\S*?:(\d+):(\d+)/g)].map(([, ...place]) => place.map(Number));
  return found.find(([line, column]) => line <= lines && (line > 1 || column > before))?.[0] ?? null;
}

/** What stands in an error event: code that can't be read or whose first level throws. Past its end the code's last line is meant. */
function loadError({ message, lineno }, lines) {
  if (!message) return { text: noWorker(), line: null };
  const text = message.replace(/^Uncaught (\(in promise\) )?/, "");
  const hint = lineno > lines ? ". The code ends too early: a bracket, a quote or a comment is still open." : "";
  return { text: text + hint, line: Math.min(lineno || 1, lines) };
}
