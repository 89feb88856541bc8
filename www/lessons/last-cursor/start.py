import requests

def sync(base, land, state):
    cursor = ""
    while True:
        params = {"limit": 20, "cursor": cursor}
        response = requests.get(base + "/pagination/cursor_header", params)
        land(response.json()["data"])
        cursor = response.headers.get("X-Next-Cursor")
        if not cursor:
            break
