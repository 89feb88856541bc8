// Writes the schema of a playground in the schema language, as a repository keeps it for a compiler that reads no URL.
//
// usage: node graphql_schema.mjs BASE OUT.graphql
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { buildClientSchema, getIntrospectionQuery, printSchema } from "graphql";

const [base, out] = process.argv.slice(2);
const body = JSON.stringify({
  query: getIntrospectionQuery({ specifiedByUrl: true, schemaDescription: true }),
  operationName: "IntrospectionQuery",
});
const response = await fetch(`${base}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
const { data, errors } = await response.json();
assert.equal(errors, undefined);
await writeFile(out, `${printSchema(buildClientSchema(data))}\n`);
