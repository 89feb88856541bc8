async function sync(api, land, state) {
  let page = 1;
  let answer;
  do {
    const path = "/pagination/page_number?per_page=50&page=" + page;
    const response = await api(path);
    answer = await response.json();
    await land(answer.data);
    page += 1;
  } while (page <= answer.total_pages);
}
