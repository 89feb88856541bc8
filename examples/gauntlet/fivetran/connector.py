"""People by the Fivetran Connector SDK: a checkpoint behind each page, from which the next sync asks on."""

import requests
from fivetran_connector_sdk import Connector
from fivetran_connector_sdk import Operations as op
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


def schema(configuration):
    return [{"table": "people", "primary_key": ["id"]}]


def pages(base, since):
    """The pages from a moment on, the oldest change first."""
    session = requests.Session()
    # urllib3 waits as long as Retry-After says.
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=10)))
    cursor, more = "", True
    while more:
        params = {"limit": 50, "cursor": cursor, "updated_since": since}
        answer = session.get(f"{base}/pagination/cursor", params=params, timeout=30)
        answer.raise_for_status()
        page = answer.json()
        yield page["data"] or []
        cursor, more = page["next_cursor"], page["has_more"]


def update(configuration, state):
    for rows in pages(configuration["base_url"], state.get("since")):
        for row in rows:
            op.upsert("people", row)
        if rows:
            state["since"] = rows[-1]["updatedAt"]
            op.checkpoint(state)


connector = Connector(update=update, schema=schema)

if __name__ == "__main__":
    connector.debug()
