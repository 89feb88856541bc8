import requests

def sync(base, land, state):
    # It ran forever once, so there is a limit now.
    for page in range(1, 21):
        params = {"per_page": 25, "page": page}
        data = requests.get(base + "/pagination/page_number", params).json()["data"]
        if not data:
            break
        land(data)
