async function sync(api, land, state) {
  let page = 1;
  let pages = 1;
  while (page <= pages) {
    const path = "/pagination/page_number?per_page=20&page=" + page;
    const response = await api(path);
    const answer = await response.json();
    pages = answer.total_pages || pages;
    await land(answer.data || []);
    page += 1;
  }
}
