// What `api` gives to the person's code, in the worker: promises, answers and headers that say so where somebody reads them as another
// language or library has it. These functions are sent as text, and see nothing of this module but what is handed to them.

/**
 * An error that is told as it stands: what is wrong, and what to do. `about` says what of an answer it missed: "rows" or "body".
 * @type {(what: string, help?: string, about?: string) => TypeError}
 */
export function told(what, help = "", about = "") {
  return Object.assign(new TypeError([what, help].filter(Boolean).join(" ")), { told: { what, help, about } });
}

/** A promise of which nothing can be read but what promises have: what it is to bring is not there yet. */
export function promised(promise, call, told) {
  // Made now, it knows the line of the call, where the word is missing.
  const { stack } = new Error("");
  const refuse = (why) => {
    throw Object.assign(told("Write `await` before " + call + ".", "Without it there is only a promise, " + why), { stack });
  };
  return new Proxy(promise, {
    get(target, name) {
      if (name === Symbol.iterator) refuse("which is no list.");
      // Whoever writes a value as text asks for toJSON.
      if (typeof name !== "symbol" && name !== "toJSON" && !(name in target)) {
        refuse("and `" + name + "` of the answer is not there yet.");
      }
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The response that code gets, with the habits of other libraries named. */
export function answered({ status, headers, body, url }, request, told, promised) {
  const hasNone = [101, 204, 205, 304].includes(status);
  const response = new Response(hasNone ? null : body, { status, headers });
  const own = (name, get) => Object.defineProperty(response, name, { get });
  const indexed = new Proxy(response.headers, {
    get(target, name) {
      if (typeof name === "string" && name !== "toJSON" && !(name in target)) {
        throw told("Headers are not a dict.", 'Ask with `.headers.get("' + name + '")`.');
      }
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const read = async () => {
    // Made now, it knows the line of the call.
    const at = told("The body of the answer to " + request + " cannot be read as JSON.", "", "body");
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      if (text === "") at.told.what = "There is no JSON in the answer to " + request + ": its body is empty.";
      else at.told.help = "It begins with ‘" + text.slice(0, 40).split("\n")[0] + "’.";
      throw Object.assign(at, { message: at.told.what + " " + at.told.help });
    }
  };
  own("url", () => url);
  own("headers", () => indexed);
  own("status_code", () => {
    throw told("There is no `status_code`.", "In JavaScript it is `status`.");
  });
  const unread = () => {
    throw told("The rows are in the body of the answer.", "Read it first: `const { data } = await response.json()`.");
  };
  own("data", unread);
  own(Symbol.iterator, unread);
  response.json = () => promised(read(), "the call of `json()`", told);
  return response;
}
