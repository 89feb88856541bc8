// Addresses of the page: a lesson, the reference, and links that bring a request and settings along.
import { readDraft } from "./draft.js";

const encode = (value) =>
  btoa(Array.from(new TextEncoder().encode(JSON.stringify(value)), (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function decode(text) {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** The address of a lesson, with what goes along. */
export function link(page, lesson, { request, settings }) {
  const url = new URL(page);
  const parts = [`request=${encode(request)}`];
  if (Object.keys(settings).length) parts.push(`settings=${encode(settings)}`);
  url.hash = `#/${lesson}?${parts.join("&")}`;
  return url.href;
}

/**
 * What an address names; `problem` says what of it can't be read.
 * @param {string} hash
 * @returns {{ id: string, request?: object, settings?: object, problem?: string }}
 */
export function readLink(hash) {
  const [, id, query = ""] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash);
  const found = { id };
  const broken = [];
  for (const [name, read] of [["request", readDraft], ["settings", readSettings]]) {
    const text = new URLSearchParams(query).get(name);
    if (text === null) continue;
    const value = tried(() => read(decode(text)));
    if (value) found[name] = value;
    else broken.push(name);
  }
  if (broken.length) {
    const what = broken.map((name) => `its ${name}`).join(" and ");
    found.problem = `The link is broken: ${what} can't be read. The lesson opens without; ask for the link again.`;
  }
  return found;
}

function tried(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** Settings from outside: texts by key; null where they are none. */
export function readSettings(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  return entries.every(([key, text]) => /^[a-z_]+$/.test(key) && typeof text === "string") ? Object.fromEntries(entries) : null;
}
