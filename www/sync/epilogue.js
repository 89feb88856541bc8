// The worker's side of a sync: what follows the person's code in the worker. It is sent as text and sees nothing of this module.
// It holds no template literals or block comments, so that one left open in the person's code is not closed by it.

/**
 * The text that follows the code.
 * @param {{ limits: object, keys: string[], credentials: object, state: object }} given
 */
export const epilogue = (given) =>
  "\n;(" + workerSide + ")(typeof sync === 'undefined' ? undefined : sync, " + JSON.stringify(given) + ");\n";

function workerSide(sync, given) {
  const { limits, keys, credentials, state } = given;
  const post = self.postMessage.bind(self);
  const waiting = new Map();
  const count = { requests: 0, landings: 0, rows: 0, lines: 0 };

  self.sleep = (seconds) => new Promise((done) => setTimeout(done, Number(seconds) * 1000));
  for (const name of ["log", "info", "warn", "error", "debug"]) {
    console[name] = (...values) => {
      count.lines += 1;
      if (count.lines <= limits.lines) post({ log: values.map(shown).join(" ").slice(0, 2000) });
    };
  }

  function shown(value) {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value);
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  }

  function api(path, init) {
    // Made now, it knows the line of the call; it is thrown when the answer is an error.
    const at = new Error("");
    count.requests += 1;
    if (count.requests > limits.requests) {
      post({ limit: "requests" });
      throw new Error("Too many requests in one sync.");
    }
    const message = { ask: count.requests, path: String(path), ...request(init ?? {}) };
    return new Promise((resolve, reject) => {
      waiting.set(message.ask, { resolve, reject: (text) => reject(Object.assign(at, { message: text })) });
      post(message);
    });
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
      throw new TypeError(method + " takes no body. Give a method, such as POST, or leave the body out.");
    }
    return { method, headers: [...headers], body: body === null ? null : String(body) };
  }

  function answer(data) {
    const { resolve, reject } = waiting.get(data.answer) ?? {};
    waiting.delete(data.answer);
    if (!resolve) return;
    if (data.error) return reject(data.error);
    const hasNone = [101, 204, 205, 304].includes(data.status);
    const response = new Response(hasNone ? null : data.body, { status: data.status, headers: data.headers });
    Object.defineProperty(response, "url", { value: data.url });
    resolve(response);
  }

  function land(rows) {
    if (!Array.isArray(rows)) {
      throw new TypeError("land takes an array of rows, and this is " + kindOf(rows) + ". Land the list of the answer.");
    }
    rows.forEach(checkRow);
    count.landings += 1;
    count.rows += rows.length;
    if (count.landings > limits.landings) {
      throw new RangeError("land was called more than " + limits.landings.toLocaleString("en-GB") + " times. Land whole pages.");
    }
    if (count.rows > limits.rows) {
      throw new RangeError("More than " + limits.rows.toLocaleString("en-GB") + " rows landed. Set fewer records, or end the loop.");
    }
    post({ land: written(rows, "rows that are plain data"), state: written(state, "a state that is plain data") });
    return Promise.resolve();
  }

  function checkRow(row, n) {
    const wrong = (text) => {
      throw new TypeError("Row " + (n + 1) + " can't land: " + text);
    };
    if (row === null || typeof row !== "object" || Array.isArray(row)) wrong("it is " + kindOf(row) + ", and should be an object.");
    for (const key of keys) {
      if (!["string", "number"].includes(typeof row[key]) || row[key] === "") wrong("it has no '" + key + "', which tells the rows apart.");
    }
  }

  function kindOf(value) {
    if (value === null || value === undefined) return String(value);
    if (Array.isArray(value)) return "an array";
    if (value instanceof Promise) return "a promise, to be awaited first";
    return { string: "a text", object: "an object" }[typeof value] ?? "a " + typeof value;
  }

  function written(value, what) {
    try {
      return JSON.stringify(value);
    } catch (error) {
      throw new TypeError("There should be " + what + ": " + error.message.split("\n")[0]);
    }
  }

  function failed(error) {
    const isError = error instanceof Error;
    const text = isError ? error.name + ": " + error.message : "The code threw " + shown(error);
    post({ failed: text, stack: isError ? String(error.stack) : "" });
  }

  self.onmessage = ({ data }) => answer(data);
  self.addEventListener("unhandledrejection", (event) => (event.preventDefault(), failed(event.reason)));
  if (typeof sync !== "function") {
    post({ failed: "There is no function named sync. The code starts with: async function sync(api, land, state) {", stack: "" });
    return;
  }
  api.credentials = credentials;
  Promise.resolve()
    .then(() => sync(api, land, state))
    .then(() => post({ done: true, state: written(state, "a state that is plain data") }))
    .catch(failed);
}
