#!/usr/bin/env bash
# What:     the Airbyte CDK reads what an expression in braces gives as a Python literal: a text that looks like a number becomes one, and another text.
# Versions: airbyte-cdk 7.39.1 (PyPI); Python 3.10 to 3.13.
# Expected: `{{ config['password'] }}` as the header's value: the text of the configuration, whose schema says `type: string`.
# Seen:     `47619e26` is sent as 4.7619e+30, `1_000` as 1000, `0x10` as 16: the interpolation runs `ast.literal_eval` over its result.
# Matters:  a password, token, cursor or id of that form is sent wrong, and the API says 401: one of 70 random texts of 8 hexadecimal digits has it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check airbyte-cdk==7.39.1
cat > "$folder/shown.py" <<'PY'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from airbyte_cdk.models import AirbyteStream, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, SyncMode
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

ASKED = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        ASKED.append(self.headers["X-Password"])
        body = json.dumps({"data": [{"id": 1}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
stream = {
    "type": "DeclarativeStream",
    "name": "rows",
    "primary_key": ["id"],
    "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {"id": {"type": "integer"}}}},
    "retriever": {
        "type": "SimpleRetriever",
        "requester": {
            "type": "HttpRequester",
            "url_base": f"http://127.0.0.1:{server.server_port}",
            "path": "/rows",
            "request_headers": {"X-Password": "{{ config['password'] }}"},
        },
        "record_selector": {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": ["data"]}},
    },
}
schema = {"type": "object", "properties": {"password": {"type": "string"}}}
manifest = {
    "version": "6.0.0",
    "type": "DeclarativeSource",
    "check": {"type": "CheckStream", "stream_names": ["rows"]},
    "streams": [stream],
    "spec": {"type": "Spec", "connection_specification": schema},
}
known = AirbyteStream(name="rows", json_schema={}, supported_sync_modes=[SyncMode.full_refresh])
configured = ConfiguredAirbyteStream(stream=known, sync_mode=SyncMode.full_refresh, destination_sync_mode=DestinationSyncMode.append)
catalog = ConfiguredAirbyteCatalog(streams=[configured])
logging.disable(logging.CRITICAL)
WANTED = {"secret": "secret", "47619e26": "4.7619e+30", "1_000": "1000", "0x10": "16"}
for password, wanted in WANTED.items():
    config = {"password": password}
    source = ConcurrentDeclarativeSource(source_config=manifest, config=config, catalog=catalog, state=None)
    list(source.read(logging.getLogger("airbyte"), config, catalog, None))
    print(f"{password}: sent as {ASKED[-1]}")
    assert ASKED[-1] == wanted, "another behaviour than described"
print("as described")
PY
"$folder/venv/bin/python" "$folder/shown.py"
