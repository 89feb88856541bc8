async function sync(api, land, state) {
  let cursor = "";
  let next = "";
  do {
    cursor = next;
    const path = "/pagination/cursor_header?limit=20&cursor=" + cursor;
    const response = await api(path);
    const { data } = await response.json();
    await land(data);
    next = response.headers.get("x-next-cursor");
  } while (next && next !== cursor);
}
