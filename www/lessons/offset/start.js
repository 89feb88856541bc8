async function sync(api, land, state) {
  const limit = 20;
  let offset = 0;
  let total;
  do {
    const path = "/pagination/offset?limit=" + limit + "&offset=" + offset;
    const answer = await (await api(path)).json();
    await land(answer.data);
    total = answer.total;
    offset = offset + limit + 1;
  } while (offset < total);
}
