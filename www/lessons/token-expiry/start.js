async function sync(api, land, state) {
  const { session_user, session_pass } = api.credentials;
  const login = await api("/auth/session_token/login", {
    method: "POST",
    body: { username: session_user, password: session_pass },
  });
  const { token } = await login.json();
  const headers = { authorization: "Token " + token };

  // Slow work: four rows, a pause, the next four.
  let from = 0;
  let total = 20;
  while (from < total) {
    const response = await api("/auth/session_token/data", { headers });
    const { data = [] } = await response.json();
    await land(data.slice(from, from + 4));
    from += 4;
    total = data.length || total;
    await sleep(0.8);
  }
}
