async function sync(api, land, state) {
  let path = "/pagination/keyset";
  while (path) {
    const answer = await (await api(path)).json();
    await land(answer.data);
    const next = answer.scroll_param;
    path = next && "/pagination/keyset?scroll_param=" + encodeURIComponent(next);
  }
}
