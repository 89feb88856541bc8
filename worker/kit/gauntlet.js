// The gauntlet for tests in Node: `playground gauntlet` over a command, or over a function of a module. It dies with this process, however that
// ends, and the connector with it: its standard input is a pipe from here.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { program } from "./program.js";

/** Milliseconds that an end may take. */
const PATIENCE = 10_000;
/** Verdicts of a case that are no failure. */
const GOOD = ["complete", "expected"];
/** Variables of a server, and of the test that this runs in, which are none of the connector's. */
const OURS = /^(PLAYGROUND_|NODE_TEST)/;

/** See gauntlet.d.ts for what goes in and comes out. */
export async function runGauntlet(options = {}) {
  const { command, module, export: name, execArgv, cwd, signal, binary, ...flags } = options;
  if (process.env.PLAYGROUND_GAUNTLET_RUN)
    throw misuse("runGauntlet was called in a process of a gauntlet: a sync and its tests are to be modules apart");
  const line = module === undefined ? commandOf(command) : functionOf(module, name, execArgv);
  signal?.throwIfAborted();
  const words = ["gauntlet", "--json", "--end-with-stdin", ...Object.entries(flags).flatMap(wordsOf), "--", ...line];
  const { code, out, said } = await ended(program(binary), words, { cwd, signal });
  if (code !== 0 && code !== 1) throw new Error(`Connector Playground: ${errorOf(said) || `\`playground gauntlet\` ended with ${code}`}`);
  return new Report(JSON.parse(out));
}

/** The report as the command prints it; its text tells the cases that failed. */
class Report {
  constructor(report) {
    Object.assign(this, report);
  }

  get failures() {
    return this.cases.filter(({ verdict }) => !GOOD.includes(verdict));
  }

  toString() {
    const { cases, failures } = this;
    if (this.verdict === "pass") return `gauntlet: all ${cases.length} cases passed`;
    const told = failures.map(({ name, verdict, cause, again }) => `\n  ${name}: ${verdict}: ${cause}\n    again: ${again}`);
    return `gauntlet: ${failures.length} of ${cases.length} cases failed${told.join("")}`;
  }
}

function commandOf(command) {
  if (Array.isArray(command) && command.length && command.every((word) => typeof word === "string")) return command;
  throw misuse(
    typeof command === "function"
      ? "a function cannot be handed to the process that is killed: name its module and its export, as { module: new URL('./sync.js', import.meta.url), export: 'sync' }"
      : "runGauntlet takes { command: [program, ...arguments] }, or { module, export } of a function",
  );
}

/** The line that calls a function in a process of its own, which finds it by its module and its name. */
function functionOf(module, name = "default", execArgv = []) {
  const isUrl = module instanceof URL || String(module).startsWith("file:");
  const file = isUrl ? fileURLToPath(module) : resolve(module);
  if (file === process.argv[1])
    throw misuse(`${file} is the program that runs, which each run would begin anew: the function is to have a module of its own`);
  return [process.execPath, ...execArgv, fileURLToPath(new URL("sync.js", import.meta.url)), file, name];
}

const misuse = (said) => new TypeError(`Connector Playground: ${said}`);

/** An option as the flag of its name: what is off is left out, lists are one value, and members are a flag each. */
function wordsOf([option, value]) {
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === undefined || value === null || value === false) return [];
  if (value === true) return [flag];
  if (typeof value !== "object") return [`${flag}=${value}`];
  if (typeof value[Symbol.iterator] !== "function") return Object.entries(value).map(([key, member]) => `${flag}=${key}=${member}`);
  const list = [...value];
  return list.length ? [`${flag}=${list.join(",")}`] : [];
}

/** How the command ended, and what it said. One that is given up ends what it started before this rejects. */
async function ended(file, words, { cwd, signal }) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const child = spawn(file, words, { cwd, env, stdio: "pipe" });
  // It may be gone before it is told to go.
  child.stdin.on("error", () => {});
  let late;
  const giveUp = () => {
    child.stdin.end();
    late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  };
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    const over = new Promise((resolve, reject) => child.on("error", reject).on("close", (code, end) => resolve(code ?? end)));
    const [code, out, said] = await Promise.all([over, text(child.stdout), text(child.stderr)]);
    signal?.throwIfAborted();
    return { code, out, said };
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", giveUp);
  }
}

/** The error in what the command said, on one line, without the word on where there is help. */
function errorOf(said) {
  const [first] = said
    .slice(Math.max(said.search(/^error: /m), 0))
    .trim()
    .split(/\n\s*\n/);
  const lines = first.split("\n").map((line) => line.trim());
  return lines.join(" ").replace(/^error: /, "");
}
