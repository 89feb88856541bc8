// Walks the connection by the two operations that relay-compiler made of `relay/People.js`, texts and variables as Relay's runtime sends them.
//
// usage: node relay.mjs FOLDER-OF-ARTIFACTS BASE
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const [folder, base] = process.argv.slice(2);

/** The text of an operation, in the module that the compiler wrote. */
async function operation(name) {
  const module = await readFile(join(folder, `${name}.graphql.js`), "utf8");
  return JSON.parse(/"text": ("(?:[^"\\]|\\.)*")/.exec(module)[1]);
}

async function ask(query, variables) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${base}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data.people;
}

const order = { field: "CREATED_AT", direction: "DESC" };
const seen = new Set();
let people = await ask(await operation("PeopleQuery"), { first: 30, order });
const next = await operation("PeoplePageQuery");
for (;;) {
  for (const { node } of people.edges) {
    assert.equal(node.__typename, "Person");
    seen.add(node.id);
  }
  if (!people.pageInfo.hasNextPage) break;
  people = await ask(next, { first: 30, after: people.pageInfo.endCursor, order });
}
assert.equal(seen.size, 200);
console.log("ok");
