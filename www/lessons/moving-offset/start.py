import requests

def sync(base, land, state):
    offset, total = 0, 1
    while offset < total:
        params = {"limit": 20, "offset": offset}
        answer = requests.get(base + "/pagination/offset", params).json()
        land(answer["data"])
        total = answer["total"]
        offset += len(answer["data"])
