async function sync(api, land, state) {
  let offset = 0;
  let total;
  do {
    const path = "/pagination/offset?limit=20&offset=" + offset;
    const answer = await (await api(path)).json();
    await land(answer.data);
    total = answer.total;
    offset += answer.data.length;
  } while (offset < total);
}
