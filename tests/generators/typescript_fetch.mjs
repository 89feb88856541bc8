// Calls every operation of a client that openapi-generator made for TypeScript's `fetch`, and asserts that each answer came whole.
//
// usage: node typescript_fetch.mjs FOLDER-OF-JAVASCRIPT BASE CREDENTIALS DOCUMENT
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, basePath, credentials, file] = process.argv.slice(2);
const access = JSON.parse(credentials);
const document = JSON.parse(await readFile(file, "utf8"));
const made = await import(pathToFileURL(`${folder}/index.js`));

// The client's name of an operation or a parameter.
const camel = (name) => name.replace(/^\w/, (letter) => letter.toLowerCase()).replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());
// What an operation must be given, and what the server refuses.
const good = { company_id: 1, department_id: 1, start_id: 1, end_id: 2, page: 1, name: "singer", "Sec-Fetch-Site": "same-origin" };
const bad = { company_id: 99, cursor: "x", scroll_param: "x", page_token: "x", limit: 0, per_page: 0 };
const bodies = {
  auth_session_token_login: { authSessionTokenLoginRequest: { username: access.session_user, password: access.session_pass } },
  graphql: { graphqlRequest: { query: "{ people(first: 2) { totalCount edges { node { id } } } }" } },
  pagination_search: { paginationSearchRequest: { limit: 2 } },
  post_playground_clock: { postPlaygroundClockRequest: { advance: "PT1H" } },
  playground_check: { requestBody: [{ id: "209efdf8-9beb-4493-8a21-62a975b71c9e", updatedAt: "2025-12-31T21:22:58Z" }] },
};

let scheme, sent;
const configuration = new made.Configuration({
  basePath,
  username: access.basic_user,
  password: access.basic_pass,
  accessToken: access.bearer,
  apiKey: () => (scheme === "apiKey" ? `apiKey ${access.api_key}` : `Token ${access.token}`),
  fetchApi: async (url, options) => {
    const answer = await fetch(url, options);
    sent = await answer.clone().text();
    return answer;
  },
});
const apis = Object.entries(made)
  .filter(([name]) => name.endsWith("Api"))
  .map(([, Api]) => new Api(configuration));

// JSON with names in one spelling: the client's `perPage` is `per_page`, and its `atOdataCount` is `@odata.count`.
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name.replace("@", "at").replace(/\W|_/g, "").toLowerCase(), plain(member)]));
}

const counts = { good: 0, refused: 0 };
for (const described of Object.values(document.paths).flatMap(Object.values)) {
  const { operationId: name, responses, parameters = [] } = described;
  scheme = Object.keys(described.security?.[0] ?? {})[0];
  const api = apis.find((known) => `${camel(name)}Raw` in known);
  assert.ok(api, `${name} is not there`);
  const needed = parameters.filter((parameter) => parameter.required).map(({ name }) => [camel(name), good[name]]);
  const given = { ...Object.fromEntries(needed), ...bodies[name] };
  const call = (more) => api[`${camel(name)}Raw`]({ ...given, ...more });
  const answer = await call();
  const listed = responses[answer.raw.status];
  assert.ok(answer.raw.ok && listed, `${name}: ${answer.raw.status}`);
  const value = await answer.value();
  const expected = "application/json" in (listed.content ?? {}) ? JSON.parse(sent) : sent || undefined;
  assert.deepEqual(plain(value), plain(expected), name);
  if (name === "auth_session_token_login") access.token = value.token;
  counts.good += 1;
  for (const parameter of parameters.filter(({ name }) => name in bad)) {
    await assert.rejects(call({ [camel(parameter.name)]: bad[parameter.name] }), (refused) => refused.response.status in responses, name);
    assert.ok(made.ModelErrorFromJSON(JSON.parse(sent)).error, name);
    counts.refused += 1;
  }
}
assert.ok(counts.good === Object.values(document.paths).flatMap(Object.values).length && counts.refused > 10, JSON.stringify(counts));
console.log(JSON.stringify(counts));
console.log("ok");
