"""Runs a configuration that the server made, with the client it is made for, and says what came.

usage: generated.py CLIENT FILE
Prints a JSON object: for each stream how many rows came and how many of them differ.
"""

import collections
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

CLIENT, FILE = sys.argv[1], pathlib.Path(sys.argv[2])
ids = collections.defaultdict(list)


def landed(stream, row):
    ids[stream].append(row.get("id") or row["company_id"])


def module():
    spec = importlib.util.spec_from_file_location("generated", FILE)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def messages(command):
    """The messages a connector writes, one JSON object a line."""
    done = subprocess.run(command, cwd=FILE.parent, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def dlt():
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    for name, resource in module().source().resources.items():
        for row in resource:
            landed(name, row)


def singer():
    for message in messages([sys.executable, str(FILE)]):
        if message["type"] == "RECORD":
            landed(message["stream"], message["record"])


def fivetran():
    made = module()

    class Destination:
        upsert = staticmethod(landed)
        checkpoint = staticmethod(lambda state: None)

    assert {table["table"] for table in made.schema({})} == {stream["name"] for stream in made.STREAMS}
    made.op, state = Destination, {}
    made.update({}, state)
    first = {name: len(rows) for name, rows in ids.items()}
    made.update({}, state)
    for stream in made.STREAMS:
        again = ids[stream["name"]][first[stream["name"]]:]
        # Companies change all the time. Of all others only the rows of the last second come again, where there is a filter.
        assert stream["name"] == "companies" or ("since" in stream) == (len(again) < 100), (stream, len(again))
        del ids[stream["name"]][first[stream["name"]]:]


def airbyte():
    import yaml

    names = [stream["name"] for stream in yaml.safe_load(FILE.read_text())["streams"]]
    stream = lambda name: {"name": name, "json_schema": {"type": "object"}, "supported_sync_modes": ["full_refresh"]}
    modes = {"sync_mode": "full_refresh", "destination_sync_mode": "append"}
    catalog, config = FILE.with_suffix(".catalog.json"), FILE.with_suffix(".config.json")
    catalog.write_text(json.dumps({"streams": [{"stream": stream(name), **modes} for name in names]}))
    config.write_text("{}")
    program = pathlib.Path(sys.executable).parent / "source-declarative-manifest"
    command = [program, "read", "--config", config, "--catalog", catalog, "--manifest-path", FILE]
    for message in messages([str(word) for word in command]):
        if message["type"] == "RECORD":
            landed(message["record"]["stream"], message["record"]["data"])


{"dlt": dlt, "singer": singer, "fivetran": fivetran, "airbyte": airbyte}[CLIENT]()
print(json.dumps({name: [len(rows), len(set(rows))] for name, rows in ids.items()}))
