// What is said of a 401: which credential was wrong, whatever the server's own words are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizations, explain401, login, readPrinted } from "../../www/model/credentials.js";
import { BASE, playground } from "./support/app.mjs";

const { fetch, credentials } = await playground();
const { basic, bearer, apiKey } = authorizations(credentials);
const pair = (user, pass) => authorizations({ basic_user: user, basic_pass: pass }).basic;

/** A request to the playground, and what is said of its answer. */
async function explained(path, authorization, { body = null, known = credentials } = {}) {
  const requestHeaders = authorization === undefined ? [] : [["authorization", authorization]];
  const headers = [...requestHeaders, ...(body ? [["content-type", "application/json"]] : [])];
  const response = await fetch(`${BASE}${path}`, { method: body ? "POST" : "GET", headers, body: body ?? undefined });
  const answer = { status: response.status, text: await response.text() };
  return explain401({ path, requestHeaders, requestBody: body }, answer, known);
}

test("says which credential was wrong, for each kind", async () => {
  const { basic_user: user, basic_pass: pass, bearer: token, api_key: key } = credentials;
  const cases = [
    ["/auth/http_basic", undefined, /^The request has no Authorization header\. \/auth\/http_basic takes ‘Authorization: Basic …’/],
    ["/auth/http_basic", bearer, /^The request sent ‘Bearer …’\. .*takes ‘Authorization: Basic …’/],
    ["/auth/http_basic", "Basic", /^Nothing follows ‘Basic’/],
    ["/auth/http_basic", "Basic ???", /not the base64 form/],
    ["/auth/http_basic", pair(user, "guess"), /^The user name of HTTP Basic is right, its password is wrong\.$/],
    ["/auth/http_basic", pair("guess", pass), /^The user name of HTTP Basic is wrong: it sent ‘guess’\.$/],
    ["/auth/http_basic", pair("guess", "guess"), /^The user name and the password of HTTP Basic are wrong/],
    ["/auth/http_bearer", "Bearer guess", /^The bearer token is wrong\.$/],
    ["/auth/http_bearer", `Bearer ${key}`, /^This is the API key; the bearer token is wanted\.$/],
    ["/auth/http_bearer", token, /without ‘Bearer’ before it/],
    ["/auth/api_key", "apiKey guess", /^The API key is wrong\.$/],
  ];
  for (const [path, authorization, said] of cases) assert.match(await explained(path, authorization), said, `${path} ${authorization}`);
  const body = JSON.stringify({ ...login(credentials), password: "guess" });
  assert.match(
    await explained("/auth/session_token/login", undefined, { body }),
    /^The user name of the login is right, its password is wrong/,
  );
});

test("without the right credentials it says what can be known, and nothing where they were accepted", async () => {
  assert.match(
    await explained("/auth/http_basic", pair("me", "x"), { known: {} }),
    /^The user name ‘me’ or the password of HTTP Basic is wrong/,
  );
  for (const [path, right] of [
    ["http_basic", basic],
    ["http_bearer", bearer],
    ["api_key", apiKey],
  ]) {
    assert.equal(await explained(`/auth/${path}`, right), null);
  }
  assert.equal(await explained("/health", undefined), null);
});

test("a token that has expired is told from one that never was", () => {
  const request = { path: "/auth/session_token/data", requestHeaders: [["Authorization", "Token abc"]] };
  assert.match(explain401(request, { status: 401, text: '{"error":"Token has expired"}' }), /older than its expires_in/);
  const unknown = { status: 401, text: '{"error":"Invalid Token"}' };
  assert.match(explain401(request, unknown), /^This is not a session token of this server: POST \/auth\/session_token\/login gives one/);
  assert.match(explain401(request, unknown, { bearer: "abc" }), /^This is the bearer token: POST/);
});

const TABLE = `
Authentication Endpoint Type   | Endpoint                                           | Credentials
Http Basic Auth                | GET http://127.0.0.1:5997/auth/http_basic          | Username: 5496b@example.com Password: d47f721f
HTTP Bearer                    | GET http://127.0.0.1:5997/auth/http_bearer         | Bearer Token: 74fefbea-778e
Auth API Key                   | GET http://127.0.0.1:5997/auth/api_key             | API Key: 1d1cdd56-8d27
Session Token Auth Login       | POST http://127.0.0.1:5997/auth/session_token/login | Username: 823c6@example.com  Password: de7a748d05
Session Token Auth Data        | GET http://127.0.0.1:5997/auth/session_token/data  | Use Token Received from Login endpoint
`;

test("reads the credentials out of what playground start printed", () => {
  assert.deepEqual(readPrinted(TABLE), {
    base: "http://127.0.0.1:5997",
    credentials: {
      basic_user: "5496b@example.com",
      basic_pass: "d47f721f",
      bearer: "74fefbea-778e",
      api_key: "1d1cdd56-8d27",
      session_user: "823c6@example.com",
      session_pass: "de7a748d05",
    },
  });
  assert.deepEqual(readPrinted("API Key: abc"), { base: undefined, credentials: { api_key: "abc" } });
  for (const text of ["", "d47f721f", "http://127.0.0.1:5001"]) assert.equal(readPrinted(text), null);
});
