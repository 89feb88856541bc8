#!/usr/bin/env bash
# What:     `PageIterator` of msgraph-core ends a walk at a page without rows, though that page names the next one.
# Versions: msgraph-core 1.5.2, Python 3.9 or later.
# Expected: the walk goes on while there is a `@odata.nextLink`: OData 4.01 (part 1, section 11.2.6.7, "Server-Driven Paging") ties the end
#           of a result to the absence of that link, and a page may be empty.
# Seen:     of pages with 2, 0 and 2 rows the first two are read, and the rows of the third never; no error, and the iterator still holds the link.
# Matters:  rows behind an empty page are lost in silence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check msgraph-core==1.5.2
"$folder/venv/bin/python" - <<'PY'
import asyncio
from msgraph_core.models import PageResult
from msgraph_core.tasks.page_iterator import PageIterator


def page(rows, following):
    link = f"http://localhost/rows?page={following}" if following else None
    return PageResult(odata_next_link=link, value=rows)


class Adapter:
    """Answers for a server of three pages, the second of them empty."""

    asked = []

    async def send_async(self, request, *_):
        self.asked.append(request.url)
        return page([], 3) if request.url.endswith("=2") else page([3, 4], None)


async def walk():
    rows = []
    iterator = PageIterator(page([1, 2], 2), Adapter())
    await iterator.iterate(lambda row: rows.append(row) or True)
    return rows, iterator.current_page.odata_next_link


rows, left = asyncio.run(walk())
print(f"requests: {Adapter.asked}\nrows: {rows}\nlink that is left: {left}")
assert (rows, Adapter.asked) == ([1, 2], ["http://localhost/rows?page=2"]), "another behaviour than described"
assert left == "http://localhost/rows?page=3", "another behaviour than described"
print("as described: the empty page ended the walk")
PY
