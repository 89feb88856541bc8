"""Tells Schemathesis how lines of JSON are sent."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    if isinstance(value, bytes):
        return value
    rows = value if isinstance(value, list) else [value]
    return "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows).encode()
