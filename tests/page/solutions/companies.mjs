// What people write for the lesson on lists below lists.
const walk = (list) => `async function sync(api, land) {
  const list = ${list};
  for (const { company_id } of await list("/cursors/companies")) {
    for (const { department_id } of await list("/cursors/" + company_id + "/departments")) {
      await land(await list("/cursors/" + company_id + "/departments/" + department_id + "/employees"));
    }
  }
}`;
const statuses = (before) => walk(`async (path) => {
  const response = await api(path);
  ${before}
  return (await response.json()).data;
}`);
const NONE = "if (response.status === 404 || response.status === 204) return [];";

export const right = {
  "decides for each status": statuses(`${NONE} if (!response.ok) throw new Error(path + ": " + response.status);`),
  "repeats what is busy": walk(`async (path) => {
    for (;;) {
      const response = await api(path);
      if ([204, 404].includes(response.status)) return [];
      if (response.ok) return (await response.json()).data;
      if (response.status !== 429) throw new Error("HTTP " + response.status);
      await sleep(Number(response.headers.get("retry-after")));
    }
  }`),
  "reads the text, and decides then": walk(`async (path) => {
    const response = await api(path);
    const text = await response.text();
    if (response.status === 404) return [];
    if (response.status >= 400) throw new Error(text);
    return text ? JSON.parse(text).data : [];
  }`),
  "walks all branches at once": `async function sync(api, land) {
    async function list(path) {
      const response = await api(path);
      switch (response.status) {
        case 200: return (await response.json()).data;
        case 204: case 404: return [];
        default: throw new Error(response.status + " at " + path);
      }
    }
    const companies = await list("/cursors/companies");
    const departments = (await Promise.all(companies.map((c) => list(\`/cursors/\${c.company_id}/departments\`)))).flat();
    const lists = await Promise.all(departments.map((d) => list(\`/cursors/\${d.company_id}/departments/\${d.department_id}/employees\`)));
    await land(lists.flat());
  }`,
  "fails by itself where there is no list": statuses(NONE),
  "catches, and throws what it does not expect": walk(`async (path) => {
    try {
      const response = await api(path);
      if (response.status === 204) return [];
      const { data, error } = await response.json();
      if (error) throw Object.assign(new Error(error), { status: response.status });
      return data;
    } catch (error) {
      if (error.status === 404) return [];
      throw error;
    }
  }`),
};

const swallow = walk("async (path) => { try { return (await (await api(path)).json()).data || []; } catch { return []; } }");

/** Decides for each status, but for the errors of the lists at one level, which it swallows. */
const swallowAt = (level) => walk(`async (path) => {
    const response = await api(path);
    if ([204, 404].includes(response.status)) return [];
    if (!response.ok && path.split("/").length === ${level}) return [];
    if (!response.ok) throw new Error(path + ": " + response.status);
    return (await response.json()).data;
  }`);

export const wrong = {
  "swallows the errors of the list of companies": ["second", swallowAt(3)],
  "swallows the errors of the lists of departments": ["second", swallowAt(4)],
  "swallows the errors of the lists of employees": ["second", swallowAt(6)],
  "swallows every error": ["second", swallow],
  "takes every error for an empty list": ["second", statuses("if (!response.ok || response.status === 204) return [];")],
  "takes 4xx for an empty list": ["second", statuses("if (response.status >= 400 && response.status < 500) return []; if (response.status === 204) return [];")],
  "swallows the errors of the last lists": ["second", `async function sync(api, land) {
    const get = async (path) => { const response = await api(path); if (!response.ok) throw new Error(response.status); return (await response.json()).data; };
    for (const c of await get("/cursors/companies")) for (const d of await get("/cursors/" + c.company_id + "/departments")) {
      await land(await get("/cursors/" + c.company_id + "/departments/" + d.department_id + "/employees").catch(() => []));
    }
  }`],
  "logs errors, and goes on": ["second", statuses("if (response.status !== 200) { console.log(response.status); return []; }")],
  "dies at the first empty department": ["every-row", statuses("")],
  "knows 404 alone": ["every-row", statuses("if (response.status === 404) return [];")],
  "knows 204 alone": ["every-row", statuses("if (response.status === 204) return [];")],
  "knows all ids": ["parents", `async function sync(api, land) {
    for (const c of [1, 2]) for (const d of [1, 2, 3, 4]) {
      const response = await api("/cursors/" + c + "/departments/" + d + "/employees");
      ${NONE.replace("return []", "continue")}
      await land((await response.json()).data);
    }
  }`],
  "knows the departments": ["parents", `async function sync(api, land) {
    const { data } = await (await api("/cursors/companies")).json();
    for (const { company_id } of data) for (let d = 1; d <= 4; d++) {
      const response = await api("/cursors/" + company_id + "/departments/" + d + "/employees");
      if (response.status === 200) await land((await response.json()).data);
    }
  }`],
  "stops at the first empty department": ["every-row", `async function sync(api, land) {
    const get = async (path) => (await (await api(path)).json()).data;
    for (const { company_id } of await get("/cursors/companies")) {
      for (const { department_id } of await get("/cursors/" + company_id + "/departments")) {
        const response = await api("/cursors/" + company_id + "/departments/" + department_id + "/employees");
        if (response.status !== 200) return;
        await land((await response.json()).data);
      }
    }
  }`],
  "lands the companies": ["every-row", `async function sync(api, land) {
    const { data } = await (await api("/cursors/companies")).json();
    await land(data.map((row) => ({ ...row, employee_id: row.company_id })));
  }`],
  "settles for what comes": ["second", `async function sync(api, land) {
    const get = async (path) => { const response = await api(path); if (!response.ok) throw new Error(response.status); return (await response.json()).data; };
    const companies = await get("/cursors/companies");
    const parts = await Promise.allSettled(companies.map((c) => get("/cursors/" + c.company_id + "/departments")));
    const departments = parts.flatMap(({ value = [] }) => value);
    const lists = await Promise.allSettled(departments.map((d) => get("/cursors/" + d.company_id + "/departments/" + d.department_id + "/employees")));
    await land(lists.flatMap(({ value = [] }) => value));
  }`],
};
