async function sync(api, land, state) {
  let cursor = "";
  do {
    const path = "/pagination/cursor?limit=20&cursor=" + cursor;
    const answer = await (await api(path)).json();
    await land(answer.data);
    cursor = answer.next_cursor;
  } while (cursor);
}
