// A command line of curl as a request. Options that change how curl works, and not what it asks for, are passed over; what a page cannot
// do is named.
import { isBrowsers, METHODS } from "./sendable.js";
import { shellWords } from "./shell.js";

const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";

/** What of the options is read; each gets what is made so far and its value. */
const READ = {
  "-X": (made, text) => (made.method = text.toUpperCase()),
  "-H": (made, text) => made.headers.push(...header(text)),
  "-d": (made, text) => data(made, text),
  "--data-raw": (made, text) => made.data.push(text),
  "--data-urlencode": (made, text) => made.data.push(encoded(text)),
  "--json": (made, text) => (data(made, text), (made.isJson = true)),
  "-u": (made, text) => made.headers.push(["Authorization", `Basic ${base64(text)}`]),
  "-A": (made, text) => made.headers.push(["User-Agent", text]),
  "--url": (made, text) => made.urls.push(text),
  "--oauth2-bearer": (made, text) => made.headers.push(["Authorization", `Bearer ${text}`]),
};
/** Options without a value that are read. */
const SWITCHES = {
  "-G": (made) => (made.isQuery = true),
  "-I": (made) => (made.method ??= "HEAD"),
  "-g": (made) => (made.isPlain = true),
};
const LONG = {
  "--request": "-X",
  "--header": "-H",
  "--data": "-d",
  "--data-ascii": "-d",
  "--data-binary": "-d",
  "--user": "-u",
  "--user-agent": "-A",
  "--get": "-G",
  "--head": "-I",
  "--globoff": "-g",
};
/** How curl works. */
const PASSED = new Set(
  (
    "-s -S -i -v -L -f -k -N -# -0 -4 -6 -q --silent --show-error --include --verbose --location --fail --fail-with-body --insecure " +
    "--no-buffer --compressed --http1.1 --http2 --http3 --progress-bar --basic --path-as-is --no-progress-meter --disable"
  ).split(" "),
);
/** Those that have a value and are passed over with it. */
const PASSED_WITH_VALUE = new Set("-m --max-time --connect-timeout".split(" "));
/** Those with a value that a page cannot do. */
const LEFT_WITH_VALUE = new Set(
  (
    "-o -w -b -c -e -x -F -T -E -K -D -r -Y -y -z -C --output --write-out --cookie --cookie-jar --referer --proxy --form --form-string --upload-file --cert --key " +
    "--cacert --config --retry --retry-delay --retry-max-time --resolve --interface --limit-rate --dump-header --range --max-redirs --proto --tlsv1.2"
  ).split(" "),
);

/** Those without a value that a page cannot do. */
const LEFT = new Set("-O -J -Z --remote-name --remote-header-name --parallel".split(" "));
/** What curl makes several addresses of: a range in brackets, or a list in braces. */
const RANGE = /\[\w+-\w+(:\d+)?\]|\{[^{}]*,[^{}]*\}/;

/**
 * @param {string} line from `curl` on
 * @returns {{ draft?: import("./draft.js").RequestDraft, note?: string, problem?: string }}
 */
export function readCurl(line) {
  const { words, rest, problem } = shellWords(line);
  if (problem) return { problem };
  const made = {
    method: undefined,
    urls: [],
    headers: [],
    data: [],
    left: rest ? [rest] : [],
    isQuery: false,
    isPlain: false,
    isJson: false,
  };
  const stop = read(words.slice(1), made);
  if (stop) return { problem: stop };
  if (made.method && !METHODS.includes(made.method))
    return { problem: `The page cannot send ${made.method}. It sends ${METHODS.join(", ")}.` };
  if (!made.urls.length) return { problem: "The curl line names no address. Copy it whole." };
  const draft = draftOf(made);
  return {
    draft,
    note: noteOf(
      made,
      draft.headers.filter(({ on }) => !on),
    ),
  };
}

