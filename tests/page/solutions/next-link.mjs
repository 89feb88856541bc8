// What people write for the lesson on links.
const START = "/pagination/next_page_url?per_page=40&order_type=desc";

export const right = {
  "follows the link of the body": `async function sync(api, land) {
    let next = "${START}";
    while (next) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      next = answer.next_page_url;
    }
  }`,
  "takes pages of the usual size": `async function sync(api, land) {
    for (let next = "/pagination/next_page_url?order_type=desc"; next; ) {
      const { data, next_page_url } = await (await api(next)).json();
      await land(data);
      next = next_page_url;
    }
  }`,
  "asks for the health, and for the first page twice": `async function sync(api, land) {
    if (!(await api("/health")).ok) throw new Error("down");
    const { total_items } = await (await api("${START}")).json();
    let next = "${START}", rows = [];
    while (next) {
      const answer = await (await api(next)).json();
      rows.push(...answer.data);
      next = answer.next_page_url;
    }
    if (rows.length !== total_items) throw new Error("rows are missing");
    await land(rows);
  }`,
  "makes a URL of the link": `async function sync(api, land) {
    let url = "${START}";
    do {
      const response = await api(url);
      const page = await response.json();
      await land(page.data);
      url = page.next_page_url && new URL(page.next_page_url, response.url).href;
    } while (url);
  }`,
  "recurs": `const follow = async (api, land, url) => {
    const { data, next_page_url: next } = await (await api(url)).json();
    await land(data);
    return next ? follow(api, land, next) : null;
  };
  const sync = (api, land) => follow(api, land, "${START}");`,
  "follows the link of the header": `async function sync(api, land) {
    let next = "/pagination/link_header?per_page=40&order_type=desc";
    while (next) {
      const response = await api(next);
      await land(await response.json());
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") || "")?.[1];
    }
  }`,
  "is a generator": `async function* walk(api, url) {
    while (url) {
      const page = await (await api(url)).json();
      yield page.data;
      url = page.next_page_url;
    }
  }
  async function sync(api, land) { for await (const rows of walk(api, "${START}")) await land(rows); }`,
};

const own = (query) => `async function sync(api, land) {
  let page = 1, more;
  do {
    const answer = await (await api("/pagination/next_page_url?${query}&page=" + page)).json();
    await land(answer.data);
    more = answer.next_page_url;
    page += 1;
  } while (more);
}`;
const body = right["follows the link of the body"];

export const wrong = {
  "forgets size and order": ["every-row", `async function sync(api, land) {
    let path = "${START}";
    while (path) {
      const { data, next_page_url } = await (await api(path)).json();
      await land(data);
      path = next_page_url && "/pagination/next_page_url?page=" + new URL(next_page_url).searchParams.get("page");
    }
  }`],
  "forgets the order": ["nothing-twice", body.replace("next = answer.next_page_url", 'next = answer.next_page_url && answer.next_page_url.replace("desc", "asc")')],
  "builds URLs of its own": ["follows-links", own("per_page=40&order_type=desc")],
  "builds them in its own order": ["follows-links", own("order_type=desc&per_page=40")],
  "changes the size of the link": ["every-row", body.replace("next = answer.next_page_url", 'next = answer.next_page_url && answer.next_page_url.replace("per_page=40", "per_page=50")')],
  "follows five links": ["second", `async function sync(api, land) {
    let next = "${START}";
    for (let n = 0; n < 5; n++) {
      const answer = await (await api(next)).json();
      await land(answer.data);
      next = answer.next_page_url;
    }
  }`],
  "reads the first page alone": ["every-row", `async function sync(api, land) {
    await land((await (await api("${START}")).json()).data);
  }`],
  "drops the last page": ["every-row", body.replace("await land(answer.data);", "if (answer.next_page_url) await land(answer.data);")],
  "lands the first page twice": ["nothing-twice", body.replace("while (next)", `await land((await (await api(next)).json()).data);
    while (next)`)],
  "reads the export": ["every-row", `async function sync(api, land) { await land(await (await api("/export/json")).json()); }`],
  "counts pages instead": ["every-row", own("per_page=40").replaceAll("next_page_url", "page_number").replace("more = answer.page_number", "more = page < answer.total_pages")],
  "asks for page 0 first": ["every-row", own("per_page=40&order_type=desc").replace("page = 1", "page = 0")],
};
