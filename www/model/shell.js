// The words of a command line as a POSIX shell reads them (Shell Command Language, section 2.2, Quoting), and $'…' of bash. Variables
// are nobody's here and stay as they are written.

const ESCAPES = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b" };

/**
 * @param {string} line
 * @returns {{ words?: string[], rest?: string, problem?: string }} `rest` is what begins with an operator such as `|`
 */
export function shellWords(line) {
  const words = [];
  let at = 0;
  let word = null;
  const add = (text) => (word = (word ?? "") + text);
  const end = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  while (at < line.length) {
    const char = line[at];
    if (char === "\\") {
      // A break that is escaped is none.
      const gap = /^\\\r?\n/.exec(line.slice(at, at + 3));
      if (!gap && at + 1 < line.length) add(line[at + 1]);
      at += gap ? gap[0].length : 2;
    } else if (/\s/.test(char)) {
      end();
      at += 1;
    } else if (char === "'" || char === '"' || (char === "$" && line[at + 1] === "'")) {
      const quoted = char === "'" ? plain(line, at + 1) : char === '"' ? double(line, at + 1) : ansi(line, at + 2);
      if (!quoted) return { problem: "The curl line ends inside quotes. Copy it whole." };
      add(quoted.text);
      at = quoted.at;
    } else if (isOperator(line, at)) {
      end();
      return { words, rest: line.slice(at).trim() };
    } else {
      add(char);
      at += 1;
    }
  }
  end();
  return { words };
}

/** A single & inside a word is meant for the address, whatever a shell would make of it. */
function isOperator(line, at) {
  if (line[at] === "&") return !line[at + 1] || /[\s&]/.test(line[at + 1]);
  return /[|;<>]/.test(line[at]);
}

function plain(line, from) {
  const to = line.indexOf("'", from);
  return to < 0 ? null : { text: line.slice(from, to), at: to + 1 };
}

function double(line, from) {
  let text = "";
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '"') return { text, at: at + 1 };
    if (line[at] !== "\\") text += line[at];
    else if (/[$`"\\]/.test(line[at + 1] ?? "")) text += line[(at += 1)];
    else if (line[at + 1] === "\n") at += 1;
    else text += "\\";
  }
  return null;
}

function ansi(line, from) {
  let text = "";
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === "'") return { text, at: at + 1 };
    if (line[at] !== "\\") {
      text += line[at];
      continue;
    }
    const code = /^(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8})|([0-7]{1,3}))/i.exec(line.slice(at + 1, at + 10));
    const [, x, u, whole, octal] = code ?? [];
    const number = octal ? parseInt(octal, 8) : parseInt(x ?? u ?? whole, 16);
    text += code ? String.fromCodePoint(Math.min(number, 0x10ffff)) : (ESCAPES[line[at + 1]] ?? line[at + 1] ?? "");
    at += code ? code[0].length : 1;
  }
  return null;
}
