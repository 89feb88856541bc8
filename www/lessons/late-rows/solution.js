const LATE = 600_000;

async function sync(api, land, state) {
  let query = "";
  if (state.newest) {
    const from = new Date(Date.parse(state.newest) - LATE);
    query = "?since=" + from.toISOString().slice(0, 19) + "Z";
  }
  const { data } = await (await api("/incremental/timestamp" + query)).json();
  await land(data);
  if (data.length > 0) state.newest = data.at(-1).updatedAt;
}
