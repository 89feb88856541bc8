"""A Singer tap of people, which goes on from its bookmark; `tap.py --ahead` writes each STATE before the rows that it speaks of."""

import argparse
import json
import os
import sys
import urllib.parse
import urllib.request

BASE = os.environ["PLAYGROUND_BASE_URL"]


def write(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def pages(since):
    """The pages of the list, updatedAt ascending, from the bookmark on."""
    cursor = ""
    while True:
        query = {"limit": 40, "cursor": cursor, **({"updated_since": since} if since else {})}
        with urllib.request.urlopen(f"{BASE}/pagination/cursor?{urllib.parse.urlencode(query)}") as answer:
            body = json.load(answer)
        yield body["data"] or []
        following = body["next_cursor"]
        if not following or following == cursor:
            return
        cursor = following


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--state")
    arguments.add_argument("--ahead", action="store_true")
    given = arguments.parse_args()
    since = None
    if given.state:
        with open(given.state) as file:
            since = json.load(file)["bookmarks"]["people"]["replication_key_value"]
    write({"type": "SCHEMA", "stream": "people", "schema": {"properties": {}}, "key_properties": ["id"]})
    for rows in pages(since):
        if not rows:
            continue
        records = [{"type": "RECORD", "stream": "people", "record": row} for row in rows]
        bookmark = {"replication_key": "updatedAt", "replication_key_value": rows[-1]["updatedAt"]}
        state = {"type": "STATE", "value": {"bookmarks": {"people": bookmark}}}
        for message in [state, *records] if given.ahead else [*records, state]:
            write(message)


main()
