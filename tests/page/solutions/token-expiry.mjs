// What people write for the lesson on tokens.
const LOGIN = `async (api) => (await api("/auth/session_token/login", {
  method: "POST", body: { username: api.credentials.session_user, password: api.credentials.session_pass },
})).json()`;
const DATA = "/auth/session_token/data";
const rounds = (before, read, pause = 0.8) => `const login = ${LOGIN};
const get = (api, token) => api("${DATA}", { headers: { authorization: "Token " + token } });
async function sync(api, land) {
  let token = (await login(api)).token, total = 1, issued = Date.now();
  for (let from = 0; from < total; from += 4) {
    ${before}
    let response = await get(api, token);
    ${read}
    const { data } = await response.json();
    total = data.length;
    await land(data.slice(from, from + 4));
    await sleep(${pause});
  }
}`;
const AGAIN = "if (response.status === 401) { token = (await login(api)).token; response = await get(api, token); }";

export const right = {
  "logs in again after a 401": rounds("", AGAIN),
  "asks again for a renewed token until it is let in": rounds("", "while (response.status === 401) response = await get(api, (token = (await login(api)).token));"),
  "renews by expires_in": `const login = ${LOGIN};
    async function sync(api, land) {
      let token, end = 0;
      for (let from = 0, total = 1; from < total; from += 4) {
        if (Date.now() >= end) {
          const answer = await login(api);
          token = answer.token;
          end = Date.now() + (answer.expires_in - 1) * 1000;
        }
        let response = await api("${DATA}", { headers: { authorization: "Token " + token } });
        const { data } = await response.json();
        total = data.length;
        await land(data.slice(from, from + 4));
        await sleep(0.6);
      }
    }`,
  "wraps api, and renews in there": `async function sync(api, land) {
    const { session_user: username, session_pass: password } = api.credentials;
    let token;
    const authorized = async (path) => {
      for (let tries = 0; tries < 2; tries++) {
        token ??= (await (await api("/auth/session_token/login", { method: "POST", body: { username, password } })).json()).token;
        const response = await api(path, { headers: { authorization: "Token " + token } });
        if (response.status !== 401) return response;
        token = undefined;
      }
      throw new Error("refused");
    };
    let rows, from = 0;
    do {
      rows = (await (await authorized("${DATA}")).json()).data;
      await land(rows.slice(from, from += 4));
      await new Promise((done) => setTimeout(done, 800));
    } while (from < rows.length);
  }`,
  "throws at any other error": rounds("", `${AGAIN} if (!response.ok) throw new Error("HTTP " + response.status);`),
};

const once = `const login = ${LOGIN};
async function sync(api, land) {
  const { token } = await login(api);
  const { data } = await (await api("${DATA}", { headers: { authorization: "Token " + token } })).json();
  await land(data);
}`;

export const wrong = {
  "never logs in again": ["every-row", rounds("", "if (response.status === 401) continue;")],
  "fails at the first 401": ["every-row", rounds("", "if (!response.ok) throw new Error('401');")],
  "reads once, and lands all": ["outlives", once],
  "reads once, and lands it in parts": ["outlives", once.replace("await land(data);", "for (let n = 0; n < data.length; n += 4) { await land(data.slice(n, n + 4)); await sleep(0.5); }")],
  "leaves the pauses out": ["outlives", rounds("", AGAIN, 0)],
  "logs in for each request": ["logins", rounds("token = (await login(api)).token;", "")],
  "logs in three times at the beginning": ["logins", rounds("if (from === 0) { await login(api); token = (await login(api)).token; }", AGAIN)],
  "skips the batch after the 401": ["every-row", rounds("", "if (response.status === 401) { token = (await login(api)).token; continue; }")],
  "logs in with an empty password": ["every-row", rounds("", AGAIN).replace("password: api.credentials.session_pass", "password: ''")],
  "asks with the old token again": ["every-row", rounds("", "if (response.status === 401) { await login(api); response = await get(api, token); }")],
  "knows that there are twenty rows, and asks forever": ["every-row", rounds("", AGAIN).replace("from < total", "true").replace("sleep(0.8)", "sleep(0.01)")],
  "reads the export": ["every-row", `async function sync(api, land) { await land((await (await api("/export/json")).json()).slice(0, 20)); }`],
};
