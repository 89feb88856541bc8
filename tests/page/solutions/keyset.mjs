// What people write for the lesson on keyset paging.
const PATH = "/pagination/keyset";
const scroll = `async function sync(api, land) {
  let cursor = null;
  do {
    const query = cursor ? "?scroll_param=" + encodeURIComponent(cursor) : "";
    const answer = await (await api("${PATH}" + query)).json();
    await land(answer.data);
    cursor = answer.scroll_param;
  } while (cursor);
}`;
const since = (leaveOut) => `async function sync(api, land) {
  const known = new Set();
  let since = "";
  for (;;) {
    const { data } = await (await api("${PATH}" + (since && "?updated_since=" + since))).json();
    const fresh = ${leaveOut};
    if (!fresh.length) break;
    fresh.forEach((row) => known.add(row.id));
    await land(fresh);
    since = data.at(-1).updatedAt;
  }
}`;
const timestamps = (cursor) => `async function sync(api, land) {
  let path = "${PATH}";
  while (true) {
    const { data } = await (await api(path)).json();
    if (data.length === 0) break;
    await land(data);
    path = "${PATH}?scroll_param=" + encodeURIComponent(btoa(${cursor}));
  }
}`;

export const right = {
  "sends the cursor back": scroll,
  "begins at the same second again, and leaves out what it knows": since("data.filter((row) => !known.has(row.id))"),
  "goes on until a page is empty": `async function sync(api, land) {
    for (let query = ""; ; ) {
      const { data, scroll_param } = await (await api("${PATH}" + query)).json();
      if (!data.length) break;
      await land(data);
      if (!scroll_param) break;
      query = "?" + new URLSearchParams({ scroll_param });
    }
  }`,
  "collects, and lands once": `async function sync(api, land) {
    const all = [];
    let path = "${PATH}";
    while (path) {
      const page = await (await api(path)).json();
      all.push(...page.data);
      path = page.scroll_param ? "${PATH}?scroll_param=" + encodeURIComponent(page.scroll_param) : null;
    }
    await land([...new Map(all.map((row) => [row.id, row])).values()]);
  }`,
  "is a generator": `async function* pages(api, cursor) {
    const { data, scroll_param } = await (await api("${PATH}" + (cursor ? "?scroll_param=" + encodeURIComponent(cursor) : ""))).json();
    yield data;
    if (scroll_param) yield* pages(api, scroll_param);
  }
  async function sync(api, land) { for await (const page of pages(api)) await land(page); }`,
  "counts what came against the total": `async function sync(api, land) {
    let [got, total, cursor] = [0, 1, ""];
    while (got < total) {
      const answer = await (await api("${PATH}" + cursor)).json();
      total = answer.total_count;
      got += answer.data.length;
      await land(answer.data);
      cursor = "?scroll_param=" + encodeURIComponent(answer.scroll_param);
    }
  }`,
};

export const wrong = {
  "makes a cursor of the timestamp": ["every-row", timestamps("data[data.length - 1].updatedAt")],
  "goes back by a second": ["every-row", timestamps("new Date(Date.parse(data.at(-1).updatedAt) - 1000).toISOString().slice(0, 19) + 'Z'")],
  "reads the first page alone": ["every-row", `async function sync(api, land) { await land((await (await api("${PATH}")).json()).data); }`],
  "begins at the same second, and lands it again": ["nothing-twice", since("data.length > 1 ? data : []")],
  "leaves out what has the same time": ["every-row", since("data.filter((row) => row.updatedAt !== since)")],
  "follows four pages": ["second", `async function sync(api, land) {
    let cursor = "";
    for (let n = 0; n < 4; n++) {
      const answer = await (await api("${PATH}" + cursor)).json();
      await land(answer.data);
      cursor = "?scroll_param=" + encodeURIComponent(answer.scroll_param);
    }
  }`],
  "forgets to encode what it decodes": ["every-row", scroll.replace("encodeURIComponent(cursor)", "encodeURIComponent(btoa(cursor))")],
  "never sends the cursor": ["every-row", scroll.replace('cursor ? "?scroll_param=" + encodeURIComponent(cursor) : ""', '""')],
  "reads another list": ["every-row", `async function sync(api, land) {
    let path = "/pagination/next_page_url?per_page=50";
    while (path) {
      const answer = await (await api(path)).json();
      await land(answer.data);
      path = answer.next_page_url;
    }
  }`],
  "reads by offset": ["every-row", `async function sync(api, land) {
    for (let offset = 0, total = 1; offset < total; offset += 50) {
      const answer = await (await api("/pagination/offset?limit=50&offset=" + offset)).json();
      total = answer.total;
      await land(answer.data);
    }
  }`],
  "stops before the last page": ["every-row", scroll.replace("await land(answer.data);", "if (answer.scroll_param) await land(answer.data);")],
  "keeps one row per second": ["every-row", scroll.replace("land(answer.data)", "land([...new Map(answer.data.map((row) => [row.updatedAt, row])).values()])")],
  "knows the cursor of its seed": ["second", `async function sync(api, land) {
    let path = "${PATH}";
    for (const next of [50, 100, 150, 0]) {
      const { data, scroll_param } = await (await api(path)).json();
      await land(data);
      path = "${PATH}?scroll_param=" + encodeURIComponent(scroll_param);
    }
  }`],
};
