// What stands between a list and its reader: credentials, tokens that end, formats, odd parents, limits.
import { askedAtMost, atMost, comesToAnEnd, everyRow, letIn, nothingTwice, nothingUnknown, ofSyncs, waitsAsTold } from "./judge.js";
import { code, DATA, get, prose } from "./start.js";

export const passwords = {
  id: "passwords",
  title: "Passwords and keys",
  text: prose`
Most APIs want to know who asks. The header \`Authorization\` holds the kind and then the secret. *Basic* is the base64 form of
\`user:password\`. *Bearer* is a token as it is; GitHub takes one. An *API key* stands behind a word of its own, as here, or in a header
such as \`X-Api-Key\`.

401 means: I don't know you. 403: I know you, but no. Trying again helps neither. A connector that takes such an answer for an empty
list reports success and lands nothing.

Base64 hides nothing: use https, and keep secrets out of URLs, which end up in logs.
`,
  task: "The same 20 rows lie behind three doors. Open each with the credentials in `api.credentials`.",
  settings: { ...DATA, records: "20" },
  merges: true,
  request: get("/auth/http_basic"),
  start: code`
async function sync(api, land, state) {
  const { basic_user, basic_pass, bearer, api_key } = api.credentials;
  const doors = {
    "/auth/http_basic": "Basic " + basic_user + ":" + basic_pass,
    "/auth/http_bearer": "Bearer " + bearer,
    "/auth/api_key": "apiKey " + api_key,
  };
  for (const [path, authorization] of Object.entries(doors)) {
    const response = await api(path, { headers: { authorization } });
    const { data } = await response.json();
    await land(data);
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  const { basic_user, basic_pass, bearer, api_key } = api.credentials;
  const doors = {
    "/auth/http_basic": "Basic " + btoa(basic_user + ":" + basic_pass),
    "/auth/http_bearer": "Bearer " + bearer,
    "/auth/api_key": "apiKey " + api_key,
  };
  for (const [path, authorization] of Object.entries(doors)) {
    const response = await api(path, { headers: { authorization } });
    const answer = await response.json();
    if (!response.ok) throw new Error(path + ": " + answer.error);
    await land(answer.data);
  }
}
`,
  hint: "One of the three is sent as it must not be. In JavaScript, `btoa(text)` gives the base64 form.",
  checks: [
    letIn("basic", "/auth/http_basic", "The password"),
    letIn("bearer", "/auth/http_bearer", "The token"),
    letIn("api-key", "/auth/api_key", "The key"),
    everyRow,
  ],
  reason: "basic",
};

export const tokenExpiry = {
  id: "token-expiry",
  title: "A token that expires",
  text: prose`
Many APIs trade the password for a *token* that lives for minutes or hours; OAuth 2.0 says how long in \`expires_in\`. Short tests never
see it end. A customer's first load runs for hours, and then every answer is a 401.

So a 401 in mid-sync is no failure: log in again and repeat *that very request*. Once: if the new token is refused too, the credentials
are wrong.

A login before each request is the other extreme: logins are slow and often limited. Here a token lives two seconds at most, and the
sync takes four.
`,
  task: "Let the sync outlive its token, with no more logins than it needs.",
  settings: { ...DATA, records: "20", token_ttl: "2" },
  request: get("/auth/session_token/data"),
  start: code`
async function sync(api, land, state) {
  const { session_user, session_pass } = api.credentials;
  const login = await api("/auth/session_token/login", {
    method: "POST",
    body: { username: session_user, password: session_pass },
  });
  const { token } = await login.json();
  const headers = { authorization: "Token " + token };

  // Slow work: four rows, a pause, the next four.
  for (let from = 0; from < 20; from += 4) {
    const response = await api("/auth/session_token/data", { headers });
    const { data = [] } = await response.json();
    await land(data.slice(from, from + 4));
    await sleep(0.8);
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let token = await login(api);
  const read = () => api("/auth/session_token/data", {
    headers: { authorization: "Token " + token },
  });

  for (let from = 0; from < 20; from += 4) {
    let response = await read();
    if (response.status === 401) {
      token = await login(api);
      response = await read();
    }
    const { data, error } = await response.json();
    if (!response.ok) throw new Error(error);
    await land(data.slice(from, from + 4));
    await sleep(0.8);
  }
}

async function login(api) {
  const { session_user, session_pass } = api.credentials;
  const response = await api("/auth/session_token/login", {
    method: "POST",
    body: { username: session_user, password: session_pass },
  });
  const { token, error } = await response.json();
  if (!response.ok) throw new Error(error);
  return token;
}
`,
  hint: "Look at the status of the last requests in the timeline. Put the login into a function, so that the loop can call it again.",
  checks: [
    everyRow,
    askedAtMost("logins", "There are at most three logins.", "/auth/session_token/login", 3),
    comesToAnEnd,
  ],
  reason: "every-row",
};

