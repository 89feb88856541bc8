// The worker's side of a sync, which stands before the person's code in the worker, and the one line that follows it. It is sent as text and
// sees nothing of this module. What follows the code is short and plain, so that a text or a comment left open in the code is not closed
// by it.
import { answered, promised, told } from "./answers.js";
import { printer } from "./console.js";
import { prologue } from "./prologue.js";

/** Where the worker's side waits for the code's function. */
const READY = "self['the sync is read']";
const AFTER = `\n;${READY}(typeof sync === 'undefined' ? undefined : sync);\n`;

/**
 * The text of a worker, and how many lines of it stand before the code.
 * @param {string} code
 * @param {{ limits: object, keys: string[], credentials: object, state: object }} given
 * @returns {{ text: string, above: number }}
 */
export function workerText(code, given) {
  const parts = [JSON.stringify(given), answered, promised, told, printer].join(", ");
  const before = `${prologue()}\n;${READY} = (${workerSide})(${parts});\n`;
  return { text: before + code + AFTER, above: before.split("\n").length - 1 };
}

function workerSide(given, answered, promised, told, printer) {
  const { limits, keys, credentials, state } = given;
  const post = self.postMessage.bind(self);
  const waiting = new Map();
  const count = { requests: 0, landings: 0, rows: 0, lines: 0 };
  const shown = printer((text) => {
    count.lines += 1;
    if (count.lines <= limits.lines) post({ log: text.slice(0, 2000) });
  });

  /** @type {any} */ (self).sleep = (seconds) => {
    post({ asleep: Number(seconds), stack: String(new Error("").stack) });
    return new Promise((done) => setTimeout(done, Number(seconds) * 1000));
  };

  function api(path, init) {
    // Made now, it knows the line of the call; it is thrown when the answer is an error.
    const at = new Error("");
    count.requests += 1;
    if (count.requests > limits.requests) {
      post({ limit: "requests" });
      throw new Error("Too many requests in one sync.");
    }
    const number = count.requests;
    const { method, ...asked } = request(init ?? {});
    const name = "request " + number + " (" + method + " " + path + ")";
    const made = new Promise((resolve, reject) => {
      const taken = (data) => resolve(answered(data, name, told, promised));
      waiting.set(number, {
        taken,
        reject: (text) => reject(Object.assign(at, { message: text, told: { what: text, help: "", about: "" } })),
      });
      post({ ask: number, path: String(path), method, ...asked });
    });
    return promised(made, "`api(…)`", told);
  }

  function request(init) {
    const headers = new Headers(init.headers);
    let body = init.body ?? null;
    const isPlain = body !== null && typeof body === "object";
    if (body instanceof URLSearchParams) {
      if (!headers.has("content-type")) headers.set("content-type", "application/x-www-form-urlencoded");
      body = String(body);
    } else if (isPlain) {
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      body = JSON.stringify(body);
    }
    const method = String(init.method ?? "GET").toUpperCase();
    if (body !== null && (method === "GET" || method === "HEAD")) {
      throw told(method + " takes no body.", "Give a method, such as POST, or leave the body out.");
    }
    return { method, headers: [...headers], body: body === null ? null : String(body) };
  }

  function answer(data) {
    const { taken, reject } = waiting.get(data.answer) ?? {};
    waiting.delete(data.answer);
    if (!taken) return;
    if (data.error) return reject(data.error);
    taken(data);
  }

  function land(rows) {
    if (!Array.isArray(rows)) {
      const isNone = rows === undefined || rows === null;
      throw told("`land` takes an array of rows, and this is " + kindOf(rows) + ".", helpWith(rows), isNone ? "rows" : "");
    }
    rows.forEach(checkRow);
    count.landings += 1;
    count.rows += rows.length;
    if (count.landings > limits.landings) {
      throw told("`land` was called more than " + limits.landings.toLocaleString("en-GB") + " times.", "Land whole pages.");
    }
    if (count.rows > limits.rows) {
      throw told("More than " + limits.rows.toLocaleString("en-GB") + " rows landed.", "Set fewer records, or end the loop.");
    }
    const text = written(rows, "rows that are plain data");
    // The state comes along as it is once code that does not await this has gone on: whoever moves a checkpoint meanwhile is seen to.
    return Promise.resolve().then(() => post({ land: text, state: written(state, "a state that is plain data") }));
  }

  function helpWith(value) {
    if (value === undefined || value === null) return "Is there an `await` before `json()`? And does the answer's list have that name?";
    if (value instanceof Promise) return "Write `await` before it.";
    if (value instanceof Response) return "Its rows are in its body: `(await response.json()).data`.";
    const list = typeof value === "object" && Object.keys(value).find((name) => Array.isArray(value[name]));
    return list ? "Its `" + list + "` is a list: land that." : "Land the list of the answer.";
  }

  function checkRow(row, n) {
    const wrong = (text, help) => {
      const landing = count.landings > 0 ? " of landing " + (count.landings + 1) : "";
      throw told("Row " + (n + 1) + landing + " cannot land: " + text, help);
    };
    if (row === null || typeof row !== "object" || Array.isArray(row)) wrong("it is " + kindOf(row) + ".", "A row is an object.");
    for (const key of keys) {
      if (["string", "number"].includes(typeof row[key]) && row[key] !== "") continue;
      const values = Object.values(row);
      if (values.length > 0 && values.every((value) => value === "" || value === undefined)) {
        wrong("it is empty.", "Behind the last line end of a file there is no row: leave it out.");
      }
      if (row[key] === "") wrong("its `" + key + "` is empty.", "That is what tells the rows apart.");
      if (Object.keys(row).some((name) => name !== key && name.trim() === key)) {
        const cure = "files may begin with a byte order mark, which `text.trim()` takes away.";
        wrong("it has no `" + key + "`.", "A name like it has an invisible sign around it: " + cure);
      }
      const names = Object.keys(row)
        .slice(0, 5)
        .map((name) => "`" + name + "`");
      wrong("it has no `" + key + "`.", "That is what tells the rows apart. This one has " + (names.join(", ") || "no members") + ".");
    }
  }

  function kindOf(value) {
    if (value === null || value === undefined) return String(value);
    if (Array.isArray(value)) return "an array";
    if (value instanceof Promise) return "a promise";
    if (value instanceof Response) return "a response";
    return { string: "a string", object: "an object" }[typeof value] ?? "a " + typeof value;
  }

  function written(value, what) {
    try {
      return JSON.stringify(value);
    } catch (error) {
      throw told("There should be " + what + ": " + error.message.split("\n")[0]);
    }
  }

  function failed(error) {
    const isError = error instanceof Error;
    const thrown = typeof error === "string" ? "‘" + error + "’" : shown(error);
    const plain = { what: isError ? error.name + ": " + error.message : "The code threw " + thrown + ".", help: "", about: "any" };
    post({ failed: error?.told ?? plain, stack: isError ? String(error.stack) : "" });
  }

  // What the sync gave back, which counts for nothing: how many rows, or which members.
  function returned(value) {
    if (Array.isArray(value)) return { rows: value.length };
    return value && typeof value === "object" ? { names: Object.keys(value).slice(0, 5) } : null;
  }

  self.onmessage = ({ data }) => (data.ping ? post({ pong: data.ping }) : answer(data));
  self.addEventListener("unhandledrejection", (event) => (event.preventDefault(), failed(event.reason)));
  api.credentials = credentials;
  post({ up: true });
  return (sync) => {
    if (typeof sync !== "function") {
      return failed(told("There is no function named `sync`.", "The code starts with: async function sync(api, land, state) {"));
    }
    return Promise.resolve()
      .then(() => sync(api, land, state))
      .then((value) => post({ done: true, returned: returned(value), state: written(state, "a state that is plain data") }))
      .catch(failed);
  };
}
