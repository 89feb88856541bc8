import requests

def sync(base, land, state):
    step, start = 25, 1
    while True:
        end = start + step
        params = {"start_id": start, "end_id": end}
        data = requests.get(base + "/incremental/step", params).json()["data"]
        if not data:
            break
        land(data)
        start = end
