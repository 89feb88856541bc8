// Says where a text stops being JSON: each browser words that in its own way, and some without a place.

const SPACE = /[ \t\r\n]*/y;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/**
 * What is wrong with a text that should be JSON, as a sentence with line and column; null where nothing is.
 * @param {string} text
 * @returns {string | null}
 */
export function jsonProblem(text) {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const { at, expected } = stop(text) ?? { at: 0, expected: error.message };
    const before = text.slice(0, at).split("\n");
    const place = `line ${before.length}, column ${before.at(-1).length + 1}`;
    const found = at < text.length ? ` instead of ${JSON.stringify(text[at])}` : ", but the text ends";
    return `The body is no JSON: at ${place} there should be ${expected}${found}.`;
  }
}

/** Where the reading stops, and what should be there. */
function stop(text) {
  try {
    const end = space(text, value(text, 0));
    return end < text.length ? { at: end, expected: "nothing more" } : null;
  } catch (error) {
    return error.expected ? error : null;
  }
}

/** Reads one value from a place on; the place after it. */
function value(text, start) {
  const at = space(text, start);
  if (text[at] === "{") return list(text, at, "}", member);
  if (text[at] === "[") return list(text, at, "]", value);
  const end = text[at] === '"' ? matched(STRING, text, at) : matched(WORD, text, at);
  if (end) return end;
  throw { at, expected: text[at] === '"' ? "a string that ends on its line, with known escapes," : "a value" };
}

function member(text, start) {
  const at = space(text, start);
  const colon = space(text, matched(STRING, text, at) || fail(at, "a name in double quotes"));
  return value(text, text[colon] === ":" ? colon + 1 : fail(colon, "a colon"));
}

function list(text, start, close, item) {
  let at = space(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = space(text, item(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ",") fail(at, `a comma or ${close}`);
    at += 1;
  }
}

const space = (text, at) => matched(SPACE, text, at);

function matched(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

function fail(at, expected) {
  throw { at, expected };
}
