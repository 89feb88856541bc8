#!/usr/bin/env bash
# What:     `Response.links` of requests cuts a URL of a `Link` header at its first semicolon.
# Versions: requests 2.34.2, Python 3.9 or later.
# Expected: the URL ends at its `>` (RFC 8288, section 3: a URI reference stands between the angle brackets, and `;` is legal in one).
# Seen:     `</rows?page=2;size=10>; rel="next"` gives `/rows?page=2`; no error.
# Matters:  the next page is asked for without the rest of its query: in another size, order or filter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check requests==2.34.2
"$folder/venv/bin/python" - <<'PY'
import requests

response = requests.Response()
response.headers["Link"] = '<https://localhost/rows?page=2;size=10>; rel="next"'
print(response.links)
assert response.links["next"]["url"] == "https://localhost/rows?page=2", "another behaviour than described"
print("as described: the URL was cut at its semicolon")
PY
