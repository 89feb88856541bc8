// What people write for the lesson on credentials.
const headers = (basic, bearer, key) => `async function sync(api, land) {
  const { basic_user, basic_pass, bearer, api_key } = api.credentials;
  const headers = {
    "/auth/http_basic": ${basic},
    "/auth/http_bearer": ${bearer},
    "/auth/api_key": ${key},
  };
  for (const path in headers) {
    const response = await api(path, { headers: { Authorization: headers[path] } });
    if (!response.ok) continue;
    await land((await response.json()).data);
  }
}`;
const [BASIC, BEARER, KEY] = ['"Basic " + btoa(basic_user + ":" + basic_pass)', '"Bearer " + bearer', '"apiKey " + api_key'];

export const right = {
  "encodes the pair": headers(BASIC, BEARER, KEY),
  "uses a Headers object, and lands once": `async function sync(api, land) {
    const c = api.credentials;
    const get = async (path, value) => {
      const headers = new Headers();
      headers.set("authorization", value);
      const response = await api(path, { headers });
      if (!response.ok) throw new Error(response.status);
      return (await response.json()).data;
    };
    const rows = [
      await get("/auth/http_basic", "Basic " + btoa([c.basic_user, c.basic_pass].join(":"))),
      await get("/auth/http_bearer", "Bearer " + c.bearer),
      await get("/auth/api_key", "apiKey " + c.api_key),
    ];
    await land(rows[0]);
  }`,
  "opens all at once": `const sync = async (api, land) => {
    const { basic_user: user, basic_pass: pass, bearer, api_key } = api.credentials;
    const endpoints = [["http_basic", \`Basic \${btoa(\`\${user}:\${pass}\`)}\`], ["http_bearer", \`Bearer \${bearer}\`], ["api_key", \`apiKey \${api_key}\`]];
    const answers = await Promise.all(endpoints.map(([name, authorization]) => api("/auth/" + name, { headers: { authorization } })));
    for (const answer of answers) await land((await answer.json()).data);
  };`,
  "tries the wrong form first": `async function sync(api, land) {
    const { basic_user, basic_pass, bearer, api_key } = api.credentials;
    const pair = basic_user + ":" + basic_pass;
    let response = await api("/auth/http_basic", { headers: { authorization: "Basic " + pair } });
    if (response.status === 401) response = await api("/auth/http_basic", { headers: [["authorization", "Basic " + btoa(pair)]] });
    await land((await response.json()).data);
    await land((await (await api("/auth/http_bearer", { headers: { authorization: "Bearer " + bearer } })).json()).data);
    await land((await (await api("/auth/api_key", { headers: { authorization: "apiKey " + api_key } })).json()).data);
  }`,
};

export const wrong = {
  "sends the pair as it is": ["basic", headers('"Basic " + basic_user + ":" + basic_pass', BEARER, KEY)],
  "encodes user and password apart": ["basic", headers('"Basic " + btoa(basic_user) + ":" + btoa(basic_pass)', BEARER, KEY)],
  "swaps user and password": ["basic", headers('"Basic " + btoa(basic_pass + ":" + basic_user)', BEARER, KEY)],
  "forgets the colon": ["basic", headers('"Basic " + btoa(basic_user + basic_pass)', BEARER, KEY)],
  "encodes the token, too": ["bearer", headers(BASIC, '"Bearer " + btoa(bearer)', KEY)],
  "leaves the word out": ["bearer", headers(BASIC, "bearer", KEY)],
  "takes the key for a token": ["api-key", headers(BASIC, BEARER, '"Bearer " + api_key')],
  "leaves the third endpoint": ["api-key", headers(BASIC, BEARER, KEY).replace('"/auth/api_key"', '"/health"')],
  "sends no credentials": ["basic", headers('""', '""', '""')],
  "calls the endpoints, and lands nothing": ["every-row", headers(BASIC, BEARER, KEY).replace("await land((await response.json()).data)", "await response.json()")],
  "puts the key into the URL": ["api-key", headers(BASIC, BEARER, KEY).replace("api(path, {", 'api(path + (path.endsWith("key") ? "?api_key=" + api_key : ""), path.endsWith("key") ? {} : {')],
  "reads the rows elsewhere": ["basic", `async function sync(api, land) { await land((await (await api("/export/json")).json())); }`],
};
