import requests

def sync(base, land, state):
    limit, offset, total = 20, 0, 1
    while offset < total:
        params = {"limit": limit, "offset": offset}
        answer = requests.get(base + "/pagination/offset", params).json()
        land(answer["data"])
        total = answer["total"]
        offset = offset + limit + 1