export const csvExport = {
  id: "csv-export",
  title: "An export in CSV",
  text: prose`
Large amounts often come as one file, as from Salesforce's Bulk API: CSV, a line of names, then the rows. It looks so simple that
everybody splits it by hand.

RFC 4180 has three rules that \`split\` does not know. A field may stand in quotes. Inside quotes, commas and line breaks are *text*. A
quote inside quotes is doubled. Take an address of two lines: half a row lands as a whole one, and its other half as a stranger.

A real connector uses a library. Ask it about the rest: the separator, a byte order mark, whether an empty field is null.
`,
  task: "Read the file so that each row lands whole.",
  settings: DATA,
  request: get("/export/csv"),
  start: code`
async function sync(api, land, state) {
  const response = await api("/export/csv");
  const lines = (await response.text()).trim().split("\n");
  const names = lines[0].split(",");

  const rows = [];
  for (const line of lines.slice(1)) {
    const values = line.split(",");
    const row = {};
    names.forEach((name, n) => (row[name] = values[n]));
    rows.push(row);
  }
  await land(rows);
}
`,
  solution: code`
async function sync(api, land, state) {
  const response = await api("/export/csv");
  const [names, ...rows] = readCsv(await response.text());
  const pairs = (row) => names.map((name, n) => [name, row[n]]);
  await land(rows.map((row) => Object.fromEntries(pairs(row))));
}

// RFC 4180: a field, in quotes or not, and what ends it.
function readCsv(text) {
  if (!text.endsWith("\n")) text += "\n";
  const rows = [[]];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/g;
  for (const [, quoted, plain, end] of text.matchAll(fields)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") rows.push([]);
  }
  return rows.slice(0, -1);
}
`,
  hint: "Go through the text and remember whether you are inside quotes: only outside do a comma and a line break end something.",
  checks: [nothingUnknown, everyRow, ofSyncs("whole", "Each row is whole, without the quotes of the file.", whole)],
  reason: "nothing-unknown",
};

/** In this export each row has eight fields, each address two lines, and no value a quote. */
function whole(_, { rows }) {
  const fits = (values) => values.length === 8 && /\n/.test(values[3]) && !/"/.test(values.join());
  const torn = rows.filter((row) => !fits(Object.values(row)));
  return rows.length ? torn.length === 0 || `${torn.length} of ${rows.length} are not.` : "Nothing has landed.";
}

export const companies = {
  id: "companies",
  title: "Companies and their departments",
  text: prose`
Many lists hang below another: a repository's issues, an invoice's lines. The child's URL needs the parent's id, so you walk: companies,
their departments, their employees.

Some parents are odd. Here two departments have no employees, and the API says so in two ways: with 404, and with *204*, which has no
body, so that reading JSON from it fails. GitHub answers 409 for the commits of an empty repository.

A connector that dies there never reaches the parents behind. One that ignores *every* error loses rows in silence. Decide for each
status: an expected “nothing here” is an empty list, all else ends the sync.
`,
  task: "Let the sync reach every employee.",
  settings: { ...DATA, now: "2026-01-02T00:01:22Z" },
  stream: "employees",
  request: get("/cursors/2/departments"),
  start: code`
async function sync(api, land, state) {
  const list = async (path) => {
    const response = await api(path);
    const { data } = await response.json();
    return data;
  };

  for (const company of await list("/cursors/companies")) {
    const departments = "/cursors/" + company.company_id + "/departments";
    for (const { department_id } of await list(departments)) {
      const employees = departments + "/" + department_id + "/employees";
      await land(await list(employees));
    }
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  const list = async (path) => {
    const response = await api(path);
    if (response.status === 404 || response.status === 204) return [];
    const { data, error } = await response.json();
    if (!response.ok) throw new Error(path + ": " + error);
    return data;
  };

  for (const company of await list("/cursors/companies")) {
    const departments = "/cursors/" + company.company_id + "/departments";
    for (const { department_id } of await list(departments)) {
      const employees = departments + "/" + department_id + "/employees";
      await land(await list(employees));
    }
  }
}
`,
  hint: "Look at the status before you read the body. Two of them mean: there are none.",
  checks: [comesToAnEnd, everyRow, atMost(11)],
  reason: "every-row",
};

export const limits = {
  id: "limits",
  title: "Limits and back-off",
  text: prose`
Servers protect themselves, often by a bucket of tokens: each request takes one, and they come back at a steady rate. Shopify does it.
When the bucket is empty, the answer is *429* Too Many Requests, and \`Retry-After\` says how many seconds to wait.

The request was *not* answered: wait, then send it again. The common fault is code that looks only at the body. An error has no rows, so
the page seems empty, and the loop goes on to the next.

Trying again at once makes it worse. Where there is no \`Retry-After\`, double the wait each time, and add a random bit.
`,
  task: "Wait as long as the API says, and lose no page.",
  settings: { ...DATA, records: "150", rate_limit: "true", capacity: "5" },
  request: get("/pagination/page_number?per_page=10&page=1"),
  start: code`
async function sync(api, land, state) {
  let page = 1;
  let pages = 1;
  while (page <= pages) {
    const path = "/pagination/page_number?per_page=10&page=" + page;
    const response = await api(path);
    const answer = await response.json();
    pages = answer.total_pages || pages;
    await land(answer.data || []);
    page += 1;
  }
}
`,
  solution: code`
async function sync(api, land, state) {
  let page = 1;
  let pages = 1;
  while (page <= pages) {
    const path = "/pagination/page_number?per_page=10&page=" + page;
    const response = await api(path);
    if (response.status === 429) {
      await sleep(Number(response.headers.get("retry-after")));
      continue;
    }
    const { data, total_pages, error } = await response.json();
    if (!response.ok) throw new Error(error);
    await land(data);
    pages = total_pages;
    page += 1;
  }
}
`,
  hint: "Look at `response.status` before the page counts as read. `await sleep(seconds)` waits; `response.headers` say how long.",
  checks: [everyRow, nothingTwice, waitsAsTold],
  reason: "every-row",
};
