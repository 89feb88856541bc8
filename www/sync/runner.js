// The page's side of a sync: makes a worker of the code, answers what it asks, and ends it in time.
import { LIMITS, SECONDS } from "./limits.js";
import { timeLimit } from "./time.js";
import { workerText } from "./worker.js";

/**
 * What went wrong, as compilers tell it: where, what, what came before it (`came` is for the model to say), and what to do. `about` is
 * what of an answer was missed: its "rows", its "body", or "any" thing; "limit" where the sync was stopped.
 * @typedef {{ line: number | null, what: string, help: string, about: string, beside?: { python: string, javascript: string } }} Fault
 * @typedef {{ code: string, seconds?: number, keys: string[], credentials: object, state: object,
 *   ask: (request: object) => Promise<{ error?: string, url: string, status: number, headers: [string, string][], body: Uint8Array }>,
 *   onLand: (rows: object[], state: object) => void, onLog: (line: string) => void }} Job
 * @typedef {{ state: object, error: Fault | null, stopped: boolean, seconds: number, returned: { rows?: number, names?: string[] } | null }} Outcome
 */

/**
 * Starts one sync. `ended` never rejects; after it, nothing of the worker is heard any more.
 * @param {Job} job
 * @returns {{ ended: Promise<Outcome>, stop: () => void }}
 */
export function startSync(job) {
  const started = performance.now();
  const { keys, credentials } = job;
  const { text, above } = workerText(job.code, { limits: LIMITS, keys, credentials, state: job.state });
  const lineIn = (stack) => lineOf(stack, above, job.code);
  let state = job.state;
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  let worker, over;

  const finish = ({ error = null, stopped = false, returned = null }) => {
    if (over) return;
    over = true;
    time.cancel();
    worker?.terminate();
    end({ state, error, stopped, returned, seconds: (performance.now() - started) / 1000 });
  };
  const time = timeLimit({
    seconds: job.seconds ?? SECONDS,
    ping: () => worker.postMessage({ ping: true }),
    end: (error) => finish({ stopped: true, error }),
    lineOf: lineIn,
  });
  const kept = (text) => text !== undefined && (state = JSON.parse(text));
  const hear = async (data) => {
    if (over) return;
    time.heard();
    kept(data.state);
    if (data.log !== undefined) return job.onLog(data.log);
    if (data.land !== undefined) return job.onLand(JSON.parse(data.land), state);
    if (data.asleep !== undefined) return time.slept(data.asleep, data.stack);
    if (data.done) return finish({ returned: data.returned });
    if (data.limit) return finish({ stopped: true, error: tooMany() });
    if (data.failed) return finish({ error: { ...data.failed, line: lineIn(data.stack) } });
    if (data.ask === undefined) return;
    const { body, ...answer } = await job.ask(data);
    if (!over) worker.postMessage({ answer: data.ask, ...answer, body: body?.buffer }, body ? [body.buffer] : []);
  };

  try {
    worker = workerOf(text);
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = async (event) => (event.preventDefault?.(), finish({ error: await loadError(event, above, job.code) }));
  } catch (error) {
    finish({ error: noWorker(error.message) });
  }
  return { ended, stop: () => finish({ stopped: true }) };
}

function workerOf(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return new Worker(address);
  } finally {
    // The worker has begun to load it; the blob lives until it has.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

const tooMany = () => ({
  line: null,
  what: `Stopped after ${LIMITS.requests.toLocaleString("en-GB")} requests, the most that one sync can make here.`,
  help: "Does the loop end?",
  about: "limit",
});

const noWorker = (why) => ({
  line: null,
  what: `The browser could not start a worker for the code${why ? ` (${why})` : ""}.`,
  help: "Another browser, or a window that is not private, may do it.",
  about: "",
});

/** The person's line in a stack: the first that is theirs, not of what stands around their code. */
function lineOf(stack, above, code) {
  const lines = code.split("\n").length;
  const found = [...stack.matchAll(/blob:\S*?:(\d+):\d+/g)].map(([, line]) => Number(line) - above);
  return found.find((line) => line > 0 && line <= lines) ?? null;
}

/** Code that cannot be read or whose first level throws. Firefox says nothing of code that it cannot read, just as of no worker at all. */
async function loadError({ message, lineno }, above, code) {
  // Few runs need it.
  const { unread } = await import("./unread.js");
  if (message) return unread(code, { what: message.replace(/^Uncaught (\(in promise\) )?/, ""), line: Math.max(1, (lineno || 1) - above) });
  return (await canWork()) ? unread(code) : noWorker();
}

/** Whether the browser starts a worker at all. */
function canWork() {
  return new Promise((resolve) => {
    const probe = workerOf("postMessage(1)");
    const told = (can) => (probe.terminate(), clearTimeout(timer), resolve(can));
    const timer = setTimeout(() => told(false), 5000);
    probe.onmessage = () => told(true);
    probe.onerror = () => told(false);
  });
}
