import requests

def sync(base, land, state):
    params = {"since": state["since"]} if "since" in state else {}
    data = requests.get(base + "/incremental/timestamp", params).json()["data"]
    land(data)
    if data:
        state["since"] = data[-1]["updatedAt"]
