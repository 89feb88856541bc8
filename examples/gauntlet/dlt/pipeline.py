"""People by dlt's REST source, into DuckDB; `pipeline.py files` into a folder of files."""

import os
import sys

import dlt
from dlt.sources.rest_api import rest_api_source

LANDED = os.environ["PLAYGROUND_LANDED"]

people = {
    "name": "people",
    "primary_key": "id",
    "write_disposition": "merge",
    "endpoint": {
        "path": "pagination/cursor",
        "params": {"limit": 50, "updated_since": "{incremental.start_value}"},
        # Updates may be to be seen ten minutes behind their updatedAt.
        "incremental": {"cursor_path": "updatedAt", "initial_value": "2000-01-01T00:00:00Z", "lag": 600},
        "paginator": {
            "type": "cursor",
            "cursor_path": "next_cursor",
            "cursor_param": "cursor",
            "has_more_path": "has_more",
        },
        "data_selector": "data",
    },
}
source = rest_api_source({"client": {"base_url": os.environ["PLAYGROUND_BASE_URL"]}, "resources": [people]})
if sys.argv[1:] == ["files"]:
    destination = dlt.destinations.filesystem(f"file://{LANDED}")
else:
    destination = dlt.destinations.duckdb(LANDED)
print(dlt.pipeline("people", destination=destination, dataset_name="crm").run(source))
