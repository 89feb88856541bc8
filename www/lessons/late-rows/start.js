async function sync(api, land, state) {
  const query = state.since ? "?since=" + state.since : "";
  const response = await api("/incremental/timestamp" + query);
  const { data } = await response.json();
  await land(data);
  if (data.length > 0) state.since = data.at(-1).updatedAt;
}
