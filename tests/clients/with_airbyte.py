"""Pagings walked by Airbyte's CDK, from a declarative manifest.

usage: with_airbyte.py BASE_URL
Ends with `ok` when each stream read 200 distinct records.
"""

import sys

from airbyte_cdk.models import ConfiguredAirbyteCatalog, SyncMode
from airbyte_cdk.models.airbyte_protocol import AirbyteStream, ConfiguredAirbyteStream, DestinationSyncMode
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

BASE = sys.argv[1]
ROWS = 200


def cursor(value, stop):
    return {"type": "CursorPagination", "cursor_value": "{{ %s }}" % value, "stop_condition": "{{ %s }}" % stop}


def parameter(name):
    return {"type": "RequestOption", "inject_into": "request_parameter", "field_name": name}


def stream(path, strategy, token, first=None, records=("data",)):
    paginator = {"type": "DefaultPaginator", "pagination_strategy": strategy, "page_token_option": token}
    if "page_size" in strategy:
        paginator["page_size_option"] = parameter(first)
        first = None
    return {
        "type": "DeclarativeStream",
        "name": path,
        "primary_key": ["id"],
        "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {"id": {"type": "string"}}}},
        "retriever": {
            "type": "SimpleRetriever",
            "requester": {
                "type": "HttpRequester",
                "url_base": BASE,
                "path": f"/pagination/{path}",
                "http_method": "GET",
                "request_parameters": {first: "50"} if first else {},
            },
            "record_selector": {"type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": list(records)}},
            "paginator": paginator,
        },
    }


LINK = {"type": "RequestPath"}
STREAMS = [
    stream("next_page_url", cursor("response['next_page_url']", "not response['next_page_url']"), LINK, "per_page"),
    stream("link_header", cursor("headers['link']['next']['url']", "'next' not in headers['link']"), LINK, "per_page", ()),
    stream("page_number", {"type": "PageIncrement", "page_size": 50, "start_from_page": 1}, parameter("page"), "per_page"),
    stream("offset", {"type": "OffsetIncrement", "page_size": 50}, parameter("offset"), "limit"),
    stream("keyset", cursor("response['scroll_param']", "not response['scroll_param']"), parameter("scroll_param")),
    stream("cursor", cursor("response['next_cursor']", "not response['has_more']"), parameter("cursor"), "limit"),
    stream("starting_after", cursor("last_record['id']", "not response['has_more']"), parameter("starting_after"), "limit"),
    stream("page_token", cursor("response['nextPageToken']", "not response['nextPageToken']"), parameter("pageToken"), "pageSize"),
    stream("odata", cursor("response['@odata.nextLink']", "'@odata.nextLink' not in response"), LINK, "$top", ("value",)),
]
manifest = {
    "version": "6.0.0",
    "type": "DeclarativeSource",
    "check": {"type": "CheckStream", "stream_names": ["offset"]},
    "streams": STREAMS,
    "spec": {"type": "Spec", "connection_specification": {"type": "object", "properties": {}}},
}


def configured(name):
    known = AirbyteStream(name=name, json_schema={}, supported_sync_modes=[SyncMode.full_refresh])
    return ConfiguredAirbyteStream(stream=known, sync_mode=SyncMode.full_refresh, destination_sync_mode=DestinationSyncMode.overwrite)


import logging

catalog = ConfiguredAirbyteCatalog(streams=[configured(one["name"]) for one in STREAMS])
source = ConcurrentDeclarativeSource(source_config=manifest, config={}, catalog=catalog, state=None)
landed = {}
for message in source.read(logging.getLogger("airbyte"), {}, catalog, None):
    if message.record:
        landed.setdefault(message.record.stream, []).append(message.record.data["id"])
assert len(landed) == len(STREAMS), list(landed)
for name, ids in landed.items():
    assert len(ids) == len(set(ids)) == ROWS, f"{name}: {len(ids)} records"
print("ok")
