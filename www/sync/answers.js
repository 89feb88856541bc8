// The promises, responses and headers that `api` gives to the user's code in the worker. They explain themselves where the code uses them as in
// another language or library. These functions are sent as text, so they see nothing of this module but their arguments.

/**
 * An error that is shown as it stands: what is wrong and what to do. `about` names the part of a response that was misused: "rows" or "body".
 * @type {(what: string, help?: string, about?: string) => TypeError}
 */
export function told(what, help = "", about = "") {
  return Object.assign(new TypeError([what, help].filter(Boolean).join(" ")), { told: { what, help, about } });
}

/** A promise that throws an explanation where code reads a property of the result from it, which a missing `await` causes. */
export function promised(promise, call, told) {
  // Created here, so that its stack has the line of the call that lacks `await`.
  const { stack } = new Error("");
  const refuse = (why) => {
    throw Object.assign(told("Write `await` before " + call + ".", "Without it there is only a promise, " + why), { stack });
  };
  return new Proxy(promise, {
    get(target, name) {
      if (name === Symbol.iterator) refuse("which is no list.");
      // Code that serialises a value asks for toJSON.
      if (typeof name !== "symbol" && name !== "toJSON" && !(name in target)) {
        refuse("and `" + name + "` of the answer is not there yet.");
      }
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The response for the user's code, with explanations for the habits of other libraries. */
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
    // Created here, so that its stack has the line of the call.
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
