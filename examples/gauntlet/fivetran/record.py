"""Runs connector.py as Fivetran's tester would, through the SDK's own service, and prints what came as Singer messages.

usage: record.py --config FILE [--state FILE]

The SDK batches rows, and sends them with each checkpoint in the order of the calls: a checkpoint becomes a STATE behind its RECORDs.
"""

import argparse
import contextlib
import json
import pathlib
import sys

from fivetran_connector_sdk.protos import common_pb2, connector_sdk_pb2


def write(message, to=sys.stdout):
    to.write(json.dumps(message, ensure_ascii=False) + "\n")
    to.flush()


def value(sent):
    """The value of a column, from the one of its types that is set."""
    kind = sent.WhichOneof("inner")
    held = getattr(sent, kind) if kind else None
    if kind in (None, "null"):
        return None
    if kind == "json":
        return json.loads(held)
    if kind == "utc_datetime":
        return held.ToJsonString()
    if kind in ("bool", "short", "int", "long", "float", "double", "decimal", "string"):
        return held
    sys.exit(f"record.py prints no value of the type {kind}")


def record(sent):
    """An upsert as a RECORD."""
    if sent.type != common_pb2.RecordType.UPSERT:
        sys.exit(f"record.py prints upserts, and {sent.table_name} was sent a {common_pb2.RecordType.Name(sent.type)}")
    row = {name: value(column) for name, column in sent.data.items()}
    return {"type": "RECORD", "stream": sent.table_name, "record": row}


def messages(response):
    """A response of the service as messages of Singer; what it says aside is left out."""
    kind = response.WhichOneof("operation")
    if kind == "structured_record":
        yield record(response.structured_record)
    elif kind == "structured_records":
        yield from map(record, response.structured_records.structured_records)
    elif kind == "checkpoint":
        yield {"type": "STATE", "value": json.loads(response.checkpoint.state_json)}
    elif kind not in ("warning", "task"):
        sys.exit(f"record.py prints no {kind}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--config", type=pathlib.Path, required=True)
    arguments.add_argument("--state", type=pathlib.Path)
    given = arguments.parse_args()
    # Values of a configuration are texts.
    known = json.loads(given.config.read_text())
    configuration = {name: text for name, text in known.items() if isinstance(text, str)}
    state = given.state.read_text() if given.state else "{}"
    stdout = sys.stdout
    # The SDK logs to standard output, where its tester reads it.
    with contextlib.redirect_stdout(sys.stderr):
        from connector import connector

        tables = connector.Schema(connector_sdk_pb2.SchemaRequest(configuration=configuration), None)
        for table in tables.without_schema.tables:
            keys = [column.name for column in table.columns if column.primary_key]
            write({"type": "SCHEMA", "stream": table.name, "schema": {"properties": {}}, "key_properties": keys}, stdout)
        request = connector_sdk_pb2.UpdateRequest(configuration=configuration, state_json=state)
        for response in connector.Update(request, None):
            for message in messages(response):
                write(message, stdout)


main()
