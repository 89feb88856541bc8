// Every endpoint of the reference comes with a request that the API answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { offers } from "../../www/model/credentials.js";
import { requestOf } from "../../www/model/draft.js";
import { endpointsOf } from "../../www/model/openapi.js";
import { BASE, playground } from "./support/app.mjs";

// A clock that stands still is not moved.
const server = await playground({ now: undefined });
const document = await (await server.fetch(`${BASE}/openapi.json`)).json();
// A token is known only after a login, and credentials are for the pages of servers.
const REFUSED = ["/auth/session_token/data", "/playground/credentials"];
const endpoints = endpointsOf(document, server.credentials);

test("there are all endpoints of the document", () => {
  const count = Object.values(document.paths).reduce((sum, item) => sum + Object.keys(item).length, 0);
  assert.equal(endpoints.length, count);
  assert.equal(new Set(endpoints.map(({ id }) => id)).size, count);
  for (const { group, title, about, parameters } of endpoints) {
    assert.ok(group.name && group.about && title && about);
    assert.ok(parameters.every(({ name, values, about: text }) => name && values && text));
  }
});

test("each sample is answered", async () => {
  for (const { title, method, path, sample } of endpoints) {
    const { request, problem } = requestOf(sample, BASE);
    assert.equal(problem, undefined, title);
    const { url, headers, body } = request;
    const response = await server.fetch(url, { method, headers, body });
    assert.equal(response.ok, !REFUSED.includes(path), `${title}: ${response.status}`);
    const { responses } = document.paths[path][method.toLowerCase()];
    assert.ok(response.ok || (response.status < 500 && responses[response.status]), `${title}: ${response.status}`);
  }
});

test("offers the credentials in the forms that the endpoints accept", async () => {
  const made = offers(server.credentials);
  assert.deepEqual(
    made.map(({ label }) => label),
    ["HTTP Basic", "Bearer token", "API key", "Session login"],
  );
  for (const [n, path] of ["http_basic", "http_bearer", "api_key"].entries()) {
    assert.equal((await server.fetch(`${BASE}/auth/${path}`, { headers: [made[n].header] })).status, 200);
  }
  const init = { method: "POST", body: made[3].body, headers: { "content-type": "application/json" } };
  assert.equal((await server.fetch(`${BASE}/auth/session_token/login`, init)).status, 200);
  assert.deepEqual(offers({}), []);
});

test("groups have names that people use, and each endpoint its sample answer and its errors", () => {
  const names = [...new Set(endpoints.map(({ group }) => group.name))];
  assert.deepEqual(names, ["Pagination", "Exports", "Incremental", "Authentication", "Parents and children", "Checker", "Server"]);
  const offset = endpoints.find(({ id }) => id === "pagination-offset");
  assert.match(offset.answer.request, /^\/pagination\/offset\?/);
  assert.equal(JSON.parse(offset.answer.text).data.length, 2);
  const [refused] = offset.errors;
  assert.deepEqual([refused.status, refused.reason, refused.sentences[0]], ["400", "Bad Request", "Unexpected query parameters: foo"]);
  const csv = endpoints.find(({ id }) => id === "export-csv");
  assert.ok(csv.answer.text.startsWith("id,name,"), csv.answer.text);
  const without = endpoints.filter(({ answer }) => !answer).map(({ path }) => path);
  assert.deepEqual([...new Set(without)], ["/openapi.json", "/playground/journal"]);
});
