async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=25&order_type=asc";
  if (state.since) next += "&updated_since=" + state.since;

  while (next) {
    const answer = await (await api(next)).json();
    await land(answer.data);
    if (answer.data.length > 0) state.since = answer.data.at(-1).updatedAt;
    next = answer.next_page_url;
  }
}
