"""People by the Fivetran Connector SDK: a checkpoint behind each page, from which the next sync asks on."""

from datetime import datetime, timedelta

import requests
from fivetran_connector_sdk import Connector
from fivetran_connector_sdk import Operations as op
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

# Updates may be to be seen so long behind their updatedAt. The SDK leaves that to the connector.
LOOK_BACK = timedelta(minutes=10)
FORM = "%Y-%m-%dT%H:%M:%SZ"


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
    newest = state.get("since", "")
    since = newest and (datetime.strptime(newest, FORM) - LOOK_BACK).strftime(FORM)
    for rows in pages(configuration["base_url"], since):
        for row in rows:
            op.upsert("people", row)
        if rows:
            newest = max(newest, rows[-1]["updatedAt"])
            op.checkpoint({"since": newest})


connector = Connector(update=update, schema=schema)

if __name__ == "__main__":
    connector.debug()
