"""A Singer tap (singer-sdk): python THIS_FILE writes Singer messages."""

from urllib.parse import parse_qsl, urlsplit

from singer_sdk import RESTStream, Tap
from singer_sdk.pagination import BaseAPIPaginator

{streams.py}{following.py}

class Pages(BaseAPIPaginator):
    def __init__(self, stream, sent):
        super().__init__(sent)
        self.stream = stream

    def get_next(self, response):
        return following(self.stream, self.current_value, response)


class List(RESTStream):
    url_base = BASE

    def __init__(self, tap, stream):
        self.stream = stream
        types = {stream["key"]: {"type": ["string", "integer"]}, "updatedAt": {"type": "string", "format": "date-time"}}
        schema = {"type": "object", "properties": types, "additionalProperties": True}
        super().__init__(tap, name=stream["name"], schema=schema, path=stream["path"])
        self.primary_keys, self.replication_key = [stream["key"]], "updatedAt"

    def parse_response(self, response):
        return rows_of(self.stream, response)

    def get_new_paginator(self):
        since = self.get_starting_timestamp(None)
        return Pages(self.stream, first(self.stream, since.strftime("%Y-%m-%dT%H:%M:%SZ") if since else START))

    def get_url_params(self, context, next_page_token):
        return next_page_token


class TapPlayground(Tap):
    name = "tap-playground"
    config_jsonschema = {"type": "object", "properties": {}}

    def discover_streams(self):
        return [List(self, stream) for stream in STREAMS]


if __name__ == "__main__":
    TapPlayground.cli()
