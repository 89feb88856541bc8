// The same bundle in Deno and Bun: the answers of the table, as in workerd and Node. The commands are those of docs/edge.md.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { RUNTIMES, startCommand } from "./runtimes.mjs";
import { ask, assertTable } from "./table.mjs";

const limit = { timeout: 60_000 };
const manual = await readFile(new URL("../../docs/edge.md", import.meta.url), "utf8");

for (const [name, program] of Object.entries(RUNTIMES)) {
  const skip = !program && "it is not installed";
  const [, command] = new RegExp(`^(${name} .*server\\.js)$`, "m").exec(manual);

  test(`gives the answers of the table by \`${command}\``, { ...limit, skip }, async (t) => {
    // Bun sends all that streams in chunks, and leaves its length off. Both say that an answer to HEAD of unknown length has 0 bytes.
    await assertTable(await startCommand(t, command), { chunked: name === "bun", heads: true });
  });

  test(`streams a long answer in ${name}, and lets it be broken off`, { ...limit, skip }, async (t) => {
    const origin = await startCommand(t, command, { PLAYGROUND_RECORDS: "1000000000" });
    const reader = (await fetch(`${origin}/export/csv`)).body.getReader();
    assert.ok((await reader.read()).value.length > 0);
    await reader.cancel();
    assert.equal((await ask(origin, "/health")).status, 200);
  });
}
