"""Reads exports by their URLs with polars, which fetches them by ranges of bytes; every row comes."""

import sys

import polars as pl

base = sys.argv[1]
for records in (200, 20_000):
    export = f"{base}/with/records={records}/export"
    frames = {
        "read_csv": pl.read_csv(f"{export}/csv"),
        "scan_csv": pl.scan_csv(f"{export}/csv").collect(),
        "scan_ndjson": pl.scan_ndjson(f"{export}/ndjson").collect(),
    }
    for name, frame in frames.items():
        assert frame.shape == (records, 8), (name, records, frame.shape)
        assert frame["id"].n_unique() == records, (name, records)
for name, separator in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
    url = f"{base}/with/csv_separator={name},csv_line_end=crlf/export/csv"
    frame = pl.scan_csv(url, separator=separator).collect()
    assert frame.shape == (200, 8), (name, frame.shape)
print("ok")
