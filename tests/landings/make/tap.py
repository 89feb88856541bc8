"""A tap of singer-sdk's, whose messages are samples: `tap.py [--state FILE]`."""

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th

BASE = "http://127.0.0.1:5077"


class People(RESTStream):
    name = "people"
    path = "/incremental/timestamp"
    url_base = BASE
    primary_keys = ("id",)
    replication_key = "updatedAt"
    records_jsonpath = "$.data[*]"
    schema = th.PropertiesList(
        th.Property("id", th.StringType),
        th.Property("name", th.StringType),
        th.Property("createdAt", th.StringType),
        th.Property("updatedAt", th.DateTimeType),
    ).to_dict()

    def get_url_params(self, context, next_page_token):
        since = self.get_starting_replication_key_value(context)
        return {"since": since} if since else {}


class Companies(RESTStream):
    name = "companies"
    path = "/cursors/companies"
    url_base = BASE
    primary_keys = ("company_id",)
    records_jsonpath = "$.data[*]"
    schema = th.PropertiesList(
        th.Property("company_id", th.IntegerType),
        th.Property("company_name", th.StringType),
        th.Property("updatedAt", th.DateTimeType),
    ).to_dict()


class Landed(Tap):
    name = "tap-landed"
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [People(self), Companies(self)]


Landed.cli()
