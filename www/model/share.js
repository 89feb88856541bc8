// Addresses of the page: a lesson, the reference, and links that bring a request, code and settings along.
import { readDraft } from "./draft.js";
import { base64url, bytesOf, MOST_PACKED, packed } from "./packing.js";
import { number } from "./words.js";

const encode = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));
const decode = (text) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)));

/**
 * The address of a lesson, with what goes along; `said` tells what does.
 * @returns {Promise<{ url: string, label: string, said: string }>}
 */
export async function link(page, lesson, { request, code, settings }) {
  const url = new URL(page);
  const parts = [`request=${encode(request)}`];
  if (Object.keys(settings).length) parts.push(`settings=${encode(settings)}`);
  const text = code ? await packed(code) : "";
  const isTooLong = text.length > MOST_PACKED;
  if (text && !isTooLong) parts.push(`code=${text}`);
  url.hash = `#/${lesson}?${parts.join("&")}`;
  if (isTooLong) {
    const said =
      `The link is copied without your code: packed, it has ${number(text.length)} characters, and a link takes ` +
      `${number(MOST_PACKED)}. Send the file of ‘Export progress’.`;
    return { url: url.href, label: "Link copied without your code", said };
  }
  const what = text ? "your code and your request" : "your request";
  return {
    url: url.href,
    label: text ? "Link copied with your code" : "Link copied",
    said: `The link to this lesson with ${what} is copied.`,
  };
}

/** The address of the reference, or of one of its entries. */
export function referenceLink(page, entry) {
  const url = new URL(page);
  url.hash = entry ? `#/reference/${entry}` : "#/reference";
  return { url: url.href, label: "Link copied", said: "The link to the reference is copied." };
}

/**
 * What an address names; `code` is still packed, and `problem` says what of the rest cannot be read.
 * @param {string} hash
 * @returns {{ id: string, request?: object, settings?: object, code?: string, problem?: string }}
 */
export function readLink(hash) {
  const [, id, query = ""] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash);
  const found = { id };
  const broken = [];
  const parts = new URLSearchParams(query);
  for (const [name, read] of Object.entries({ request: readDraft, settings: readSettings })) {
    const text = parts.get(name);
    if (text === null) continue;
    const value = tried(() => read(decode(text)));
    if (value) found[name] = value;
    else broken.push(name);
  }
  if (parts.has("code")) found.code = parts.get("code");
  if (broken.length) found.problem = brokenLink(...broken);
  return found;
}

/** What is said of a link some of whose parts cannot be read. */
export function brokenLink(...names) {
  const what = names.map((name) => `its ${name}`).join(" and ");
  return `The link is broken: ${what} can't be read. The lesson opens without; ask for the link again.`;
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
