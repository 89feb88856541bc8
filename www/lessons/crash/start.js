async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=25&order_type=desc";
  if (state.since) next += "&updated_since=" + state.since;

  let newest = state.since || "";
  while (next) {
    const answer = await (await api(next)).json();
    await land(answer.data);
    for (const { updatedAt } of answer.data) {
      if (updatedAt > newest) newest = updatedAt;
    }
    state.since = newest;
    next = answer.next_page_url;
  }
}
