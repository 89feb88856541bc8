// The credentials that the endpoints of `/auth/…` accept, in the forms in which a request takes them.

/** UTF-8 in base64, as HTTP Basic has it. */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The value of `Authorization` by the scheme's name in `openapi.json`. */
export const authorizations = ({ basic_user: user, basic_pass: pass, bearer, api_key: key }) => ({
  basic: user && `Basic ${base64(`${user}:${pass}`)}`,
  bearer: bearer && `Bearer ${bearer}`,
  apiKey: key && `apiKey ${key}`,
});

/** @typedef {{ [name: string]: string }} Credentials by their names in the server's answer */

/** The lines of the table that `playground start` prints, with the credentials in each. @type {[RegExp, string[]][]} */
const PRINTED = [
  [/\/auth\/http_basic\b.*?Username: (\S+)\s+Password: (\S+)/, ["basic_user", "basic_pass"]],
  [/Bearer Token: (\S+)/, ["bearer"]],
  [/API Key: (\S+)/, ["api_key"]],
  [/\/auth\/session_token\/login\b.*?Username: (\S+)\s+Password: (\S+)/, ["session_user", "session_pass"]],
];

/**
 * The credentials and the address in the output of `playground start`; null if the text has none.
 * @param {string} text
 * @returns {{ base?: string, credentials: Record<string, string> } | null}
 */
export function readPrinted(text) {
  const found = PRINTED.flatMap(([line, names]) => {
    const [, ...values] = line.exec(text) ?? [];
    return values.map((value, n) => [names[n], value]);
  });
  if (!found.length) return null;
  return { base: /(https?:\/\/\S+?)\/auth\//.exec(text)?.[1], credentials: Object.fromEntries(found) };
}

/** The body of the session login. @param {Credentials} credentials */
export const login = ({ session_user: username, session_pass: password }) => ({ username, password });

/**
 * The headers and bodies that the request bar offers to insert; empty if the credentials are unknown.
 * @returns {{ label: string, header?: [string, string], body?: string }[]}
 */
export function offers(credentials) {
  const { basic, bearer, apiKey } = authorizations(credentials);
  /** @returns {{ label: string, header: [string, string] } | undefined} */
  const header = (label, value) => value && { label, header: ["Authorization", value] };
  const body = credentials.session_user && { label: "Session login", body: JSON.stringify(login(credentials)) };
  return [header("HTTP Basic", basic), header("Bearer token", bearer), header("API key", apiKey), body].filter(Boolean);
}

/** The credential of each path below `/auth`: its name, the scheme, and the form of what follows the scheme. */
const SCHEMES = {
  "/auth/http_basic": { scheme: "Basic", form: "the base64 form of user:password", wrong: wrongBasic },
  "/auth/http_bearer": { scheme: "Bearer", form: "the bearer token", wrong: (sent, known) => wrongText(sent, known, "bearer") },
  "/auth/api_key": { scheme: "apiKey", form: "the API key", wrong: (sent, known) => wrongText(sent, known, "api_key") },
  "/auth/session_token/data": { scheme: "Token", form: "the token that the login gave", wrong: wrongToken, isBareTaken: true },
};
const NAMES = { bearer: "bearer token", api_key: "API key", basic_pass: "password of HTTP Basic", session_pass: "password of the login" };

/**
 * Names the wrong credential of a request, since the server's 401 has the same text for all. An exchange serves as both arguments. If the
 * right credentials are given, the sentence distinguishes a user name from a password.
 * @param {{ path: string, requestHeaders: [string, string][], requestBody?: string | null }} request
 * @param {{ status: number, text?: string }} response
 * @param {Credentials} [credentials] the right ones, as far as they are known
 * @returns {string | null} null where the answer is no 401 of these paths
 */
export function explain401({ path, requestHeaders, requestBody }, { status, text = "" }, credentials = {}) {
  const target = path.split("?")[0];
  if (status !== 401) return null;
  if (target === "/auth/session_token/login") return wrongLogin(requestBody, credentials);
  const accepted = SCHEMES[target];
  if (!accepted) return null;
  const { scheme, form, wrong, isBareTaken } = accepted;
  const wanted = `${target} takes ‘Authorization: ${scheme} …’ with ${form}.`;
  const sent = requestHeaders.find(([name]) => name.toLowerCase() === "authorization")?.[1].trim() ?? "";
  if (!sent) return `The request has no Authorization header. ${wanted}`;
  const [, found, rest] = /^(\S+)(?: +(.+))?$/s.exec(sent);
  if (found.toLowerCase() === scheme.toLowerCase() && rest) return wrong(rest, credentials, text);
  if (isBareTaken && !rest) return wrong(found, credentials, text);
  if (found.toLowerCase() === scheme.toLowerCase()) return `Nothing follows ‘${scheme}’. ${wanted}`;
  return rest ? `The request sent ‘${found} …’. ${wanted}` : `The request sent its credential without ‘${scheme}’ before it. ${wanted}`;
}

function wrongBasic(sent, { basic_user: user, basic_pass: pass }) {
  const [, given, secret] = /^([^:]*):(.*)$/s.exec(textOf(sent) ?? "") ?? [];
  if (given === undefined) return "What follows ‘Basic’ is not the base64 form of user:password.";
  return wrongPair("HTTP Basic", [given, secret], [user, pass]);
}

/** @param {string} body @param {Credentials} credentials */
function wrongLogin(body, { session_user: user, session_pass: pass }) {
  try {
    const { username, password } = JSON.parse(body);
    return wrongPair("the login", [username, password], [user, pass]);
  } catch {
    return null;
  }
}

function wrongPair(what, [user, pass], [rightUser, rightPass]) {
  if (!rightUser || !rightPass) return `The user name ‘${user}’ or the password of ${what} is wrong.`;
  if (user === rightUser) return `The user name of ${what} is right, its password is wrong.`;
  const wrong = pass === rightPass ? `The user name of ${what} is` : `The user name and the password of ${what} are`;
  return `${wrong} wrong: it sent ‘${user}’.`;
}

function wrongText(sent, known, key) {
  const other = Object.keys(NAMES).find((name) => name !== key && known[name] === sent);
  return other ? `This is the ${NAMES[other]}; the ${NAMES[key]} is wanted.` : `The ${NAMES[key]} is wrong.`;
}

function wrongToken(sent, known, text) {
  if (/expired/i.test(text)) return "The session token is older than its expires_in. Log in again for a new one.";
  const other = Object.keys(NAMES).find((name) => known[name] === sent);
  const what = other ? `This is the ${NAMES[other]}` : "This is not a session token of this server";
  return `${what}: POST /auth/session_token/login gives one.`;
}

/** The text of base64; null where it is none. */
function textOf(sent) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(sent), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
