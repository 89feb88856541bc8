async function sync(api, land, state) {
  let token = await login(api);
  const read = () => api("/auth/session_token/data", {
    headers: { authorization: "Token " + token },
  });

  let from = 0;
  let total = 1;
  while (from < total) {
    let response = await read();
    if (response.status === 401) {
      token = await login(api);
      response = await read();
    }
    const { data, error } = await response.json();
    if (!response.ok) throw new Error(error);
    await land(data.slice(from, from + 4));
    from += 4;
    total = data.length;
    await sleep(0.8);
  }
}

async function login(api) {
  const { session_user, session_pass } = api.credentials;
  const response = await api("/auth/session_token/login", {
    method: "POST",
    body: { username: session_user, password: session_pass },
  });
  const { token, error } = await response.json();
  if (!response.ok) throw new Error(error);
  return token;
}
