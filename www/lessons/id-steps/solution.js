async function sync(api, land, state) {
  const step = 25;
  let start = 1;
  while (true) {
    const end = start + step - 1;
    const query = "?start_id=" + start + "&end_id=" + end;
    const { data } = await (await api("/incremental/step" + query)).json();
    if (data.length === 0) break;
    await land(data);
    start = end + 1;
  }
}
