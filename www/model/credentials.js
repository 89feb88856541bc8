// What opens the doors of `/auth/…`, in the forms in which a request takes it.

/** UTF-8 in base64, as HTTP Basic has it. */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The value of `Authorization` by the scheme's name in `openapi.json`. */
export const authorizations = ({ basic_user: user, basic_pass: pass, bearer, api_key: key }) => ({
  basic: user && `Basic ${base64(`${user}:${pass}`)}`,
  bearer: bearer && `Bearer ${bearer}`,
  apiKey: key && `apiKey ${key}`,
});

/** The body of the session login. */
export const login = ({ session_user: username, session_pass: password }) => ({ username, password });

/**
 * What the request bar offers to insert: a header, or a body. Nothing where the credentials are not known.
 * @returns {{ label: string, header?: [string, string], body?: string }[]}
 */
export function offers(credentials) {
  const { basic, bearer, apiKey } = authorizations(credentials);
  const header = (label, value) => value && { label, header: ["Authorization", value] };
  const body = credentials.session_user && { label: "Session login", body: JSON.stringify(login(credentials)) };
  return [header("HTTP Basic", basic), header("Bearer token", bearer), header("API key", apiKey), body].filter(Boolean);
}
