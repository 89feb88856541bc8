// The endpoints as people meet them, from the API's own `openapi.json`, each with a request that can be sent as it is.
import { authorizations, login } from "./credentials.js";
import { emptyDraft } from "./draft.js";
import { METHODS } from "./sendable.js";
import { number } from "./words.js";

/**
 * @typedef {{ name: string, place: string, required: boolean, about: string, values: string, default: string | null,
 *   example: string | null }} Parameter
 * @typedef {{ id: string, name: string, about: string }} Group
 * @typedef {{ id: string, group: Group, title: string, method: string, path: string, about: string, parameters: Parameter[],
 *   sample: import("./draft.js").RequestDraft, answer: Sample | null, errors: Refusal[], paging: object | null }} Endpoint
 * @typedef {{ request: string, text: string, language: string }} Sample
 * @typedef {{ status: string, reason: string, sentences: string[] }} Refusal
 */

/** What the groups of the document are called where people read; a group that is not here has its own name. */
const NAMES = {
  "API Endpoint Type": "Exports",
  "Incremental Sync Type": "Incremental",
  "Cursor Endpoint Type": "Parents and children",
};

/**
 * @param {Record<string, any>} document
 * @param {object} credentials filled in where an endpoint asks for them
 * @returns {Endpoint[]}
 */
export function endpointsOf(document, credentials = {}) {
  const groups = new Map((document.tags ?? []).map((tag) => [tag.name, group(tag)]));
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method.toLowerCase()]).map((method) =>
      endpoint(method, path, item[method.toLowerCase()], { credentials, groups }),
    ),
  );
}

function group({ name, description: about = "" }) {
  const shown = NAMES[name] ?? name.replace(/( Endpoint)? Type$/, "");
  return { id: slug(shown), name: shown, about };
}

const slug = (text) => text.toLowerCase().replace(/[^a-z\d]+/g, "-");

function endpoint(method, path, operation, { credentials, groups }) {
  const sample = sampleOf(method, path, operation, credentials);
  const given = (operation.parameters ?? []).map((one) => parameter({ ...one, place: one.in }, sample, path));
  const { properties = {}, required = [] } = operation.requestBody?.content["application/json"]?.schema ?? {};
  const inBody = Object.entries(properties).map(([name, schema]) =>
    parameter({ name, place: "body", required: required.includes(name), description: schema.description, schema }, sample, path),
  );
  const { summary: title, description: about, operationId, tags: [tag] = [], "x-paging": paging = null } = operation;
  const { answer, errors } = answersOf(operation);
  const id = slug(operationId ?? `${method} ${path}`);
  const named = { id, group: groups.get(tag) ?? group({ name: tag ?? "Other" }), title, method, path, about };
  return { ...named, parameters: [...given, ...inBody], sample, answer, errors, paging };
}

/** @param {{ name: string, place: string, required?: boolean, description?: string, schema?: Record<string, any> }} described */
function parameter({ name, place, required, description = "", schema = {} }, sample, path) {
  const example = place === "path" ? inPath(name, sample.path, path) : sample.query.find((row) => row.name === name)?.value;
  return {
    name,
    place,
    required: Boolean(required),
    about: description,
    values: valuesOf(schema),
    default: schema.default === undefined ? null : String(schema.default),
    example: example ?? null,
  };
}

const inPath = (name, filled, path) => filled.split("/")[path.split("/").indexOf(`{${name}}`)];

/** What a parameter may be, in words. */
/** @param {Record<string, any>} schema */
function valuesOf({ enum: names, type, minimum, maximum, pattern = "", items }) {
  if (names) return names.filter((name) => name !== null).join(", ");
  const kind = [type].flat().find((name) => name !== "null") ?? "text";
  if (kind === "integer") {
    if (minimum === undefined) return "whole number";
    const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER;
    return isOpen ? `whole number from ${number(minimum)} on` : `${number(minimum)} to ${number(maximum)}`;
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

/** The documented answer, and the refusals with their sentences. */
function answersOf({ responses }) {
  const [type, { examples = {} } = {}] = Object.entries(responses["200"]?.content ?? {})[0] ?? [];
  const [sample] = Object.values(examples);
  const isJson = /json$/.test(type) && typeof sample?.value !== "string";
  const text = sample && (isJson ? JSON.stringify(sample.value, null, 2) : String(sample.value));
  const answer = sample ? { request: sample.summary ?? "", text, language: isJson ? "json" : "" } : null;
  const refused = Object.entries(responses).filter(([status]) => /^[45]/.test(status));
  return {
    answer,
    errors: refused.map(([status, response]) => ({ status, reason: response.description, sentences: sentences(response) })),
  };
}

const sentences = ({ content = {} }) =>
  Object.values(content)
    .flatMap(({ examples = {} }) => Object.values(examples).map(({ value }) => value?.error))
    .filter(Boolean);

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
  const known = { username, password, advance: "PT1H", query: "{ people(first: 2) { totalCount edges { cursor node { id name } } } }" };
  const entries = Object.entries(schema.properties ?? {}).map(([name, { default: preset }]) => [name, known[name] ?? preset]);
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== undefined)), null, 2);
}