/** What of a line the page does not do. */
/** @param {Record<string, any>} made */
function noteOf({ left: options, urls: [url, ...more], isPlain }, off) {
  const left = [...options, ...more];
  const range = !isPlain && RANGE.exec(url)?.[0];
  const all = (texts) => texts.map((text) => `‘${text}’`).join(", ");
  const sentences = [
    left.length && `The page cannot do all of this curl line. Left out: ${all(left)}.`,
    range && `curl makes several requests of ‘${range}’; here it is sent as it stands. Write one value in its place.`,
    off.length && `Browsers set ${all(off.map(({ name }) => name))} themselves: switched off.`,
  ];
  return sentences.filter(Boolean).join(" ") || undefined;
}

/** Reads the words of a line; why that cannot go on, or nothing. */
function read(words, made) {
  const left = [...words];
  while (left.length) {
    const word = left.shift();
    if (word === "--" || word === "-" || !word.startsWith("-")) {
      if (word !== "--") made.urls.push(word);
      continue;
    }
    const problem = word.startsWith("--") ? long(word, left, made) : short(word, left, made);
    if (problem) return problem;
  }
  return undefined;
}

function long(word, left, made) {
  const [name, ...inline] = word.split("=");
  // curl takes "--name value" alone, but the other way is written, too.
  if (inline.length) left.unshift(inline.join("="));
  return option(LONG[name] ?? name, name, left, made);
}

/** "-sSXPOST" is -s, -S and -X with its value. */
function short(word, left, made) {
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word[at]}`;
    if (PASSED.has(name) || LEFT.has(name) || SWITCHES[name]) {
      option(name, name, [], made);
      continue;
    }
    const behind = word.slice(at + 1);
    if (behind) left.unshift(behind);
    return option(name, name, left, made);
  }
  return undefined;
}

function option(name, written, left, made) {
  if (SWITCHES[name]) return void SWITCHES[name](made);
  if (PASSED.has(name)) return undefined;
  if (LEFT.has(name)) return void made.left.push(written);
  const isKnown = READ[name] || PASSED_WITH_VALUE.has(name) || LEFT_WITH_VALUE.has(name);
  // Of an option that is not known, it is not known either whether it has a value.
  const hasValue = isKnown || (left.length > 0 && !left[0].startsWith("-") && !/^https?:/.test(left[0]));
  if (isKnown && !left.length) return `The curl line ends behind ‘${written}’. Copy it whole.`;
  const value = hasValue ? left.shift() : undefined;
  if (!READ[name]) {
    if (!PASSED_WITH_VALUE.has(name)) made.left.push(value === undefined ? written : `${written} ${value}`);
    return undefined;
  }
  if (["-d", "--json"].includes(name) && value.startsWith("@")) {
    return `‘${written} ${value}’ reads a file, and a page cannot. Paste what the file holds into the body.`;
  }
  READ[name](made, value);
  return undefined;
}

/** "Name: value"; "Name;" has no value, and "Name:" takes a header of curl's own away. */
function header(text) {
  const [, name, sign, value] = /^([^:;]+)([:;]?)(.*)$/s.exec(text) ?? [];
  if (!name || !sign || (sign === ":" && !value.trim())) return [];
  return [[name.trim(), value.trim()]];
}

const data = (made, text) => made.data.push(text);

function encoded(text) {
  const [, name = "", content] = /^(?:([^=]*)=)?(.*)$/s.exec(text);
  return (name && `${name}=`) + encodeURIComponent(content);
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** @param {Record<string, any>} made */
function draftOf({ method, urls: [url], headers, data: parts, isJson, isQuery }) {
  const body = isJson ? parts.join("") : parts.join("&");
  const isBody = parts.length > 0 && !isQuery;
  const has = (name) => headers.some(([other]) => other.toLowerCase() === name);
  const more = isBody && !has("content-type") ? [["Content-Type", isJson ? JSON_TYPE : FORM]] : [];
  if (isJson && !has("accept")) more.push(["Accept", JSON_TYPE]);
  const whole = isQuery && body ? `${url}${url.includes("?") ? "&" : "?"}${body}` : url;
  const rows = [...headers, ...more].map(([name, value]) => ({ name, value, on: !isBrowsers(name) }));
  const path = /^(https?:\/\/|\/)/i.test(whole) ? whole : `http://${whole}`;
  return { method: method ?? (isBody ? "POST" : "GET"), path, query: [], headers: rows, body: isBody ? body : "" };
}
