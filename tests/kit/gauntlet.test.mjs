// `runGauntlet` out of the installed package, over commands and functions; and that nothing of a connector is left when its test is given up.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { installed } from "./support/installed.mjs";

const LIMIT = { timeout: 120_000 };
const CASES = ["short_pages", "empty_pages", "second_sync", "resume/2"];
const project = installed();
const kit = pathToFileURL(join(project.folder, "node_modules/connector-playground/node.js"));
const { runGauntlet } = await import(kit);
const module = new URL("support/syncs.mjs", import.meta.url);
const seed = "demo";

test("a right function passes, and its report is the command's", LIMIT, async () => {
  const report = await runGauntlet({ module, export: "right", only: CASES, seed });
  assert.equal(report.verdict, "pass", `${report}`);
  assert.match(`${report}`, /^gauntlet: all \d+ cases passed$/);
  assert.ok(["plain", "short_pages", "resume/2/body"].every((name) => report.cases.some((one) => one.name === name)));
  assert.deepEqual(Object.keys(report), ["verdict", "cases", "skipped", "command", "settings", "version"]);
  assert.deepEqual(report.settings.slice(0, 2), ["--seed", seed]);
});

test("what a naive function loses is told, with the line that shows it again", LIMIT, async () => {
  const report = await runGauntlet({
    module,
    only: CASES.slice(0, 2),
    seed,
    stream: { people: "people" },
    report: { json: join(project.folder, "report.json") },
  });
  assert.deepEqual(
    [report.verdict, report.failures.map(({ name, verdict }) => [name, verdict])],
    [
      "fail",
      [
        ["short_pages", "silent"],
        ["empty_pages", "silent"],
      ],
    ],
  );
  assert.match(
    `${report}`,
    /^gauntlet: 2 of 3 cases failed\n {2}short_pages: silent: .*\n {4}again: playground gauntlet --only short_pages /,
  );
  assert.equal(JSON.parse(readFileSync(join(project.folder, "report.json"), "utf8")).verdict, "fail");
  const killed = await runGauntlet({ module: module.href, export: "strictlyAfter", only: "resume/2", seed, jobs: 1 });
  assert.ok(killed.failures.length && killed.failures.every(({ name, missing }) => name.startsWith("resume/") && missing > 0));
});

test("a command runs as it is, with the flags that it is given", LIMIT, async () => {
  const code = `fetch(process.argv[1] + "/export/ndjson").then((answer) => answer.text()).then((text) => process.stdout.write(text))`;
  const command = [process.execPath, "--eval", code, "{base_url}"];
  const options = { command, only: ["second_sync"], seed, records: 30, timeout: 20 };
  const merged = await runGauntlet({ ...options, append: false, skip: [] });
  assert.deepEqual([merged.verdict, merged.cases[0].truth], ["pass", 30], `${merged}`);
  const appended = await runGauntlet({ ...options, append: true });
  assert.deepEqual(
    appended.failures.map(({ name, verdict, duplicates }) => [name, verdict, duplicates]),
    [["second_sync", "twice", 30]],
  );
});

test("a function that fails is no error of the gauntlet, and says why", LIMIT, async () => {
  const cause = async (name) => (await runGauntlet({ module, export: name })).failures[0].cause;
  assert.match(await cause("givesUp"), /Error: no such table/);
  assert.match(await cause("nope"), /syncs\.mjs exports no function 'nope', but default, givesUp, notAFunction, right, strictlyAfter/);
});

