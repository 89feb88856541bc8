// Says where a text stops being JSON: each browser words that in its own way, and some without a place.

let parser = null;

/** Fetches what finds the place. */
export const jsonAhead = async () => (parser = await import("../vendor/jsonc.js"));

const STRING = "a string that ends on its line, with known escapes,";
/** What should be at the place of an error, by jsonc-parser's names for these. */
const EXPECTED = {
  PropertyNameExpected: "a name in double quotes",
  ValueExpected: "a value",
  ColonExpected: "a colon",
  CommaExpected: "a comma or a closing bracket",
  CloseBraceExpected: "a comma or }",
  CloseBracketExpected: "a comma or ]",
  EndOfFileExpected: "nothing more",
  InvalidCommentToken: "JSON, which has no comments,",
  UnexpectedEndOfNumber: "a whole number",
  UnexpectedEndOfString: STRING,
  InvalidEscapeCharacter: STRING,
  InvalidUnicode: STRING,
  InvalidCharacter: STRING,
};

/**
 * What is wrong with a text that should be JSON, as a sentence with line and column; null where nothing is. It is the browser's sentence
 * until the parser is here, and for what is too deep for it.
 * @param {string} text
 * @returns {string | null}
 */
export function jsonProblem(text) {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const stopped = parser && stop(text);
    if (!stopped) return `The body is not JSON: ${error.message}.`;
    const { at, expected } = stopped;
    const before = text.slice(0, at).split("\n");
    const place = `line ${before.length}, column ${before.at(-1).length + 1}`;
    const found = at < text.length ? ` instead of ${JSON.stringify(text[at])}` : ", but the text ends";
    return `The body is not JSON: at ${place} there should be ${expected}${found}.`;
  }
}

/** Where the reading stops, and what should be there; null where that cannot be told, as in a text of a hundred thousand brackets. */
function stop(text) {
  const { parse, printParseErrorCode } = parser;
  const errors = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch {
    return null;
  }
  // What is no word of JSON is told first, and then what should be in its place.
  const named = errors.find(({ error }) => printParseErrorCode(error) in EXPECTED);
  return named ? { at: errors[0].offset, expected: EXPECTED[printParseErrorCode(named.error)] } : null;
}
