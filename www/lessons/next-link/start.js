async function sync(api, land, state) {
  let path = "/pagination/next_page_url?per_page=40&order_type=desc";
  while (path) {
    const answer = await (await api(path)).json();
    await land(answer.data);

    path = null;
    if (answer.next_page_url) {
      const page = new URL(answer.next_page_url).searchParams.get("page");
      path = "/pagination/next_page_url?page=" + page;
    }
  }
}
