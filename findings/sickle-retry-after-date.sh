#!/usr/bin/env bash
# What:     sickle, a harvester for OAI-PMH, raises `ValueError` where `Retry-After` is a date, whatever number of tries it was given.
# Versions: sickle 0.7.0, Python 3.9 or later.
# Expected: a wait until that moment: RFC 9110, section 10.2.3, allows both forms, and OAI-PMH 2.0, section 3.1.2.2, sends harvesters to that header.
# Seen:     `max_retries=3`, one 503 with a date 1 s ahead: `ValueError` out of `int()`, after one request.
# Matters:  a harvest ends in its middle at an answer that asks for a moment of patience.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sickle==0.7.0
"$folder/venv/bin/python" - <<'PY'
import email.utils
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from sickle import Sickle

asked = 0


class Provider(BaseHTTPRequestHandler):
    def do_GET(self):
        global asked
        asked += 1
        self.send_response(503)
        self.send_header("Retry-After", email.utils.formatdate(time.time() + 1, usegmt=True))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    Sickle(f"http://127.0.0.1:{server.server_port}", max_retries=3).Identify()
    outcome = "an answer"
except Exception as error:
    outcome = f"{type(error).__name__}: {error}"
server.shutdown()
print(f"requests: {asked}\n{outcome}")
assert asked == 1 and outcome.startswith("ValueError: invalid literal for int()"), "another behaviour than described"
print("as described: the date was no wait, but an error")
PY
