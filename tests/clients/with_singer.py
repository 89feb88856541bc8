"""Pagings walked by the Singer SDK's paginators, in a tap of its own making.

usage: with_singer.py BASE_URL
Ends with `ok` when each stream emitted 200 distinct records.
"""

import contextlib
import io
import json
import sys
from urllib.parse import parse_qsl

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.pagination import (
    BaseHATEOASPaginator,
    BaseOffsetPaginator,
    BasePageNumberPaginator,
    HeaderLinkPaginator,
    JSONPathPaginator,
    SimpleHeaderPaginator,
)

BASE = sys.argv[1]
ROWS = 200


class NextPageUrl(BaseHATEOASPaginator):
    def get_next_url(self, response):
        return response.json()["next_page_url"]


class Pages(BasePageNumberPaginator):
    def has_more(self, response):
        return response.json()["page"] < response.json()["total_pages"]


class Offsets(BaseOffsetPaginator):
    def has_more(self, response):
        return response.json()["offset"] + self._page_size < response.json()["total"]


class People(RESTStream):
    """A stream of the same rows; what differs is how the next page is found and asked for."""

    url_base = BASE
    primary_keys = ("id",)
    schema = th.PropertiesList(th.Property("id", th.StringType), th.Property("updatedAt", th.DateTimeType)).to_dict()
    records_jsonpath = "$.data[*]"
    first = {}
    name_of_token = None
    paginator = None

    def get_new_paginator(self):
        return type(self).paginator()

    def get_url_params(self, context, next_page_token):
        if next_page_token is None:
            return self.first
        if self.name_of_token is None:
            return dict(parse_qsl(next_page_token.query))
        return {**self.first, self.name_of_token: next_page_token}


def stream(path, paginator, name_of_token=None, first=None, records="$.data[*]"):
    members = {"paginator": staticmethod(paginator), "name_of_token": name_of_token, "first": first or {}}
    members |= {"name": path.replace("/", "_"), "path": f"/pagination/{path}", "records_jsonpath": records}
    return type(path.title(), (People,), members)


STREAMS = [
    stream("next_page_url", NextPageUrl, first={"per_page": 50}),
    stream("link_header", HeaderLinkPaginator, first={"per_page": 50}, records="$[*]"),
    stream("page_number", lambda: Pages(1), "page", {"per_page": 50}),
    stream("offset", lambda: Offsets(0, 50), "offset", {"limit": 50}),
    stream("keyset", lambda: JSONPathPaginator("$.scroll_param"), "scroll_param"),
    stream("cursor", lambda: JSONPathPaginator("$.next_cursor"), "cursor", {"limit": 50}),
    stream("page_token", lambda: JSONPathPaginator("$.nextPageToken"), "pageToken", {"pageSize": 50}),
    stream("cursor_header", lambda: SimpleHeaderPaginator("X-Next-Cursor"), "cursor", {"limit": 50}),
]


class Practice(Tap):
    name = "tap-practice"
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [one(self) for one in STREAMS]


said = io.StringIO()
with contextlib.redirect_stdout(said):
    Practice(config={}).sync_all()
landed = {}
for message in map(json.loads, filter(None, said.getvalue().splitlines())):
    if message["type"] == "RECORD":
        landed.setdefault(message["stream"], []).append(message["record"]["id"])
assert len(landed) == len(STREAMS), list(landed)
for name, ids in landed.items():
    assert len(ids) == len(set(ids)) == ROWS, f"{name}: {len(ids)} records"
print("ok")
