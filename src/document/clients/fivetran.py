"""A connector for the Fivetran Connector SDK: save as connector.py, then fivetran debug."""

from urllib.parse import parse_qsl, urlsplit

import requests
from fivetran_connector_sdk import Connector
from fivetran_connector_sdk import Operations as op
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

{streams.py}

{following.py}

def schema(configuration):
    return [{"table": stream["name"], "primary_key": [stream["key"]]} for stream in STREAMS]


def update(configuration, state):
    session = requests.Session()
    # Waits as long as Retry-After says, where a limit is met.
    session.mount(BASE, HTTPAdapter(max_retries=Retry(total=10, backoff_factor=1, status_forcelist=[429, 503], allowed_methods=None)))
    for stream in STREAMS:
        newest = state.get(stream["name"], START)
        walk = Walk(stream, first(stream, newest))
        while walk.more:
            answer = session.request(**walk.request(), timeout=60)
            if not past_end(answer):
                answer.raise_for_status()
            for row in walk.take(answer):
                op.upsert(stream["name"], row)
                if "since" in stream:
                    newest = max(newest, row["updatedAt"])
        state[stream["name"]] = newest
        op.checkpoint(state)


connector = Connector(update=update, schema=schema)

if __name__ == "__main__":
    connector.debug()
