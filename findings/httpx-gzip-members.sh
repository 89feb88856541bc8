#!/usr/bin/env bash
# What:     httpx, an HTTP client, gives the first gzip member of an answer as the whole body, and neither raises nor warns.
# Versions: httpx 0.28.1, beside it urllib3 2.7.0; Python 3.9 or later.
# Expected: both members, one after the other: RFC 9110, section 8.4.1.3, names RFC 1952, whose section 2.2 makes a file of a series of members.
# Seen:     `Content-Encoding: gzip` with two members of 4 bytes: httpx has 4 bytes of 8 and status 200; urllib3 has 8.
# Matters:  exports that are compressed in pieces and joined lose all rows behind the first piece, and the answer looks complete.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 urllib3==2.7.0
"$folder/venv/bin/python" - <<'PY'
import gzip
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import urllib3

BODY = gzip.compress(b"one\n") + gzip.compress(b"two\n")


class Export(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Export)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
by_httpx = httpx.get(url, trust_env=False)
by_urllib3 = urllib3.PoolManager().request("GET", url)
server.shutdown()
print(f"httpx {httpx.__version__}: {by_httpx.status_code} {by_httpx.content!r}")
print(f"urllib3 {urllib3.__version__}: {by_urllib3.status} {by_urllib3.data!r}")
assert (by_httpx.status_code, by_httpx.content) == (200, b"one\n"), "another behaviour than described"
assert by_urllib3.data == b"one\ntwo\n", "another behaviour than described"
print("as described: httpx has half of the rows, and no error")
PY
