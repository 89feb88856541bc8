// The samples of docs/testing.md and of the package's page, in a project that has installed the package: under node:test, under Vitest, and for TypeScript's eyes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { installed, samples } from "./support/installed.mjs";

const LIMIT = { timeout: 120_000 };
const project = installed("vitest");

test("the sample for node:test passes", LIMIT, () => {
  project.write("sync.test.js", samples("docs/testing.md", "js").join("\n"));
  assert.match(project.node("--test", "--test-reporter=tap", "sync.test.js"), /^# pass 1$/m);
});

test("so does the short one of the package's page", LIMIT, () => {
  const [, code] = samples("worker/kit/README.md", "js");
  project.write("short.js", `${code}\nconsole.log(await (await fetch(\`${"$"}{baseUrl}/export/ndjson\`)).text().then(check));`);
  assert.match(project.node("short.js"), /verdict: 'complete',\n +truth: 200/);
});

test("the sample of the gauntlet passes", LIMIT, () => {
  for (const name of ["people.js", "people.test.js"]) project.write(name, samples("docs/testing.md", `js ${name}`).join("\n"));
  assert.match(project.node("--test", "--test-reporter=tap", "people.test.js"), /^# pass 1$/m);
});

test("so does that of the package's page", LIMIT, () => {
  const [, , code] = samples("worker/kit/README.md", "js");
  project.write(
    "sync.js",
    `import { sync } from "./people.js";\nimport { appendFileSync } from "node:fs";
    const { PLAYGROUND_BASE_URL: baseUrl, PLAYGROUND_LANDED: landed } = process.env;
    const land = (rows) => appendFileSync(landed, rows.map((row) => JSON.stringify(row) + "\\n").join(""));
    await sync({ baseUrl, land, checkpoint() {} });`,
  );
  project.write("page.js", code);
  assert.match(project.node("page.js"), /^pass gauntlet: all \d+ cases passed$/m);
});

test("the sample for Vitest passes, in Vitest and by its types", LIMIT, () => {
  project.write("sync.spec.ts", samples("docs/testing.md", "ts").join("\n"));
  assert.match(project.run("vitest/vitest.mjs", "run", "--reporter=tap", "sync.spec.ts"), /^ +ok 1 - every row lands/m);
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2023,dom,dom.iterable,dom.asynciterable",
  ];
  project.run("typescript/bin/tsc", ...options, "--skipLibCheck", "sync.spec.ts");
});

test("what the types forbid is an error", LIMIT, () => {
  const wrong =
    'import { createPlayground } from "connector-playground/node";\nconst { verdict } = (await createPlayground()).check([], { stream: "orders" });\n';
  project.write("wrong.mts", wrong);
  assert.throws(
    () => project.run("typescript/bin/tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "wrong.mts"),
    ({ stdout }) => /'"orders"' is not assignable/.test(stdout) && /'verdict' does not exist/.test(stdout),
  );
});

test("a report is what its types say, and options are checked", LIMIT, async () => {
  project.write("sync.mjs", "export function sync() {}\n");
  project.write(
    "report.mjs",
    `import { runGauntlet } from "connector-playground/node";\nconst report = await runGauntlet({ module: "sync.mjs", export: "sync", seed: "demo" });\nconsole.log(JSON.stringify(report));\n`,
  );
  // As a literal, whose members TypeScript wants to be those of the type, no fewer and no more.
  const members = ["failures: []", "toString: () => ''"];
  const report = project
    .node("report.mjs")
    .trim()
    .replace(/\}$/, `, ${members.join(", ")} }`);
  const options = (more) => `runGauntlet({ command: ["node", "sync.mjs"], only: ["resume"], skip: new Set<string>(), ${more} })`;
  project.write(
    "report.mts",
    `import { runGauntlet, type GauntletReport, type GauntletRun } from "connector-playground/node";
export const report: GauntletReport = ${report};
export const { verdict, failures } = await ${options("append: true, report: { junit: 'a.xml' }, signal: AbortSignal.timeout(1)")};
export const sync = async ({ baseUrl, land, checkpoint }: GauntletRun): Promise<void> => { land([{ baseUrl }], "people"); checkpoint(1); };
`,
  );
  const types = [
    "typescript/bin/tsc",
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2023,dom,dom.iterable",
  ];
  project.run(...types, "--skipLibCheck", "report.mts");
  project.write(
    "wrong.mts",
    `import { runGauntlet } from "connector-playground/node";\n${options("onyl: 1")};\nrunGauntlet({ module: 1 });\n`,
  );
  assert.throws(
    () => project.run(...types, "wrong.mts"),
    ({ stdout }) => /'onyl' does not exist/.test(stdout) && /'number' is not assignable/.test(stdout),
  );
});
