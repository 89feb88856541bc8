"""A dlt source (dlt[duckdb]): python THIS_FILE loads it into duckdb."""

import dlt
from dlt.sources.rest_api import rest_api_source

{streams.py}
PAGINATORS = {
    "next_link": lambda s: {"type": "json_link", "next_url_path": f"['{s['next']}']"},
    "link_header": lambda s: {"type": "header_link"},
    "page": lambda s: {"type": "page_number", "base_page": 1, "page_param": s["parameter"], "total_path": s["next"]},
    "offset": lambda s: {
        "type": "offset", "limit": s["most"], "offset_param": s["parameter"], "limit_param": s["size"], "total_path": s["next"]
    },
    "cursor": lambda s: {"type": "cursor", "cursor_path": s["next"], "cursor_param": s["parameter"]},
    "token": lambda s: {"type": "cursor", "cursor_path": s["next"], "cursor_param": s["parameter"]},
    "token_header": lambda s: {"type": "header_cursor", "cursor_key": s["next"], "cursor_param": s["parameter"]},
    "last_key": lambda s: {
        "type": "cursor", "cursor_path": f"{s['rows']}[-1].{s['key']}", "cursor_param": s["parameter"], "has_more_path": s["next"]
    },
    "single": lambda s: "single_page",
}


def resource(stream):
    endpoint = {
        "path": stream["path"].lstrip("/"),
        "paginator": PAGINATORS[stream["way"]](stream),
        "data_selector": stream.get("rows", "$"),
        "params": {stream["size"]: stream["most"]} if "size" in stream else {},
    }
    # A cursor is sent alone, so there is no place for a filter beside it.
    if "since" in stream and stream["way"] != "cursor":
        endpoint["incremental"] = {"start_param": stream["since"], "cursor_path": "updatedAt", "initial_value": START}
    return {"name": stream["name"], "primary_key": stream["key"], "write_disposition": "merge", "endpoint": endpoint}


def source():
    return rest_api_source({"client": {"base_url": BASE + "/"}, "resources": [resource(s) for s in STREAMS]})


if __name__ == "__main__":
    print(dlt.pipeline("playground", destination="duckdb", dataset_name="lists").run(source()))
