// The current request as code of other programs. What such code sends is what the page sends: every value is quoted by the rules of its
// language.

import { withQuery } from "./draft.js";
import { located } from "./exchange.js";

/** The languages, in order of their tabs. */
export const SNIPPETS = [
  { id: "curl", title: "curl", language: "", write: curl },
  { id: "python", title: "Python", language: "python", write: python },
  { id: "javascript", title: "JavaScript", language: "javascript", write: javascript },
];

/**
 * What a draft asks for. Where it cannot be sent as it is, what comes nearest.
 * @param {import("./draft.js").RequestDraft} draft
 * @param {string} base what stands before the path, without a slash at its end
 * @returns {import("./exchange.js").Asked}
 */
export function drafted({ method, path, query, headers, body }, base) {
  const whole = withQuery({ path, query: on(query) });
  const text = method === "GET" || method === "HEAD" || !body ? null : body.toWellFormed();
  return { method, url: located(whole, base).url ?? base + whole, headers: merged(on(headers), text), body: text };
}

const on = (rows) => rows.filter((row) => row.on && row.name.trim());

/** Headers as fetch sends them: those of one name in one line, without space around, and a type for a body that has none. */
function merged(rows, body) {
  const lines = new Map();
  const typed = body === null ? [] : [{ name: "Content-Type", value: "text/plain;charset=UTF-8" }];
  const given = rows.some(({ name }) => name.trim().toLowerCase() === "content-type");
  for (const { name, value } of given ? rows : [...rows, ...typed]) {
    const key = name.trim().toLowerCase();
    const before = lines.get(key);
    lines.set(key, before ? [before[0], `${before[1]}, ${value.trim()}`] : [name.trim(), value.trim()]);
  }
  return [...lines.values()];
}

function curl({ method, url, headers, body }) {
  const implied = method === (body === null ? "GET" : "POST");
  // curl reads brackets and braces of a URL as a list of URLs unless it is told not to.
  const call = ["curl", ...(/[[\]{}]/.test(url) ? ["--globoff"] : []), ...(implied ? [] : ["-X", shell(method)]), shell(url)];
  // "name:" would take a header away; "name;" sends it empty.
  const lines = headers.map(([name, value]) => `-H ${shell(value ? `${name}: ${value}` : `${name};`)}`);
  if (body !== null) lines.push(`--data-raw ${shell(body)}`);
  return [call.join(" "), ...lines].join(" \\\n  ");
}

/** Between single quotes a shell changes nothing; a single quote itself stands outside of them. */
const shell = (text) => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A literal of JSON is one of Python and of JavaScript, too; single quotes where they save escapes. */
function literal(text) {
  const double = JSON.stringify(text);
  return text.includes('"') && !text.includes("'") ? `'${double.slice(1, -1).replaceAll('\\"', '"')}'` : double;
}

const table = (headers, indent) => headers.map(([name, value]) => `${indent}${literal(name)}: ${literal(value)},\n`).join("");

function python({ method, url, headers, body }) {
  const lines = [`    ${literal(url)},\n`];
  if (headers.length) lines.push(`    headers={\n${table(headers, "        ")}    },\n`);
  // As text, requests would send it as latin-1.
  if (body !== null) lines.push(`    data=${literal(body)}.encode(),\n`);
  const call = `requests.request(\n    ${literal(method)},\n${lines.join("")})`;
  return `import requests\n\nresponse = ${call}\nprint(response.status_code, response.text)\n`;
}

function javascript({ method, url, headers, body }) {
  const lines = method === "GET" ? [] : [`  method: ${literal(method)},\n`];
  if (headers.length) lines.push(`  headers: {\n${table(headers, "    ")}  },\n`);
  if (body !== null) lines.push(`  body: ${literal(body)},\n`);
  const options = lines.length ? `, {\n${lines.join("")}}` : "";
  return `const response = await fetch(${literal(url)}${options});\nconsole.log(response.status, await response.text());\n`;
}
