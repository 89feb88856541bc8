// What lessons start from: the same data for everybody, a request in the bar, and texts as they are written.

/** The settings that make the data; a lesson adds what it is about. */
export const DATA = { seed: "lessons", anchor: "2026-01-01T00:00:00Z" };

/** A draft of the request bar, from "/path?name=value". @type {(target: string) => object} */
export function get(target) {
  const [path, query] = target.split("?");
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value, on: true }));
  return { method: "GET", path, query: pairs, headers: [], body: "" };
}

/** Code: the text below the opening line, with its backslashes. */
export const code = ({ raw: [text] }) => text.slice(1);

/** The paragraphs of a text, which blank lines part. */
export const prose = ([text]) => text.trim().split("\n\n").map((paragraph) => paragraph.replaceAll("\n", " "));
