"""Prints the rows that the pipeline landed in DuckDB, one JSON object a line."""

import os

import duckdb

database = duckdb.connect(os.environ["PLAYGROUND_LANDED"], read_only=True)
database.execute("COPY crm.people TO '/dev/stdout' (FORMAT json)")
