#!/usr/bin/env bash
# What:     a sorted stream of singer-sdk that begins its sync a little before the bookmark, to meet rows that were committed late, is ended as one
#           whose data are out of order: the bookmark of the sync before counts as the last row.
# Versions: singer-sdk 0.54.9 (PyPI); Python 3.10 or later.
# Expected: rows that ascend by the replication key pass `is_sorted = True`, whatever the state holds: they are sorted.
# Seen:     the first row that is older than the bookmark raises InvalidStreamSortException. `check_sorted = False` lets it pass, and the bookmark
#           does not go back.
# Matters:  a look-back works in the first sync, which has no bookmark, and ends every later one that finds a row in it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check singer-sdk==0.54.9
cat > "$folder/shown.py" <<'PY'
import contextlib
import io
import json

from singer_sdk import Stream, Tap
from singer_sdk import typing as th
from singer_sdk.exceptions import InvalidStreamSortException

# Rows ascend; the first lies before the bookmark, as a look-back brings it.
ROWS = [{"id": 1, "updated": "2026-01-01T00:05:00Z"}, {"id": 2, "updated": "2026-01-01T00:15:00Z"}]
STATE = {"bookmarks": {"rows": {"replication_key": "updated", "replication_key_value": "2026-01-01T00:10:00Z"}}}


class Rows(Stream):
    name, primary_keys, replication_key, is_sorted = "rows", ("id",), "updated", True
    schema = th.PropertiesList(th.Property("id", th.IntegerType), th.Property("updated", th.DateTimeType)).to_dict()

    def get_records(self, context):
        yield from ROWS


class Shown(Tap):
    name = "tap-shown"
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [Rows(self)]


def synced(checked):
    """How a sync from the bookmark ends, and the bookmark behind it."""
    Rows.check_sorted, said = checked, io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            Shown(config={}, state=json.loads(json.dumps(STATE))).sync_all()
    except InvalidStreamSortException as error:
        return type(error).__name__, None
    states = [line for line in map(json.loads, said.getvalue().splitlines()) if line["type"] == "STATE"]
    return "ended", states[-1]["value"]["bookmarks"]["rows"]["replication_key_value"]


checked, unchecked = synced(True), synced(False)
print("check_sorted = True: ", *checked)
print("check_sorted = False:", *unchecked)
assert checked == ("InvalidStreamSortException", None), "another behaviour than described"
assert unchecked[0] == "ended" and unchecked[1].startswith("2026-01-01T00:15:00"), "another behaviour than described"
print("as described: the bookmark counts as the last row")
PY
"$folder/venv/bin/python" "$folder/shown.py" 2> "$folder/log" || { tail -5 "$folder/log"; exit 1; }
