// The endpoints as people meet them, from the API's own `openapi.json`, each with a request that can be sent as it is.
import { authorizations, login } from "./credentials.js";
import { emptyDraft, METHODS } from "./draft.js";

/**
 * @typedef {{ name: string, place: string, required: boolean, about: string, values: string, default: string | null,
 *   example: string | null }} Parameter
 * @typedef {{ group: string, title: string, method: string, path: string, about: string, parameters: Parameter[],
 *   sample: import("./draft.js").RequestDraft, paging: object | null }} Endpoint
 */

/**
 * @param {object} document
 * @param {object} credentials filled in where an endpoint asks for them
 * @returns {Endpoint[]}
 */
export function endpointsOf(document, credentials = {}) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method.toLowerCase()])
      .map((method) => endpoint(method, path, item[method.toLowerCase()], credentials)));
}

function endpoint(method, path, operation, credentials) {
  const sample = sampleOf(method, path, operation, credentials);
  const given = (operation.parameters ?? []).map((one) => parameter({ ...one, place: one.in }, sample, path));
  const { properties = {}, required = [] } = operation.requestBody?.content["application/json"]?.schema ?? {};
  const inBody = Object.entries(properties).map(([name, schema]) =>
    parameter({ name, place: "body", required: required.includes(name), description: schema.description, schema }, sample, path));
  const { summary: title, description: about, tags = [], "x-paging": paging = null } = operation;
  return { group: tags[0] ?? "", title, method, path, about, parameters: [...given, ...inBody], sample, paging };
}

function parameter({ name, place, required, description = "", schema = {} }, sample, path) {
  const example = place === "path" ? inPath(name, sample.path, path) : sample.query.find((row) => row.name === name)?.value;
  return {
    name, place, required: Boolean(required), about: description, values: valuesOf(schema),
    default: schema.default === undefined ? null : String(schema.default), example: example ?? null,
  };
}

const inPath = (name, filled, path) => filled.split("/")[path.split("/").indexOf(`{${name}}`)];

/** What a parameter may be, in words. */
function valuesOf({ enum: names, type, minimum, maximum, pattern = "", items }) {
  if (names) return names.filter((name) => name !== null).join(", ");
  const kind = [type].flat().find((name) => name !== "null") ?? "text";
  if (kind === "integer") {
    if (minimum === undefined) return "whole number";
    return maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? `whole number from ${minimum} on` : `${minimum} to ${maximum}`;
  }
  if (pattern.includes(")T(")) return "YYYY-MM-DDTHH:MM:SSZ";
  if (kind === "array") return `list${items?.type ? ` of ${items.type}` : ""}`;
  return kind === "string" ? "text" : kind;
}

/** A request that the endpoint answers: the one of its documented example, else made from its parameters. */
function sampleOf(method, path, operation, credentials) {
  const made = path.replace(/\{(\w+)\}/g, (_, name) => someValue(operation.parameters.find((one) => one.name === name)?.schema ?? {}));
  const [address, search = ""] = (exampleOf(operation) ?? made).split("?");
  const query = [...new URLSearchParams(search)].map(([name, value]) => ({ name, value, on: true }));
  const headers = authorization(operation, credentials);
  const body = bodyOf(operation, credentials);
  if (body) headers.push({ name: "Content-Type", value: "application/json", on: true });
  return { ...emptyDraft(), method, path: address, query, headers, body };
}

/** The documented request of an example, without its settings: these are the lesson's. */
function exampleOf({ responses }) {
  const examples = Object.values(responses["200"]?.content ?? {}).flatMap((one) => Object.values(one.examples ?? {}));
  return examples.find(({ summary }) => summary?.startsWith("/"))?.summary.replace(/^\/with\/[^/]+/, "");
}

const someValue = ({ default: preset, enum: names, minimum = 1 }) => preset ?? names?.[0] ?? minimum;

function authorization({ security = [] }, credentials) {
  const scheme = Object.keys(security[0] ?? {})[0];
  if (!scheme) return [];
  return [{ name: "Authorization", value: authorizations(credentials)[scheme] ?? "Token PUT-THE-TOKEN-OF-THE-LOGIN-HERE", on: true }];
}

function bodyOf({ requestBody }, credentials) {
  const { schema, example } = requestBody?.content["application/json"] ?? {};
  if (!schema) return "";
  if (example) return JSON.stringify(example, null, 2);
  const { username, password } = login(credentials);
  const known = { username, password, query: "{ people(first: 2) { totalCount edges { cursor node { id name } } } }" };
  const entries = Object.entries(schema.properties ?? {}).map(([name, { default: preset }]) => [name, known[name] ?? preset]);
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== undefined)), null, 2);
}
