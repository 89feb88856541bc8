"""Runs configurations that the server made, with the client they are made for, and says what came.

usage: generated.py CLIENT FILE...
Prints a JSON object a file: its name, and for each stream how many rows came and how many of them differ; or what went wrong.
"""

import collections
import contextlib
import importlib.util
import io
import json
import logging
import os
import pathlib
import sys
import time
import traceback

CLIENT, FILES = sys.argv[1], [pathlib.Path(name) for name in sys.argv[2:]]


def module(file):
    spec = importlib.util.spec_from_file_location("generated", file)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def key(row):
    return row.get("id") or row["company_id"]


def dlt(file, landed):
    for name, resource in module(file).source().resources.items():
        for row in resource:
            landed(name, row)


def singer(file, landed):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        module(file).TapPlayground(config={}).sync_all()
    for message in map(json.loads, filter(None, said.getvalue().splitlines())):
        if message["type"] == "RECORD":
            landed(message["stream"], message["record"])


def fivetran(file, landed):
    """Twice: of the second sync only the rows of the last second come again, where there is a filter."""
    made, again = module(file), collections.Counter()

    class First:
        upsert = staticmethod(landed)
        checkpoint = staticmethod(lambda state: None)

    class Second(First):
        upsert = staticmethod(lambda stream, row: again.update([stream]))

    assert {table["table"] for table in made.schema({})} == {stream["name"] for stream in made.STREAMS}
    made.op, state = First, {}
    made.update({}, state)
    made.op = Second
    made.update({}, state)
    for stream in made.STREAMS:
        # Companies change all the time, and the last second may be that of all rows.
        filtered = "since" in stream and stream["name"] != "companies" and "ties=all" not in made.BASE
        assert not filtered or again[stream["name"]] < 100, (stream, again)


def airbyte(file, landed):
    import yaml
    from airbyte_cdk.models import AirbyteStream, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, SyncMode
    from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

    def configured(name):
        known = AirbyteStream(name=name, json_schema={}, supported_sync_modes=[SyncMode.full_refresh])
        return ConfiguredAirbyteStream(stream=known, sync_mode=SyncMode.full_refresh, destination_sync_mode=DestinationSyncMode.append)

    manifest = yaml.safe_load(file.read_text())
    catalog = ConfiguredAirbyteCatalog(streams=[configured(stream["name"]) for stream in manifest["streams"]])
    source = ConcurrentDeclarativeSource(source_config=manifest, config={}, catalog=catalog, state=None)
    for message in source.read(logging.getLogger("airbyte"), {}, catalog, None):
        if message.record:
            landed(message.record.stream, message.record.data)


os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
for file in FILES:
    ids, began, said = collections.defaultdict(list), time.monotonic(), io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            {"dlt": dlt, "singer": singer, "fivetran": fivetran, "airbyte": airbyte}[CLIENT](file, lambda name, row: ids[name].append(key(row)))
        came = {name: [len(rows), len(set(rows))] for name, rows in ids.items()}
        print(json.dumps({"file": file.name, "came": came, "seconds": round(time.monotonic() - began, 1)}), flush=True)
    except Exception:
        came = {name: len(rows) for name, rows in ids.items()}
        print(json.dumps({"file": file.name, "error": traceback.format_exc()[-3000:] + said.getvalue()[-1000:], "came": came}), flush=True)
