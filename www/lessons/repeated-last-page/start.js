async function sync(api, land, state) {
  // It ran forever once, so there is a limit now.
  for (let page = 1; page <= 20; page++) {
    const path = "/pagination/page_number?per_page=25&page=" + page;
    const { data } = await (await api(path)).json();
    if (data.length === 0) break;
    await land(data);
  }
}
