"""A Singer tap of people and companies, on the Singer SDK."""

from __future__ import annotations

from datetime import timedelta

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.pagination import JSONPathPaginator

# Updates may be to be seen so long behind their updatedAt. The SDK has no setting for that.
LOOK_BACK = timedelta(minutes=10)


class Cursors(JSONPathPaginator):
    """Goes on where the answer says that more follows, also behind a page without rows."""

    def has_more(self, response):
        return response.json()["has_more"]

    def continue_if_empty(self, response):
        return True


class People(RESTStream):
    name = "people"
    path = "/pagination/cursor"
    primary_keys = ("id",)
    replication_key = "updatedAt"
    # Rows come in the order of updatedAt, so that a bookmark in the middle of the list is one to go on from.
    is_sorted = True
    # The rows of a look-back are older than the bookmark, which the SDK takes for rows out of order.
    check_sorted = False
    records_jsonpath = "$.data[*]"
    schema = th.PropertiesList(
        th.Property("id", th.StringType, required=True),
        th.Property("name", th.StringType),
        th.Property("email", th.StringType),
        th.Property("createdAt", th.DateTimeType),
        th.Property("updatedAt", th.DateTimeType),
    ).to_dict()

    @property
    def url_base(self):
        return self.config["base_url"]

    def get_new_paginator(self):
        return Cursors("$.next_cursor")

    def get_url_params(self, context, next_page_token):
        since = self.get_starting_timestamp(context)
        if since:
            since = (since - LOOK_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
        # An empty cursor asks for the first page, also of an API that insists on one.
        return {"limit": 50, "cursor": next_page_token or "", **({"updated_since": since} if since else {})}

    def backoff_wait_generator(self):
        return self.backoff_runtime(value=lambda error: float(error.response.headers.get("Retry-After", 1)))


class TapPeople(Tap):
    name = "tap-people"
    config_jsonschema = th.PropertiesList(
        th.Property("base_url", th.StringType, required=True, description="Where the API is"),
    ).to_dict()

    def discover_streams(self):
        return [People(self)]


if __name__ == "__main__":
    TapPeople.cli()
