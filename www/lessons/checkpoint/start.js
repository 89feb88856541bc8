async function sync(api, land, state) {
  const query = state.since ? "?since=" + state.since : "";
  const response = await api("/incremental/timestamp" + query);
  const { data } = await response.json();
  await land(data);

  // The next sync asks for what changes from now on.
  const now = new Date();
  state.since = now.toISOString().slice(0, 19) + "Z";
}
