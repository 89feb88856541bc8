"""A connector written by hand, as people write them: Python's standard library, every pager, every kind of access, checkpoints, back-off.

usage: walk.py BASE_URL CREDENTIALS_JSON
Ends with `ok` when each sync landed what it should; an AssertionError names what it did not.
"""

import base64
import csv
import io
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

BASE, ACCESS = sys.argv[1], json.loads(sys.argv[2])
YEAR_ONE = "0001-01-01T00:00:00Z"


def call(target, authorization=None, body=None):
    """Status, headers and parsed answer; waits out 429 as the server asks."""
    url = target if target.startswith("http") else BASE + target
    headers = {"Authorization": authorization} if authorization else {}
    data = None
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    for _ in range(200):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=20) as answer:
                text = answer.read().decode()
                is_json = answer.headers["Content-Type"] == "application/json"
                return answer.status, answer.headers, json.loads(text) if is_json else text
        except urllib.error.HTTPError as error:
            if error.code != 429:
                return error.code, error.headers, json.loads(error.read())
            time.sleep(int(error.headers["Retry-After"]))
    raise AssertionError(f"{url}: still limited")


def get(target, **parameters):
    status, _, answer = call(target + ("?" + urllib.parse.urlencode(parameters) if parameters else ""))
    assert status == 200, answer
    return answer


def by_link(since):
    target, rows = f"/pagination/next_page_url?per_page=50&updated_since={urllib.parse.quote(since)}", []
    while target:
        page = get(target)
        rows += page["data"]
        target = page["next_page_url"]
    return rows


def by_page(since):
    rows, page = [], 1
    while True:
        answer = get("/pagination/page_number", page=page, per_page=50, updated_since=since)
        rows += answer["data"]
        if page >= answer["total_pages"]:
            return rows
        page += 1


def by_offset(since):
    rows = []
    while True:
        answer = get("/pagination/offset", offset=len(rows), limit=50, updated_since=since)
        rows += answer["data"]
        if len(rows) >= answer["total"]:
            return rows


def by_scroll(since):
    answer = get("/pagination/keyset", updated_since=since)
    rows = answer["data"]
    while answer["scroll_param"]:
        answer = get("/pagination/keyset", scroll_param=answer["scroll_param"])
        rows += answer["data"]
    return rows


def by_time(since):
    return get("/incremental/timestamp", since=since)["data"]


def by_number():
    rows, start = [], 1
    while True:
        step = get("/incremental/step", start_id=start, end_id=start + 49)["data"]
        if not step:
            return rows
        rows += step
        start += 50


def syncs(total):
    """A first sync from year 1, then one from the saved checkpoint, by every way there is."""
    for walk in by_link, by_page, by_offset, by_scroll, by_time:
        first = walk(YEAR_ONE)
        assert len(first) == len({row["id"] for row in first}) == total, walk.__name__
        checkpoint = max(row["updatedAt"] for row in first)
        second = walk(checkpoint)
        newest = {row["id"] for row in first if row["updatedAt"] == checkpoint}
        assert {row["id"] for row in second} == newest, walk.__name__
    assert [row["id"] for row in by_number()] == [str(n + 1) for n in range(total)]
    exported = list(csv.DictReader(io.StringIO(call("/export/csv")[2], newline="")))
    assert sorted(exported, key=lambda row: row["id"]) == sorted(by_time(YEAR_ONE), key=lambda row: row["id"])


def access():
    basic = base64.b64encode(f"{ACCESS['basic_user']}:{ACCESS['basic_pass']}".encode()).decode()
    login = {"username": ACCESS["session_user"], "password": ACCESS["session_pass"]}
    token = call("/auth/session_token/login", body=login)[2]["token"]
    endpoints = {
        "/auth/http_basic": f"Basic {basic}",
        "/auth/http_bearer": f"Bearer {ACCESS['bearer']}",
        "/auth/api_key": f"apiKey {ACCESS['api_key']}",
        "/auth/session_token/data": f"Token {token}",
    }
    rows = [call(endpoint, authorization)[2]["data"] for endpoint, authorization in endpoints.items()]
    assert len(rows[0]) == 20 and all(other == rows[0] for other in rows)
    for endpoint in list(endpoints)[:3]:
        assert call(endpoint)[0] == 401 and "WWW-Authenticate" in call(endpoint)[1]


def children():
    companies = get("/cursors/companies", updated_since=YEAR_ONE)["data"]
    departments = [row for company in companies for row in get(f"/cursors/{company['company_id']}/departments")["data"]]
    assert (len(companies), len(departments)) == (2, 8)


syncs(200)
access()
children()
print("ok")
