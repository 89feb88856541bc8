// Starts the edge's adapter in workerd, and the static site, through the tasks that people use for it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder that `cargo xtask build` made. */
export const DIST = process.env.DIST ?? "dist";
/** How long it may take to start, and how long to end; milliseconds. */
const PATIENCE = 30_000;

/** Runs it until the test ends. `set` has settings by key, `isolates` is their number; `dist` is another folder to take it from. */
export async function startEdge(t, options) {
  const edge = spawnTask("edge", options);
  t.after(() => edge.stop());
  const [, origin, credentials] = await edge.says(/^(http:\/\/\S+)\/\n(\{[^}]*\})\n/);
  return { ...edge, origin, credentials: JSON.parse(credentials) };
}

/** Serves the static site until the test ends. */
export async function startSite(t, options) {
  const site = spawnTask("site", options);
  t.after(() => site.stop());
  const [, origin] = await site.says(/^(http:\/\/\S+)\/\n/);
  return { ...site, origin };
}

/** The task as a process, whether or not it comes to a start. `given` are arguments that the others come after. */
export function spawnTask(name, { given = [], set = {}, dist = DIST, port = 0, isolates } = {}) {
  const [program, ...words] = process.env.XTASK ? [process.env.XTASK] : ["cargo", "--quiet", "xtask"];
  words.push(name, ...given, "--port", `${port}`, "--dist", dist);
  if (isolates) words.push("--isolates", `${isolates}`);
  for (const [key, value] of Object.entries(set)) words.push("--set", `${key}=${value}`);
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  const told = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (told[name] += text));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...told }));
  return {
    pid: child.pid,
    /** Code or signal, and what it printed, once it has ended. */
    ended: () => within(PATIENCE, ended, () => `it still runs: ${told.stdout}`),
    /** Waits until its standard output matches. */
    async says(pattern) {
      const matched = new Promise((resolve, reject) => {
        const look = () => pattern.test(told.stdout) && resolve(pattern.exec(told.stdout));
        child.stdout.on("data", look);
        ended.then(() => reject(new Error(`it ended: ${told.stdout}${told.stderr}`)));
      });
      return within(PATIENCE, matched, () => `no ${pattern} in ${told.stdout}`);
    },
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      return within(PATIENCE, ended, () => (child.kill("SIGKILL"), `${signal} did not end it`));
    },
  };
}

/** A promise that does not last forever. */
async function within(milliseconds, promise, problem) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(problem())), milliseconds)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A copy of the built edge in a folder of its own, for tests that change it. */
export async function copyOfEdge(t) {
  const folder = await mkdtemp(join(tmpdir(), "playground-edge-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(DIST, "edge"), join(folder, "edge"), { recursive: true });
  return folder;
}
