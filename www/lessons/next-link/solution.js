async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=40&order_type=desc";
  while (next) {
    const answer = await (await api(next)).json();
    await land(answer.data);
    next = answer.next_page_url;
  }
}
