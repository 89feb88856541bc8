async function sync(api, land, state) {
  let page = 1;
  let pages = 1;
  while (page <= pages) {
    const path = "/pagination/page_number?per_page=20&page=" + page;
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
