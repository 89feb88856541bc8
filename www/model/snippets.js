// The current request as code of other programs. What such code sends is what the page sends: every value is quoted by the rules of its
// language.

import { pairs, takenApart } from "./address.js";
import { aimed } from "./draft.js";
import { JAVASCRIPT, literal, PYTHON } from "./literals.js";

/** The languages, in order of their tabs. @type {{ id: string, title: string, language: string, write: (asked: Partial<import("./exchange.js").Asked>) => string }[]} */
export const SNIPPETS = [
  { id: "curl", title: "curl", language: "", write: curl },
  { id: "python", title: "Python", language: "python", write: python },
  { id: "javascript", title: "JavaScript", language: "javascript", write: javascript },
];

/**
 * What a draft asks for; where something but its path keeps it from being sent, what comes nearest. Of a path that leads nowhere, why.
 * @param {import("./draft.js").RequestDraft} draft
 * @param {string} base what stands before the path, without a slash at its end
 * @returns {Partial<import("./exchange.js").Asked> & { error?: string }}
 */
export function drafted(draft, base) {
  const {
    draft: { method, path, query, headers, body },
    problem,
  } = takenApart(draft, base);
  if (problem) return { error: problem };
  const { url, error } = aimed({ path, query: on(query) }, base);
  if (error) return { error };
  const text = method === "GET" || method === "HEAD" || !body ? null : body.toWellFormed();
  return { method, url, headers: merged(on(headers), text), body: text };
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

/** @param {Partial<import("./exchange.js").Asked>} asked */
function curl({ method, url, headers, body }) {
  const implied = method === (body === null ? "GET" : "POST");
  const how = implied ? [] : method === "HEAD" ? ["--head"] : ["-X", shell(method)];
  // curl reads brackets and braces of a URL as a list of URLs unless it is told not to.
  const call = ["curl", ...(/[[\]{}]/.test(url) ? ["--globoff"] : []), ...how, shell(url)];
  // "name:" would take a header away; "name;" sends it empty.
  const lines = headers.map(([name, value]) => `-H ${shell(value ? `${name}: ${value}` : `${name};`)}`);
  // What begins with @ would be the name of a file.
  if (body !== null) lines.push(`${body.startsWith("@") ? "--data-raw" : "-d"} ${shell(body)}`);
  return [call.join(" "), ...lines].join(" \\\n  ");
}

/** Between single quotes a shell changes nothing; a single quote itself stands outside of them. */
const shell = (text) => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** @param {Partial<import("./exchange.js").Asked>} asked */
function python({ method, url, headers, body }) {
  const { target, query, json, others } = parts({ url, headers, body });
  const named = json === undefined ? headers : others;
  const lines = [];
  if (query.length) lines.push(`params=${PYTHON.pairs(query, "    ")}`);
  if (named.length) lines.push(`headers=${PYTHON.written(Object.fromEntries(named), "    ")}`);
  if (json !== undefined) lines.push(`json=${PYTHON.written(json, "    ")}`);
  // As text, requests would send it as latin-1.
  else if (body !== null) lines.push(`data=${literal(body)}.encode()`);
  const call = lines.length ? `\n${[literal(target), ...lines].map((line) => `    ${line},\n`).join("")}` : literal(target);
  return `import requests\n\nresponse = requests.${method.toLowerCase()}(${call})\nprint(response.status_code, response.text)\n`;
}

/** @param {Partial<import("./exchange.js").Asked>} asked */
function javascript({ method, url, headers, body }) {
  const { target, query, json } = parts({ url, headers, body });
  const lines = method === "GET" ? [] : [`method: ${literal(method)}`];
  if (headers.length) lines.push(`headers: ${JAVASCRIPT.written(Object.fromEntries(headers), "  ")}`);
  if (json !== undefined) lines.push(`body: JSON.stringify(${JAVASCRIPT.written(json, "  ")})`);
  else if (body !== null) lines.push(`body: ${literal(body)}`);
  const options = lines.length ? `, {\n${lines.map((line) => `  ${line},\n`).join("")}}` : "";
  const before = query.length ? `const query = new URLSearchParams(${JAVASCRIPT.pairs(query, "")});\n` : "";
  const address = query.length ? `\`${target.replace(/[\\`]|\$(?=\{)/g, "\\$&")}?\${query}\`` : literal(target);
  return `${before}const response = await fetch(${address}${options});\nconsole.log(response.status, await response.text());\n`;
}

/** The parts of a request that libraries take one by one. `json` is the body's value where it is JSON and called so. */
function parts({ url, headers, body }) {
  const [target, search] = url.split("?");
  const query = pairs(search ?? "").map(({ name, value }) => [name, value]);
  const isType = ([name, value]) => name.toLowerCase() === "content-type" && value === "application/json";
  const json = headers.some(isType) ? jsonOf(body) : undefined;
  return { target, query, json, others: headers.filter((header) => !isType(header)) };
}

/** The value of a JSON text if it can be written as one of a language without a change: no long numbers, no name that is there twice. */
function jsonOf(text) {
  try {
    const value = JSON.parse(text);
    const compact = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
    return value !== null && JSON.stringify(value) === compact ? value : undefined;
  } catch {
    return undefined;
  }
}
