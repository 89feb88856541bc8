// What people write for the lesson on limits.
const PATH = "/pagination/page_number";
const walk = ({ size = 20, busy = "await sleep(Number(response.headers.get('retry-after'))); continue;", pause = "" }) => `async function sync(api, land) {
  let page = 1, pages = 1;
  while (page <= pages) {
    const response = await api("${PATH}?per_page=${size}&page=" + page);
    if (response.status === 429) { ${busy} }
    const answer = await response.json();
    pages = answer.total_pages ?? pages;
    await land(answer.data ?? []);
    page += 1;
    ${pause}
  }
}`;

export const right = {
  "waits as told": walk({}),
  "takes full pages": walk({ size: 50 }),
  "waits by setTimeout": walk({ busy: "await new Promise((done) => setTimeout(done, 1000 * response.headers.get('Retry-After'))); continue;" }),
  "keeps below the limit": walk({ pause: "await sleep(0.13);" }).replace("let page = 1, pages = 1;", "let page = 1, pages = 1; await sleep(0.2);"),
  "asks for all at once, and each waits": `async function sync(api, land) {
    const read = async (page) => {
      const response = await api("${PATH}?per_page=20&page=" + page);
      if (response.status !== 429) return response.json();
      await sleep(response.headers.get("retry-after"));
      return read(page);
    };
    const first = await read(1);
    const rest = await Promise.all(Array.from({ length: first.total_pages - 1 }, (_, n) => read(n + 2)));
    await land([first, ...rest].flatMap(({ data }) => data));
  }`,
  "wraps api": `async function sync(api, land) {
    const patient = async (path) => {
      for (let tries = 0; tries < 20; tries++) {
        const response = await api(path);
        if (response.ok) return response.json();
        if (response.status !== 429) throw new Error("HTTP " + response.status);
        await sleep(Number(response.headers.get("retry-after")) + 0.05);
      }
      throw new Error("busy");
    };
    for (let page = 1; ; page++) {
      const { data } = await patient("${PATH}?per_page=20&page=" + page);
      if (data.length === 0) break;
      await land(data);
    }
  }`,
};

export const wrong = {
  "looks only at the body": ["every-row", walk({ busy: "" })],
  "asks for full pages, and looks only at the body": ["every-row", walk({ size: 50, busy: "" })],
  "keeps below the limit, and looks only at the body": ["every-row", walk({ busy: "", pause: "await sleep(0.15);" })],
  "tries again at once": ["waits", walk({ busy: "continue;" })],
  "waits a tenth of a second": ["waits", walk({ busy: "await sleep(0.1); continue;" })],
  "takes seconds for milliseconds": ["waits", walk({ busy: "await new Promise((done) => setTimeout(done, response.headers.get('retry-after'))); continue;" })],
  "waits a second, whatever it is told": ["second", walk({ busy: "await sleep(1); continue;" })],
  "doubles its waits from a second on, whatever it is told": ["second", `async function sync(api, land) {
    for (let page = 1, pages = 1, wait = 1; page <= pages; ) {
      const response = await api("${PATH}?per_page=20&page=" + page);
      if (response.status === 429) { await sleep(wait); wait *= 2; continue; }
      const { data, total_pages } = await response.json();
      await land(data);
      pages = total_pages;
      [page, wait] = [page + 1, 1];
    }
  }`],
  "waits, and goes on with the next page": ["every-row", walk({ busy: "await sleep(1); page += 1; continue;" })],
  "stops": ["every-row", walk({ busy: "break;" })],
  "fails": ["every-row", walk({ busy: "throw new Error('429');" })],
  "reads the export": ["every-row", `async function sync(api, land) { await land(await (await api("/export/json")).json()); }`],
  "knows that there are ten pages": ["second", `async function sync(api, land) {
    for (let page = 1; page <= 10; ) {
      const response = await api("${PATH}?per_page=20&page=" + page);
      if (response.status === 429) { await sleep(1); continue; }
      await land((await response.json()).data);
      page++;
    }
  }`],
  "lands the page again after the wait": ["nothing-twice", `async function sync(api, land) {
    let page = 1, pages = 1, last = [];
    while (page <= pages) {
      const response = await api("${PATH}?per_page=20&page=" + page);
      if (response.status === 429) { await sleep(1); await land(last); continue; }
      const answer = await response.json();
      pages = answer.total_pages;
      await land((last = answer.data));
      page++;
    }
  }`],
  "asks for all at once, and drops what was refused": ["every-row", `async function sync(api, land) {
    const read = async (page) => (await api("${PATH}?per_page=20&page=" + page)).json();
    const parts = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(read));
    for (const { data = [] } of parts) await land(data);
  }`],
};
