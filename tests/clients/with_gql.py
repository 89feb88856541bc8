"""Fetches the schema as `gql` does, checks a query against it, and walks the connection to its end.

usage: with_gql.py BASE_URL
"""

import sys

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError, print_schema

QUERY = gql(
    """
    query People($first: Int!, $after: String, $order: PersonOrder) {
      people(first: $first, after: $after, orderBy: $order) {
        totalCount
        edges { node { id updatedAt } }
        pageInfo { hasNextPage endCursor }
      }
    }
    """
)
transport = RequestsHTTPTransport(url=f"{sys.argv[1]}/graphql")
client = Client(transport=transport, fetch_schema_from_transport=True)
with client as session:
    rows, after, more = [], None, True
    while more:
        QUERY.variable_values = {"first": 30, "after": after, "order": {"direction": "DESC"}}
        people = session.execute(QUERY)["people"]
        rows += [edge["node"] for edge in people["edges"]]
        after, more = people["pageInfo"]["endCursor"], people["pageInfo"]["hasNextPage"]
    assert len({row["id"] for row in rows}) == len(rows) == people["totalCount"] == 200, len(rows)
    assert rows == sorted(rows, key=lambda row: row["updatedAt"], reverse=True)
    # What the schema does not have is refused before it is sent, and a value out of bounds by the server.
    try:
        session.execute(gql("{ people { surname } }"))
    except GraphQLError as error:
        assert "surname" in str(error), error
    else:
        sys.exit("a field that does not exist was sent")
    try:
        session.execute(gql("{ people(first: 51) { totalCount } }"))
    except TransportQueryError as error:
        assert error.errors[0]["path"] == ["people"], error
    else:
        sys.exit("a page of 51 was taken")
assert "interface" not in print_schema(client.schema)
print("ok")
