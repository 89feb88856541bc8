import requests

def sync(base, land, state):
    limit, cursor = 20, ""
    while True:
        params = {"limit": limit, "cursor": cursor}
        answer = requests.get(base + "/pagination/cursor", params).json()
        land(answer["data"])
        if len(answer["data"]) < limit:
            break
        cursor = answer["next_cursor"]