test("wrong usage is an error with the command's own words", LIMIT, async () => {
  const command = [process.execPath, "--version"];
  const no = [
    [{ command: () => {} }, /^TypeError: Connector Playground: a function cannot be handed to the process that is killed: name its module/],
    [{}, /^TypeError: Connector Playground: runGauntlet takes \{ command/],
    [undefined, /^TypeError: .* runGauntlet takes/],
    [{ command: "node sync.js" }, /^TypeError: .* runGauntlet takes/],
    [{ command: [] }, /^TypeError: .* runGauntlet takes/],
    [{ module: process.argv[1] }, /^TypeError: .* is the program that runs, .* a module of its own/],
    [{ command, onyl: ["resume"] }, /^Error: Connector Playground: unexpected argument '--onyl' found/],
    [{ command, timeout: 0 }, /^Error: Connector Playground: invalid value '0' for '--timeout <SECONDS>'/],
    [{ command, merge: true, append: true }, /'--merge' cannot be used with '--append'/],
    [{ command, stream: { a: "b" } }, /STREAM one of people/],
    [{ command, records: 0 }, /--records/],
    [{ command: ["no-such-program-here"] }, /^Error: Connector Playground: cannot run 'no-such-program-here': /],
    [{ module, export: "right", only: ["tises"] }, /^Error: Connector Playground: invalid value 'tises' for '--only/],
  ];
  for (const [options, said] of no) await assert.rejects(runGauntlet(options), said);
});

test("a command that is not there is named, and what is missing is said", LIMIT, async (t) => {
  const options = { command: [process.execPath] };
  const before = { PATH: process.env.PATH, PLAYGROUND_BINARY: process.env.PLAYGROUND_BINARY };
  t.after(() => Object.assign(process.env, before));
  await assert.rejects(runGauntlet({ ...options, binary: "/no/such" }), /the option `binary` names \/no\/such, where there is no file/);
  process.env.PLAYGROUND_BINARY = "/no/such/either";
  await assert.rejects(runGauntlet(options), /the variable PLAYGROUND_BINARY names \/no\/such\/either, where there is no file/);
  delete process.env.PLAYGROUND_BINARY;
  // npm's link to the package's own command counts for none.
  process.env.PATH = join(project.folder, "node_modules/.bin");
  const said = new RegExp(
    `neither the option \`binary\` nor the variable PLAYGROUND_BINARY names one, the package @connector-playground/${process.platform}-${process.arch} is not installed, and the path has none`,
  );
  await assert.rejects(runGauntlet(options), said);
  process.env.PATH = join(before.PLAYGROUND_BINARY, "..");
  assert.equal((await runGauntlet(options)).cases.length, 1);
});

/** A connector that notes its process and then waits. */
function waiting(name) {
  const file = join(project.folder, name);
  const code = `const { renameSync, writeFileSync } = require("node:fs"); const file = process.argv[1];
    writeFileSync(file + ".new", String(process.pid)); renameSync(file + ".new", file); setTimeout(() => {}, 60_000)`;
  const pid = async () => {
    await until(() => existsSync(file));
    return Number(readFileSync(file, "utf8"));
  };
  return { command: [process.execPath, "--eval", code, file], pid };
}

async function until(condition) {
  for (let n = 0; !condition(); n += 1) {
    assert.ok(n < 500, `not after 10 s: ${condition}`);
    await pause(20);
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a gauntlet that is given up leaves nothing, and rejects with the reason", LIMIT, async () => {
  const { command, pid } = waiting("aborted");
  const controller = new AbortController();
  const run = runGauntlet({ command, signal: controller.signal });
  const connector = await pid();
  assert.ok(isAlive(connector));
  const reason = new Error("the test is over");
  controller.abort(reason);
  await assert.rejects(run, reason);
  await until(() => !isAlive(connector));
  await assert.rejects(runGauntlet({ command, signal: controller.signal }), reason);
});

test("nothing is left of a test that is killed, or ends by itself", LIMIT, async () => {
  for (const how of ["SIGKILL", "exit"]) {
    const { command, pid } = waiting(how);
    const end = how === "exit" ? `process.stdin.once("data", () => process.exit(3));` : "";
    const script = `import { runGauntlet } from ${JSON.stringify(kit.href)}; ${end} await runGauntlet({ command: ${JSON.stringify(command)} });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["pipe", "inherit", "inherit"] });
    const connector = await pid();
    assert.ok(isAlive(connector), how);
    const over = once(child, "exit");
    if (how === "exit") child.stdin.write("now");
    else child.kill(how);
    await over;
    await until(() => !isAlive(connector));
  }
});

test("a module that runs its own tests is refused, and does not begin again and again", LIMIT, async () => {
  project.write(
    "both.mjs",
    `import { runGauntlet } from "connector-playground/node";\nexport const sync = () => runGauntlet({ command: ["true"] });\n`,
  );
  const report = await runGauntlet({ module: join(project.folder, "both.mjs"), export: "sync" });
  assert.match(report.failures[0].cause, /runGauntlet was called in a process of a gauntlet: a sync and its tests are to be modules apart/);
});

test("the types know every flag of the command", LIMIT, () => {
  const help = execFileSync(process.env.PLAYGROUND_BINARY, ["gauntlet", "--help"], { encoding: "utf8" });
  const types = readFileSync(join(project.folder, "node_modules/connector-playground/gauntlet.d.ts"), "utf8");
  const flags = [...help.matchAll(/^ +(?:-\w, )?--([a-z-]+)/gm)].map(([, flag]) => flag);
  const own = ["list", "json", "end-with-stdin", "schema", "help", "now"];
  const options = flags.filter((flag) => !own.includes(flag)).map((flag) => flag.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()));
  assert.ok(options.includes("maxRequests") && options.includes("seed"), `${options}`);
  assert.deepEqual(
    options.filter((option) => !new RegExp(`^ {2}${option}\\?:`, "m").test(types)),
    [],
  );
});

test("a skill for agents comes along, as it is in the repository", LIMIT, () => {
  const source = new URL("../../python/connector_playground/skills/verify-sync/SKILL.md", import.meta.url);
  const copy = join(project.folder, "node_modules/connector-playground/skills/verify-sync/SKILL.md");
  assert.deepEqual(readFileSync(copy), readFileSync(source));
});
