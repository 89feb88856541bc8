// Values as Python and JavaScript write them.

/** How long a value may be that stands in one line. */
const LINE = 80;
const NAME = /^[A-Za-z_$][\w$]*$/;
/** A number of a query that is written without quotes; one with a zero in front would be another. */
const WHOLE = /^(0|[1-9]\d{0,14})$/;

/** A literal of JSON is one of Python and of JavaScript, too; single quotes where they save escapes. */
export function literal(text) {
  const double = JSON.stringify(text);
  return text.includes('"') && !text.includes("'") ? `'${double.slice(1, -1).replaceAll('\\"', '"')}'` : double;
}

const plain = (text) => (WHOLE.test(text) ? text : literal(text));

/**
 * How a language writes values. `words` are its names for those of JSON, `name` writes a key, `gap` stands inside braces, `tuple` around a pair.
 * @param {{ words: Record<string, string>, name: (key: string) => string, gap: string, step: string, tuple: string }} how
 * @returns {{ written: (value: unknown, indent: string) => string, pairs: (all: [string, string][], indent: string) => string }}
 */
function language({ words, name, gap, step, tuple: [from, to] }) {
  /** In one line if that fits, else each in a line of its own; `around` are two signs. @type {(entries: string[], around: string, indent: string) => string} */
  function listed(entries, [open, close], indent) {
    const space = open === "{" && entries.length ? gap : "";
    const line = `${open}${space}${entries.join(", ")}${space}${close}`;
    if (line.length + indent.length <= LINE && !line.includes("\n")) return line;
    return `${open}\n${entries.map((entry) => `${indent}${step}${entry},\n`).join("")}${indent}${close}`;
  }

  function written(value, indent) {
    const inner = (one) => written(one, indent + step);
    if (Array.isArray(value)) return listed(value.map(inner), "[]", indent);
    if (value && typeof value === "object") {
      return listed(
        Object.entries(value).map(([key, one]) => `${name(key)}: ${inner(one)}`),
        "{}",
        indent,
      );
    }
    return typeof value === "string" ? literal(value) : (words[value] ?? String(value));
  }

  /** The parameters of a query: a table, or a list where a name is there twice. */
  function pairs(all, indent) {
    const isRepeated = new Set(all.map(([key]) => key)).size < all.length;
    if (isRepeated)
      return listed(
        all.map(([key, text]) => `${from}${literal(key)}, ${plain(text)}${to}`),
        "[]",
        indent,
      );
    return listed(
      all.map(([key, text]) => `${name(key)}: ${plain(text)}`),
      "{}",
      indent,
    );
  }

  return { written, pairs };
}

export const PYTHON = language({
  words: { true: "True", false: "False", null: "None" },
  name: literal,
  gap: "",
  step: "    ",
  tuple: "()",
});
/** The name `__proto__` is a member only if it is computed. */
const keyOf = (key) => (key === "__proto__" ? '["__proto__"]' : NAME.test(key) ? key : literal(key));
export const JAVASCRIPT = language({ words: {}, name: keyOf, gap: " ", step: "  ", tuple: "[]" });
