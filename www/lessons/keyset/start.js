async function sync(api, land, state) {
  let path = "/pagination/keyset";
  while (true) {
    const { data } = await (await api(path)).json();
    if (data.length === 0) break;
    await land(data);

    // Go on behind the last row.
    const last = data[data.length - 1];
    const cursor = encodeURIComponent(btoa(last.updatedAt));
    path = "/pagination/keyset?scroll_param=" + cursor;
  }
}
