#!/usr/bin/env bash
# What:     singer-sdk writes the query of every request anew, also where nothing authenticates it: parameters without a value are gone, and what
#           `safe_query_chars` kept is escaped.
# Versions: singer-sdk 0.54.9 (PyPI); Python 3.10 or later.
# Expected: `cursor=` in the URL, as `get_url_params` gives it and as `HTTPRequest.encode_params` encodes it; and "ASCII characters that should not be
#           quoted when encoding URL parameters", as the documentation of `safe_query_chars` has it.
# Seen:     both are right in the text that `encode_params` gives, and neither reaches the server: `_add_parameters` in singer_sdk/authenticators.py
#           reads the query with `parse_qs`, which leaves blank values out, and encodes what is left by its own rules.
# Matters:  an API whose first page is asked for by an empty cursor, or whose filter is "this field is empty", answers 400 or with other rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check singer-sdk==0.54.9
cat > "$folder/shown.py" <<'PY'
import contextlib
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th

ASKED = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        ASKED.append(self.path)
        body = json.dumps([{"id": 1}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()


class Rows(RESTStream):
    name, path, primary_keys = "rows", "/rows", ("id",)
    url_base = f"http://127.0.0.1:{server.server_port}"
    schema = th.PropertiesList(th.Property("id", th.IntegerType)).to_dict()
    encoded = []

    def get_url_params(self, context, next_page_token):
        return {"cursor": "", "fields": "(id,name)"}

    def get_http_request(self, *, page):
        request = super().get_http_request(page=page)
        request.safe_query_chars = "(),"
        self.encoded.append(request.encode_params())
        return request


class Shown(Tap):
    name = "tap-shown"
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [Rows(self)]


with contextlib.redirect_stdout(io.StringIO()):
    Shown(config={}).sync_all()
print("encode_params:", Rows.encoded[0])
print("asked for:    ", ASKED[0])
assert Rows.encoded[0] == "cursor=&fields=(id,name)", "another behaviour than described"
assert ASKED[0] == "/rows?fields=%28id%2Cname%29", "another behaviour than described"
print("as described: the blank parameter is gone, and the brackets are escaped")
PY
"$folder/venv/bin/python" "$folder/shown.py" 2> "$folder/log" || { tail -5 "$folder/log"; exit 1; }
