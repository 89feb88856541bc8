async function sync(api, land, state) {
  let cursor = "";
  do {
    const path = "/pagination/cursor_header?limit=20&cursor=" + cursor;
    const response = await api(path);
    const { data } = await response.json();
    await land(data);
    cursor = response.headers.get("x-next-cursor");
  } while (cursor);
}
