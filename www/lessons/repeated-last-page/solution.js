async function sync(api, land, state) {
  let before;
  for (let page = 1; ; page++) {
    const path = "/pagination/page_number?per_page=25&page=" + page;
    const { data } = await (await api(path)).json();
    if (data.length === 0 || data[0].id === before) break;
    await land(data);
    before = data[0].id;
  }
}
