"""People by page number, with requests: each page lands before its checkpoint, and a next run begins a look-back before that."""

import datetime
import json
import os
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

BASE = os.environ["PLAYGROUND_BASE_URL"]
LANDED = Path(os.environ["PLAYGROUND_LANDED"])
STATE = Path(os.environ["PLAYGROUND_STATE"])

# Updates may be to be seen so long behind their updatedAt.
LOOK_BACK = datetime.timedelta(minutes=10)

session = requests.Session()
# urllib3 waits as long as Retry-After says.
session.mount("http://", HTTPAdapter(max_retries=Retry(total=10)))


def pages(since):
    """The pages from a moment on, the oldest change first."""
    page, seen, before = 1, 0, None
    while True:
        params = {"page": page, "per_page": 50, "updated_since": since}
        answer = session.get(f"{BASE}/pagination/page_number", params=params, timeout=30)
        answer.raise_for_status()
        body = answer.json()
        rows = body["data"] or []
        if rows and rows == before:
            return
        yield rows
        page, seen, before = page + 1, seen + len(rows), rows or before
        # A page without rows is the end only where nothing says how many there are.
        total = body.get("total_items")
        if not rows if total is None else seen >= int(total):
            return


def start(since):
    """Where a run begins: early enough for rows that came late."""
    return (datetime.datetime.strptime(since, "%Y-%m-%dT%H:%M:%SZ") - LOOK_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")


def checkpoint(since):
    """Replaces the file as a whole, so that no crash leaves half of it."""
    new = STATE.with_suffix(".new")
    new.write_text(json.dumps({"since": since}))
    new.replace(STATE)


since = json.loads(STATE.read_text())["since"] if STATE.exists() else None
with LANDED.open("a", encoding="utf-8") as landed:
    for rows in pages(since and start(since)):
        for row in rows:
            landed.write(json.dumps(row, ensure_ascii=False) + "\n")
        landed.flush()
        if rows:
            since = max(since or "", rows[-1]["updatedAt"])
            checkpoint(since)
