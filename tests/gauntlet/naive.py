"""A connector as many are written: against an API without any fault it lands every row."""

import json
import os
from urllib.request import urlopen

base, landed, state = (os.environ[f"PLAYGROUND_{name}"] for name in ("BASE_URL", "LANDED", "STATE"))
since = ""
if os.path.exists(state):
    with open(state) as file:
        since = file.read()

page = 1
with open(landed, "a") as table:
    while True:
        rows = json.load(urlopen(f"{base}/pagination/page_number?page={page}&per_page=50&updated_since={since}"))["data"]
        for row in rows:
            table.write(json.dumps(row) + "\n")
        if rows:
            with open(state, "w") as file:
                file.write(rows[-1]["updatedAt"])
        if len(rows) < 50:
            break
        page += 1
