async function sync(api, land, state) {
  const { basic_user, basic_pass, bearer, api_key } = api.credentials;
  const endpoints = {
    "/auth/http_basic": "Basic " + basic_user + ":" + basic_pass,
    "/auth/http_bearer": "Bearer " + bearer,
    "/auth/api_key": "apiKey " + api_key,
  };
  for (const [path, authorization] of Object.entries(endpoints)) {
    const response = await api(path, { headers: { authorization } });
    const { data } = await response.json();
    await land(data);
  }
}
