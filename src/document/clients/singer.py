"""A Singer tap (singer-sdk): python THIS_FILE writes Singer messages."""

from urllib.parse import parse_qsl, urlsplit

from singer_sdk import RESTStream, Tap
from singer_sdk.pagination import BaseAPIPaginator
from singer_sdk.streams.rest import HTTPRequest

{streams.py}

{following.py}

class Pages(BaseAPIPaginator):
    def __init__(self, walk):
        super().__init__(walk.request())
        self.walk = walk

    def get_next(self, response):
        return self.walk.request() if self.walk.more else None

    def continue_if_empty(self, response):
        """The SDK ends at a page without rows unless it is told otherwise."""
        return True


class List(RESTStream):
    url_base = BASE

    def __init__(self, tap, stream):
        self.stream = stream
        types = {stream["key"]: {"type": ["string", "integer"]}}
        if "since" in stream:
            types["updatedAt"] = {"type": "string", "format": "date-time"}
        schema = {"type": "object", "properties": types, "additionalProperties": True}
        super().__init__(tap, name=stream["name"], schema=schema, path=stream["path"])
        self.primary_keys, self.replication_key = [stream["key"]], "updatedAt" if "since" in stream else None

    def get_new_paginator(self):
        since = self.get_starting_timestamp(None)
        query = first(self.stream, since.strftime("%Y-%m-%dT%H:%M:%SZ") if since else START)
        self.walk = Walk(self.stream, query)
        return Pages(self.walk)

    def get_http_request(self, *, page):
        ask = page.next_page_token
        headers = {**self.http_headers, **ask.get("headers", {})}
        return HTTPRequest(ask["url"], ask["method"], ask.get("params", {}), headers, ask.get("json"))

    def validate_response(self, response):
        if not past_end(response):
            super().validate_response(response)

    def parse_response(self, response):
        return self.walk.take(response)


class TapPlayground(Tap):
    name = "tap-playground"
    config_jsonschema = {"type": "object", "properties": {}}

    def discover_streams(self):
        return [List(self, stream) for stream in STREAMS]


if __name__ == "__main__":
    TapPlayground.cli()
