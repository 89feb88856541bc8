"""A connector for the Fivetran Connector SDK: save as connector.py, then fivetran debug."""

from urllib.parse import parse_qsl, urlsplit

import requests
from fivetran_connector_sdk import Connector
from fivetran_connector_sdk import Operations as op

{streams.py}{following.py}

def schema(configuration):
    return [{"table": stream["name"], "primary_key": [stream["key"]]} for stream in STREAMS]


def update(configuration, state):
    for stream in STREAMS:
        newest = state.get(stream["name"], START)
        params = first(stream, newest)
        while params is not None:
            answer = requests.get(BASE + stream["path"], params, timeout=60)
            answer.raise_for_status()
            for row in rows_of(stream, answer):
                op.upsert(stream["name"], row)
                newest = max(newest, row["updatedAt"])
            params = following(stream, params, answer)
        state[stream["name"]] = newest
        op.checkpoint(state)


connector = Connector(update=update, schema=schema)

if __name__ == "__main__":
    connector.debug()
