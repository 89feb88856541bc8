async function sync(api, land, state) {
  let next = "/pagination/next_page_url?per_page=50";
  while (next) {
    const response = await api(next);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    await land(answer.data);
    console.log(answer.page, answer.data.length);
    next = answer.next_page_url;
  }
}
