// Writes TypeScript that holds a real request and answer of every operation, each of the type that openapi-typescript made for it: the compiler
// says whether they fit, and that they have no member more.
//
// usage: node openapi_typescript.mjs SCHEMA-MODULE ANSWERS OUT.ts
import { readFile, writeFile } from "node:fs/promises";

const [schema, file, out] = process.argv.slice(2);
const lines = [`import type { operations } from ${JSON.stringify(schema)};`];
for (const [n, answer] of JSON.parse(await readFile(file, "utf8")).entries()) {
  const operation = `operations[${JSON.stringify(answer.operation)}]`;
  lines.push(`export const asked${n}: ${operation}["parameters"] = ${JSON.stringify(answer.parameters)};`);
  if (answer.sent !== null) {
    lines.push(
      `export const sent${n}: NonNullable<${operation}["requestBody"]>["content"]["application/json"] = ${JSON.stringify(answer.sent)};`,
    );
  }
  // No content at all is of the type `never`.
  const content = answer.media ? `["content"][${JSON.stringify(answer.media)}]` : `["content"] | undefined`;
  const body = answer.media ? JSON.stringify(answer.body) : "undefined";
  lines.push(`export const answered${n}: ${operation}["responses"][${answer.status}]${content} = ${body};`);
}
await writeFile(out, `${lines.join("\n")}\n`);
