// What people write for the lesson on crashes.
const PATH = "/pagination/next_page_url";
const walk = ({ order = "asc", size = 25, before = "", after = "", end = "", from = "state.since" }) => `async function sync(api, land, state) {
  let next = "${PATH}?per_page=${size}&order_type=${order}";
  if (${from}) next += "&updated_since=" + ${from};
  let newest = ${from} || "";
  const all = [];
  while (next) {
    const { data, next_page_url } = await (await api(next)).json();
    for (const { updatedAt } of data) if (updatedAt > newest) newest = updatedAt;
    ${before}
    await land(data);
    ${after}
    next = next_page_url;
  }
  ${end}
}`;
const MOVE = "state.since = newest;";

export const right = {
  "moves the time after each page": walk({ after: MOVE }),
  "takes full pages": walk({ after: MOVE, size: 50 }),
  "takes pages of the usual size": walk({ after: MOVE, size: 10 }),
  "keeps the next link": `async function sync(api, land, state) {
    let next = state.next || "${PATH}?per_page=25";
    while (next) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      next = answer.next_page_url;
      if (next) state.next = next;
    }
  }`,
  "keeps the page number": `async function sync(api, land, state) {
    for (let page = state.page ?? 1, pages = page; page <= pages; page++) {
      const answer = await (await api("/pagination/page_number?per_page=25&page=" + page)).json();
      pages = answer.total_pages;
      await land(answer.data);
      state.page = page + 1;
    }
  }`,
  "keeps the keyset's cursor": `async function sync(api, land, state) {
    do {
      const query = state.cursor ? "?scroll_param=" + encodeURIComponent(state.cursor) : "";
      const { data, scroll_param } = await (await api("/pagination/keyset" + query)).json();
      await land(data);
      state.cursor = scroll_param;
    } while (state.cursor);
  }`,
  "reads newest first, and keeps the page": `async function sync(api, land, state) {
    state.page ??= 1;
    while (true) {
      const answer = await (await api("/pagination/page_number?per_page=20&order_type=desc&page=" + state.page)).json();
      if (!answer.data.length) break;
      await land(answer.data);
      state.page += 1;
    }
  }`,
  "looks back an hour": walk({ after: "state.since = new Date(Date.parse(newest) - 3600e3).toISOString().slice(0, 19) + 'Z';" }),
};

export const wrong = {
  "reads newest first": ["every-row", walk({ order: "desc", after: MOVE })],
  "moves the time before landing": ["every-row", walk({ before: MOVE })],
  "moves it while it lands": ["every-row", walk({ after: MOVE }).replace("await land(data)", "land(data)")],
  "keeps the next link before landing": ["every-row", `async function sync(api, land, state) {
    let next = state.next || "${PATH}?per_page=25";
    while (next) {
      const answer = await (await api(next)).json();
      next = answer.next_page_url;
      if (next) state.next = next;
      await land(answer.data);
    }
  }`],
  "moves it before landing, and swallows errors": ["every-row", walk({ before: MOVE }).replace("await land(data);", "try { await land(data); } catch {}")],
  "reads newest first, and moves it with each page": ["every-row", walk({ order: "desc", before: MOVE })],
  "keeps the time only at the end": ["resumes", walk({ end: MOVE })],
  "keeps nothing": ["resumes", walk({})],
  "replaces the state": ["resumes", walk({ after: "state = { since: newest };" })],
  "collects, and lands once": ["crashes", `async function sync(api, land, state) {
    const all = [];
    let next = "${PATH}?per_page=25" + (state.since ? "&updated_since=" + state.since : "");
    while (next) {
      const answer = await (await api(next)).json();
      all.push(...answer.data);
      next = answer.next_page_url;
    }
    await land(all);
    state.since = all.at(-1).updatedAt;
  }`],
  "asks from a second after": ["every-row", walk({ after: "state.since = new Date(Date.parse(newest) + 1000).toISOString().slice(0, 19) + 'Z';" })],
  "trusts its own clock": ["every-row", walk({ after: "state.since = new Date().toISOString().slice(0, 19) + 'Z';" })],
  "keeps the page that comes after the next": ["every-row", `async function sync(api, land, state) {
    for (let page = state.page ?? 1, pages = page; page <= pages; page++) {
      const answer = await (await api("/pagination/page_number?per_page=25&page=" + page)).json();
      pages = answer.total_pages;
      state.page = page + 2;
      await land(answer.data);
    }
  }`],
  "thinks that it was done": ["every-row", `async function sync(api, land, state) {
    if (state.started) return;
    state.started = true;
    let next = "${PATH}?per_page=25";
    while (next) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      next = answer.next_page_url;
    }
  }`],
  "reads ahead, and keeps the time of what it has read": ["every-row", `async function sync(api, land, state) {
    const get = async (url) => (await api(url)).json();
    let page = await get("${PATH}?per_page=25" + (state.since ? "&updated_since=" + state.since : ""));
    while (page) {
      const next = page.next_page_url ? await get(page.next_page_url) : null;
      state.since = (next ?? page).data.at(-1)?.updatedAt ?? state.since;
      await land(page.data);
      page = next;
    }
  }`],
  "knows that three pages had landed": ["second", `async function sync(api, land, state) {
    const from = state.begun ? 3 : 1;
    state.begun = true;
    for (let page = from; page <= 8; page++) {
      await land((await (await api("/pagination/page_number?per_page=25&page=" + page)).json()).data);
    }
  }`],
  "swallows the error that the checkpoint's form makes": ["every-row", walk({ after: "state.since = new Date(newest).toISOString();" }).replace("const { data, next_page_url }", "const { data = [], next_page_url }")],
};
