// The words of JavaScript, one after the other. What a slash means depends on where it stands, so the grammar asks for the next token.

/** What keeps code from being read, in the words of the browsers that say it; `line` counts from 1. */
export class Unreadable extends Error {
  constructor(text, line) {
    super(text);
    this.line = line;
  }
}

const SPACE = /(?:[\s\uFEFF]|\/\/.*|\/\*[^]*?\*\/)*/y;
const TOKEN = {
  name: /#?(?:[\p{ID_Start}$_]|\\u[\da-fA-F]{4})(?:[\p{ID_Continue}$_\u200c\u200d]|\\u[\da-fA-F]{4})*/uy,
  number: /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?/y,
  string: /"(?:\\(?:\r\n|[^])|[^"\\\n\r])*"|'(?:\\(?:\r\n|[^])|[^'\\\n\r])*'/y,
  template: /`/y,
  sign: />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y,
};
const EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const CHUNK = /(?:\\[^]|\$(?!\{)|[^`\\$])*(`|\$\{)/y;
const WORDS = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in " +
    "instanceof new null return super switch this throw true try typeof var void while with"
  ).split(" "),
);

/** @typedef {{ kind: "name" | "word" | "number" | "string" | "template" | "sign" | "end" | "bad", text: string, line: number, onNewLine: boolean, from: number }} Token */

export class Tokens {
  #text;
  #at = 0;
  #line = 1;
  /** @type {Token} the one that comes next */
  next;
  /** The line of the one that was taken last. */
  line = 1;

  constructor(text) {
    this.#text = text;
    this.#scan();
  }

  /** Takes the next one. */
  take() {
    const taken = this.next;
    this.line = this.#line;
    this.#scan();
    return taken;
  }

  /** Reads the slash that comes next as the beginning of a regular expression. */
  expression() {
    const { from, line } = this.next;
    const found = this.#match(EXPRESSION, from);
    if (!found) throw new Unreadable("Invalid regular expression: missing /", line);
    this.#at = from + found.length;
    this.#scan();
  }

  /** Goes on in a template, up to its end or to what it holds next; whether it ended. What comes next is its opening or a closing brace. */
  template() {
    const from = this.next.from + 1;
    CHUNK.lastIndex = from;
    const found = CHUNK.exec(this.#text);
    if (!found) throw new Unreadable("Unterminated template literal", this.next.line);
    this.#line = this.next.line;
    this.#go(from, found[0]);
    this.#scan();
    return found[1] === "`";
  }

  #match(expression, at) {
    expression.lastIndex = at;
    return expression.exec(this.#text)?.[0];
  }

  #go(from, text) {
    this.#at = from + text.length;
    this.#line += text.split("\n").length - 1;
  }

  #scan() {
    const before = this.#line;
    this.#go(this.#at, this.#match(SPACE, this.#at));
    const [from, line] = [this.#at, this.#line];
    const onNewLine = line > before;
    if (from >= this.#text.length) {
      this.next = { kind: "end", text: "", line, onNewLine: true, from };
      return;
    }
    for (const [kind, expression] of Object.entries(TOKEN)) {
      const text = this.#match(expression, from);
      if (!text) continue;
      this.#go(from, text);
      // A number ends where no name begins.
      if (kind === "number" && this.#match(TOKEN.name, this.#at)) break;
      const named = /** @type {Token["kind"]} */ (kind);
      this.next = { kind: named === "name" && WORDS.has(text) ? "word" : named, text, line, onNewLine, from };
      return;
    }
    // Told when it is its turn: what comes before it may be wrong, too.
    this.next = { kind: "bad", text: this.#text[from], line, onNewLine, from };
  }
}
