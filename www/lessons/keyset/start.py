from base64 import b64encode
import requests

def sync(base, land, state):
    params = {}
    while True:
        data = requests.get(base + "/pagination/keyset", params).json()["data"]
        if not data:
            break
        land(data)

        # Go on behind the last row.
        cursor = b64encode(data[-1]["updatedAt"].encode()).decode()
        params = {"scroll_param": cursor}
