"""A pipeline of dlt's, whose files are samples: `pipeline.py FORMAT filesystem|duckdb`.

The first of the people has a list and a text with quotes, brackets and line ends, as no row of the playground has.
"""

import sys

import dlt
import requests

BASE = "http://127.0.0.1:5077"
FORMAT, DESTINATION = sys.argv[1:]


@dlt.resource(primary_key="id")
def people():
    rows = requests.get(BASE + "/incremental/timestamp").json()["data"]
    rows[0] |= {"tags": ["a", 'it\'s \\ \n"b"'], "note": "it's, (a) \\ test\nwith 'quotes'"}
    yield rows


@dlt.resource
def companies():
    yield requests.get(BASE + "/cursors/companies").json()["data"]


places = {
    "filesystem": dlt.destinations.filesystem(bucket_url=f"dlt-{FORMAT}"),
    "duckdb": dlt.destinations.duckdb("dlt.duckdb"),
}
pipeline = dlt.pipeline(
    f"landed_{FORMAT}{DESTINATION}", destination=places[DESTINATION], dataset_name="ds", pipelines_dir="pipelines"
)
print(pipeline.run([people(), companies()], loader_file_format=FORMAT))
