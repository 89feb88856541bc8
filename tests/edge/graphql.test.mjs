// The schema as JavaScript's reference implementation of GraphQL reads it: what GraphiQL and every client built on graphql-js start with.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  buildClientSchema,
  getIntrospectionQuery,
  graphqlSync,
  introspectionFromSchema,
  parse,
  printSchema,
  validate,
  validateSchema,
} from "graphql";
import { DIST } from "./tasks.mjs";

const folder = resolve(DIST, "edge");
const { createHandler } = await import(pathToFileURL(join(folder, "handler.js")));
const wasm = await WebAssembly.compile(await readFile(join(folder, "playground.wasm")));
const handler = createHandler(wasm, { PLAYGROUND_SEED: "graphql", PLAYGROUND_ANCHOR: "2026-11-30T00:00:00Z" });
const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };

/** What the playground answers; without errors. */
async function ask(query, variables) {
  const headers = { "content-type": "application/json" };
  const request = new Request("http://a.example/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const answer = await (await handler.fetch(request)).json();
  assert.equal(answer.errors, undefined);
  return answer.data;
}

const introspection = await ask(getIntrospectionQuery(options));
const schema = buildClientSchema(introspection);

test("the schema is valid, and says what tests/schema.graphql does", async () => {
  assert.deepEqual(validateSchema(schema), []);
  assert.equal(`${printSchema(schema)}\n`, await readFile("tests/schema.graphql", "utf8"));
});

test("each variant of the introspection query is answered", async () => {
  for (const plain of [{}, { descriptions: false }, { typeDepth: 3 }]) {
    const query = getIntrospectionQuery(plain);
    assert.equal(printSchema(buildClientSchema(await ask(query))).includes("type PageInfo {"), true);
  }
});

test("the types of introspection are graphql-js's own", () => {
  const named = (list) => new Map(list.map((one) => [one.name, one]));
  const plain = { ...options, descriptions: false };
  const theirs = named(introspectionFromSchema(schema, plain).__schema.types);
  const shape = ({ fields, enumValues, kind }) => ({
    kind,
    enumValues: enumValues?.map(({ name }) => name),
    fields: fields?.map(({ name, type, args }) => [name, type, args.map((arg) => [arg.name, arg.type, arg.defaultValue])]),
  });
  // graphql-js has the deprecation of directives, too, which no edition of the specification has.
  const withoutProposals = (of, { fields, enumValues, kind }) => ({
    kind,
    enumValues: enumValues?.filter(({ name }) => name !== "DIRECTIVE_DEFINITION"),
    fields: fields
      ?.filter(({ name }) => of !== "__Directive" || !["isDeprecated", "deprecationReason"].includes(name))
      .map((field) => (of === "__Schema" ? { ...field, args: [] } : field)),
  });
  let compared = 0;
  for (const type of introspection.__schema.types.filter(({ name }) => name.startsWith("__"))) {
    const their = theirs.get(type.name);
    const types = (one) => JSON.parse(JSON.stringify(shape(one)).replaceAll(/"description":("[^"]*"|null),?/g, ""));
    assert.deepEqual(types(type), types(withoutProposals(type.name, their)), type.name);
    compared += 1;
  }
  assert.equal(compared, 8);
});

test("a query that graphql-js finds valid is answered, in the form that it gives", async () => {
  const query = `query Page($size: Int = 3, $after: String, $order: PersonOrder = { field: CREATED_AT }) {
    people(first: $size, after: $after, orderBy: $order) { ...Rows pageInfo { hasNextPage endCursor } }
  }
  fragment Rows on PersonConnection { edges { node { id updatedAt @skip(if: true) __typename } } }`;
  assert.deepEqual(validate(schema, parse(query)), []);
  const seen = new Set();
  for (let after = null, more = true; more; ) {
    const { people } = await ask(query, { size: 50, after });
    const { data, errors } = graphqlSync({ schema, source: query, rootValue: { people }, variableValues: { size: 50, after } });
    assert.deepEqual([errors, JSON.parse(JSON.stringify(data))], [undefined, { people }]);
    for (const { node } of people.edges) seen.add(node.id);
    ({ endCursor: after, hasNextPage: more } = people.pageInfo);
  }
  assert.equal(seen.size, 200);
});
