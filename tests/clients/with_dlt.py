"""Every paging walked by dlt's own paginators: found by themselves where dlt claims to find them, else configured as its documentation says.

usage: with_dlt.py BASE_URL
Ends with `ok` when each walk landed 200 distinct rows.
"""

import sys

from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import (
    HeaderCursorPaginator,
    JSONLinkPaginator,
    JSONResponseCursorPaginator,
    OffsetPaginator,
    PageNumberPaginator,
    SinglePagePaginator,
)

BASE = sys.argv[1]
ROWS = 200
client = RESTClient(base_url=BASE)


def walk(path, paginator=None, selector=None, pages=5, **how):
    how.setdefault("params", {})
    landed = []
    seen = 0
    for page in client.paginate(path, paginator=paginator, data_selector=selector, **how):
        landed += page
        seen += 1
    assert len(landed) == len({row["id"] for row in landed}) == ROWS, f"{path}: {len(landed)} rows"
    assert seen in (pages, pages - 1), f"{path}: {seen} pages"


# Found by dlt itself.
FIFTY = {"limit": 50}
walk("pagination/next_page_url", params={"per_page": 50})
walk("pagination/link_header", params={"per_page": 50})
walk("pagination/cursor", params=FIFTY)
walk("pagination/odata", JSONLinkPaginator(next_url_path="['@odata.nextLink']"), "value", params={"$top": 50})
# Configured, as nothing in the answer tells a client how they are meant.
walk("pagination/keyset", JSONResponseCursorPaginator(cursor_path="scroll_param", cursor_param="scroll_param"))
# dlt finds this one by itself too, but counts pages from 0, and so reads the first twice and the last never.
walk("pagination/page_number", PageNumberPaginator(base_page=1, total_path="total_pages"), params={"per_page": 50})
walk("pagination/offset", OffsetPaginator(limit=50, total_path="total"))
walk("pagination/cursor_header", HeaderCursorPaginator(cursor_key="X-Next-Cursor", cursor_param="cursor"), params=FIFTY)
walk(
    "pagination/page_token",
    JSONResponseCursorPaginator(cursor_path="nextPageToken", cursor_param="pageToken"),
    params={"pageSize": 50},
)
walk(
    "pagination/starting_after",
    JSONResponseCursorPaginator(cursor_path="data[-1].id", cursor_param="starting_after", has_more_path="has_more"),
    params=FIFTY,
)
walk(
    "pagination/search",
    JSONResponseCursorPaginator(cursor_path="next_cursor", cursor_body_path="cursor"),
    method="POST",
    json={"limit": 50},
)
walk("export/json", SinglePagePaginator(), "$", pages=1)
walk("incremental/timestamp", SinglePagePaginator(), "data", pages=1)
# A page number in the path is the caller's to count.
landed = [row for page in range(1, 5) for row in client.get(f"pagination/path/{page}?per_page=50").json()["data"]]
assert len({row["id"] for row in landed}) == ROWS
print("ok")
