#!/usr/bin/env bash
# What:     `google.api_core.page_iterator.HTTPIterator` takes a blank `nextPageToken` for a token, and the walk begins again.
# Versions: google-api-core 2.44.0, requests 2.34.2, Python 3.9 or later.
# Expected: a blank token ends the walk, as with `GRPCIterator` of the same file, and as in APIs whose last page says `"nextPageToken": ""`
#           (protobuf's JSON has the blank text where a field without a value is printed).
# Seen:     3 pages of 10 rows, the last with a blank token, are read twice: `pageToken=` is sent, which asks for page 1. Here the second walk ends
#           without the member, so that the script ends; against an API that always answers alike it would not.
# Matters:  rows land twice, or the sync never ends, without an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-api-core==2.44.0 requests==2.34.2
"$folder/venv/bin/python" - <<'PY'
from google.api_core.page_iterator import HTTPIterator

pages = {"": (0, "2"), "2": (10, "3"), "3": (20, "")}
asked = []


def api_request(method, path, query_params):
    """Three pages; the last one of the first walk has a blank token, that of the second has none."""
    asked.append(query_params.get("pageToken"))
    first, token = pages[query_params.get("pageToken") or ""]
    answer = {"items": [{"id": first + n} for n in range(10)]}
    if len(asked) < 6:
        answer["nextPageToken"] = token
    return answer


rows = [row["id"] for row in HTTPIterator(None, api_request, "/rows", lambda _, item: item)]
print(f"requests: {asked}\nrows: {len(rows)}, different: {len(set(rows))}")
assert asked == [None, "2", "3", "", "2", "3"], "another behaviour than described"
assert (len(rows), len(set(rows))) == (60, 30), "another behaviour than described"
print("as described: the blank token began the walk again")
PY
