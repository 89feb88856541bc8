async function sync(api, land, state) {
  const limit = 20;
  let cursor = "";
  while (true) {
    const path = "/pagination/cursor?limit=" + limit + "&cursor=" + cursor;
    const answer = await (await api(path)).json();
    await land(answer.data);
    if (answer.data.length < limit) break;
    cursor = answer.next_cursor;
  }
}
