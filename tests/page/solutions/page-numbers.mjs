// What people write for the lesson on page numbers. A wrong one stands beside the check that must fail, and `second` means the hidden run.
const PATH = "/pagination/page_number";

export const right = {
  "goes on to total_pages": `async function sync(api, land) {
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await (await api("${PATH}?per_page=50&page=" + page)).json();
      pages = answer.total_pages;
      await land(answer.data);
    }
  }`,
  "goes on until a page is empty": `async function sync(api, land) {
    let page = 0;
    while (true) {
      page++;
      const { data } = await (await api(\`${PATH}?page=\${page}&per_page=50\`)).json();
      if (!data.length) return;
      await land(data);
    }
  }`,
  "goes on until a page is short": `async function sync(api, land) {
    let rows, page = 1;
    do {
      const response = await api("${PATH}?" + new URLSearchParams({ per_page: 30, page }));
      rows = (await response.json()).data;
      await land(rows);
      page += 1;
    } while (rows.length === 30);
  }`,
  "takes pages of the usual size": `async function sync(api, land) {
    let page = 1, last;
    do {
      const answer = await (await api("${PATH}?page=" + page)).json();
      last = answer.total_pages;
      await land(answer.data);
    } while (++page <= last);
  }`,
  "reads the first page, then all others at once": `async function sync(api, land) {
    const read = async (page) => (await api("${PATH}?per_page=50&page=" + page)).json();
    const first = await read(1);
    const others = Array.from({ length: first.total_pages - 1 }, (_, n) => read(n + 2));
    for (const { data } of [first, ...(await Promise.all(others))]) await land(data);
  }`,
  "reads five pages at once": `async function sync(api, land) {
    const read = async (page) => (await (await api("${PATH}?per_page=50&page=" + page)).json()).data;
    for (let first = 1, more = true; more; first += 5) {
      const parts = await Promise.all([0, 1, 2, 3, 4].map((n) => read(first + n)));
      for (const part of parts) await land(part);
      more = parts.every((part) => part.length > 0);
    }
  }`,
  "reads from the last page to the first": `async function sync(api, land) {
    const { total_pages } = await (await api("${PATH}?per_page=50")).json();
    for (let page = total_pages; page > 0; page--) {
      const url = new URL("http://x${PATH}");
      url.searchParams.set("per_page", 50);
      url.searchParams.set("page", page);
      await land((await (await api(url.pathname + url.search)).json()).data);
    }
  }`,
  "recurs, and lands once": `async function sync(api, land) {
    const from = async (page) => {
      const { data, total_pages } = await (await api("${PATH}?per_page=50&page=" + page)).json();
      return page < total_pages ? data.concat(await from(page + 1)) : data;
    };
    await land(await from(1));
  }`,
  "is a generator, and asks for the total first": `async function* pages(api) {
    const { total_items } = await (await api("${PATH}?per_page=1")).json();
    for (let page = 1; page <= Math.ceil(total_items / 50); page++) {
      yield (await (await api("${PATH}?per_page=50&page=" + page)).json()).data;
    }
  }
  async function sync(api, land) {
    for await (const rows of pages(api)) await land(rows);
  }`,
};

const fixed = (pages, size = 50) => `async function sync(api, land) {
  for (let page = 1; page <= ${pages}; page++) await land((await (await api("${PATH}?per_page=${size}&page=" + page)).json()).data);
}`;

export const wrong = {
  "knows that there are five pages": ["second", fixed(5)],
  "knows that there are five, and asks for a few more": ["second", fixed(10)],
  "asks for a hundred pages": ["requests", fixed(100)],
  "knows the pages of ten rows": ["second", fixed(22, 10)],
  "stops before the last page": ["every-row", right["goes on to total_pages"].replace("page <= pages", "page < pages")],
  "knows the number of full pages": ["every-row", `async function sync(api, land) {
    const { total_items } = await (await api("${PATH}?per_page=1")).json();
    for (let page = 1; page <= Math.floor(total_items / 50); page++) {
      await land((await (await api("${PATH}?per_page=50&page=" + page)).json()).data);
    }
  }`],
  "swallows what goes wrong, and asks wrongly": ["every-row", `async function sync(api, land) {
    for (let page = 1; page < 6; page++) {
      try {
        await land((await (await api("${PATH}?per_page=100&page=" + page)).json()).data);
      } catch {}
    }
  }`],
  "counts from 0": ["every-row", right["goes on to total_pages"].replace("let page = 1", "let page = 0")],
  "begins with the second page": ["every-row", right["goes on until a page is empty"].replace("let page = 0", "let page = 1")],
  "asks for a row at a time": ["requests", right["goes on to total_pages"].replaceAll("50", "1")],
  "reads the export": ["every-row", `async function sync(api, land) {
    const text = await (await api("/export/ndjson")).text();
    await land(text.trim().split("\\n").map((line) => JSON.parse(line)));
  }`],
  "reads another list": ["every-row", `async function sync(api, land) {
    let path = "/pagination/next_page_url?per_page=50";
    while (path) {
      const answer = await (await api(path)).json();
      await land(answer.data);
      path = answer.next_page_url;
    }
  }`],
  "lands the last page again": ["nothing-twice", right["goes on to total_pages"].replace(/\}\s*\}$/, `if (page === pages) await land(answer.data);
  } }`)],
  "fails behind the last page": ["every-row", right["goes on until a page is empty"].replace("if (!data.length) return;", "data[0].id;")],
  "never ends": ["every-row", right["goes on until a page is empty"].replace("if (!data.length) return;", "")],
};
