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
