from datetime import datetime, timezone
import requests

def sync(base, land, state):
    params = {"since": state["since"]} if "since" in state else {}
    data = requests.get(base + "/incremental/timestamp", params).json()["data"]
    land(data)

    # The next sync asks for what changes from now on.
    now = datetime.now(timezone.utc)
    state["since"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
