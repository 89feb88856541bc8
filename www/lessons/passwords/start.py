import requests

def sync(base, land, state, credentials):
    user, password = credentials["basic_user"], credentials["basic_pass"]
    endpoints = {
        "/auth/http_basic": f"Basic {user}:{password}",
        "/auth/http_bearer": "Bearer " + credentials["bearer"],
        "/auth/api_key": "apiKey " + credentials["api_key"],
    }
    for path, authorization in endpoints.items():
        headers = {"Authorization": authorization}
        land(requests.get(base + path, headers=headers).json()["data"])
