"""A connector that reads the lists of people right, and with `connector.py STYLE DEFECT` wrong in one way.

Rows go to PLAYGROUND_LANDED, a page at a time, then the checkpoint to PLAYGROUND_STATE; the next run reads what was updated since then.
"""

import csv
import datetime
import io
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ["PLAYGROUND_BASE_URL"]
LANDED = os.environ["PLAYGROUND_LANDED"]
STATE = os.environ["PLAYGROUND_STATE"]
STYLE, DEFECT = (sys.argv[1:] + ["", ""])[:2]
SIZE = 50
LOOK_BACK = datetime.timedelta(seconds=600)
WHOLE = ("session", "export", "two-lists")


class Gone(Exception):
    """The list has no such page."""


def ask(url, data=None, headers=None):
    """The text of an answer; after 429 it waits as long as it is told."""
    while True:
        try:
            request = urllib.request.Request(url, data=data, headers=headers or {})
            with urllib.request.urlopen(request) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            if DEFECT == "errors-are-the-end":
                raise Gone from error
            if error.code == 429:
                time.sleep(0.15 if DEFECT == "retry-at-once" else float(error.headers["Retry-After"]))
                if DEFECT == "retry-skips":
                    return '{"data": [1]}'
                continue
            if error.code == 404:
                raise Gone from error
            if error.code == 400 and ("page=" in url or "offset=" in url) and "beyond" not in error.read().decode():
                raise Gone from error
            raise


def path(name, **query):
    given = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{BASE}/pagination/{name}?{urllib.parse.urlencode(given)}"


def page_numbers(since):
    """Pages by number, to the total; without one to the first page that holds nothing new."""
    page, seen, last = 1, 0, None
    while True:
        order = "desc" if DEFECT == "newest-first" else None
        try:
            body = json.loads(ask(path("page_number", page=page, per_page=SIZE, updated_since=since, order_type=order)))
        except Gone:
            return
        rows = body["data"]
        if rows == [1]:
            page += 1
            continue
        ids = [row["id"] for row in rows or []]
        if rows is None or (ids and ids == last and DEFECT != "repeats-forever"):
            return
        yield rows
        seen += len(rows)
        last = ids or last
        if DEFECT == "short-is-the-end" and len(rows) < SIZE:
            return
        if DEFECT == "empty-is-the-end" and not rows:
            return
        if DEFECT == "total-pages" and page * SIZE >= int(body["total_items"]):
            return
        total = body.get("total_items") if DEFECT != "repeats-forever" else None
        if total is not None:
            if (seen >= total if DEFECT == "numbers-are-numbers" else seen >= int(total)):
                return
        elif not rows:
            return
        page += 1


def offsets(since):
    """Pages by offset, which goes on by the rows that came."""
    offset, last = 0, None
    while True:
        try:
            body = json.loads(ask(path("offset", offset=offset, limit=SIZE, updated_since=since)))
        except Gone:
            return
        rows = body["data"]
        ids = [row["id"] for row in rows or []]
        if rows is None or (ids and ids == last):
            return
        last = ids or last
        yield rows
        step = SIZE if DEFECT == "steps-by-limit" or not rows else len(rows)
        offset += step + (1 if DEFECT == "off-by-one" else 0)
        if "total" in body:
            if offset >= int(body["total"]):
                return
        elif not rows:
            return


def links(since):
    """Pages by the link to the next one."""
    url = path("next_page_url", per_page=SIZE, updated_since=since)
    while url:
        try:
            body = json.loads(ask(url))
        except Gone:
            return
        if DEFECT == "null-breaks":
            len(body["data"])
        yield body["data"] or []
        link = body["next_page_url"]
        if not link:
            return
        following = BASE + link if DEFECT == "joins-by-hand" and not link.startswith("http") else urllib.parse.urljoin(url, link)
        if following == url and DEFECT != "cursors-forever":
            return
        url = following


def cursors(since):
    """Pages by cursor, to the last or to one that leads to itself."""
    cursor = ""
    while True:
        body = json.loads(ask(path("cursor", limit=SIZE, updated_since=since) + "&" + urllib.parse.urlencode({"cursor": cursor})))
        yield body["data"] or []
        following = body["next_cursor"]
        if not following or (following == cursor and DEFECT != "cursors-forever"):
            return
        cursor = following


def keyset(since):
    """Pages behind the last row; `ties` builds the parameter itself, which skips what shares a second."""
    import base64

    param = None
    while True:
        body = json.loads(ask(path("keyset", updated_since=None if param else since, scroll_param=param)))
        rows = body["data"] or []
        yield rows
        before, param = param, body["scroll_param"]
        if not param or param == before:
            return
        if DEFECT == "ties-skipped" and rows:
            param = base64.b64encode(str(rows[-1]["updatedAt"]).encode()).decode()


def session(_):
    """Ten rows behind a login, twice; a token that has ended is asked for anew."""
    who = {"username": os.environ["PLAYGROUND_SESSION_USER"], "password": os.environ["PLAYGROUND_SESSION_PASS"]}

    def login():
        body = json.dumps(who).encode()
        return json.loads(ask(f"{BASE}/auth/session_token/login", body, {"Content-Type": "application/json"}))["token"]

    token = login()
    for _ in range(2):
        try:
            text = ask(f"{BASE}/auth/session_token/data", None, {"Authorization": f"Token {token}"})
        except urllib.error.HTTPError as error:
            if error.code != 401 or DEFECT == "token-kept":
                raise
            token = login()
            text = ask(f"{BASE}/auth/session_token/data", None, {"Authorization": f"Token {token}"})
        yield json.loads(text)["data"]


def export(_):
    """The export in CSV, by names of columns, whatever mark it begins with."""
    text = ask(f"{BASE}/export/csv")
    if DEFECT != "mark-is-text":
        text = text.removeprefix("\ufeff")
    if DEFECT == "lines-are-rows":
        names, *lines = text.splitlines()
        yield [dict(zip(names.split(","), line.split(","))) for line in lines]
        return
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if rows and "id" not in rows[0] and DEFECT != "mark-is-text":
        sys.exit("the export has no column 'id'")
    yield rows


def two_lists(_):
    """People and companies; one that is forbidden does not keep the other from landing, and is told of at the end."""
    failed = []
    for url, key in ((f"{BASE}/incremental/timestamp", "data"), (f"{BASE}/cursors/companies", "companies")):
        cursor = ""
        while True:
            try:
                body = json.loads(ask(url + (f"?cursor={cursor}" if cursor else "")))
            except urllib.error.HTTPError as error:
                if error.code != 403 or DEFECT == "forbidden-ends-all":
                    raise
                failed.append(url)
                break
            yield from ((key, [row]) for row in next(value for value in body.values() if isinstance(value, list)))
            cursor = body.get("next_cursor")
            if not cursor:
                break
    if failed and DEFECT != "forbidden-is-fine":
        sys.exit(f"not allowed: {failed}")


def delta():
    """What changed since the last sync, by its token; everything where there is none, or where it is too old."""
    token = read_state().get("token", "")
    while True:
        url = f"{BASE}/delta?limit={SIZE}&sync_token={token}"
        if not token and os.path.exists(LANDED):
            os.remove(LANDED)
        try:
            while url:
                page = json.loads(ask(url))
                land([row for row in page["data"] if not row.get("deleted")])
                gone = {row["id"] for row in page["data"] if row.get("deleted")}
                if gone:
                    take_out(gone)
                url = page["next"] and urllib.parse.urljoin(url, page["next"])
            write_state({"token": page["sync_token"]})
            return
        except urllib.error.HTTPError as error:
            if error.code != 410 or not token or DEFECT == "gone-fails":
                raise
            if DEFECT == "gone-is-nothing":
                return
            token = ""


STYLES = {
    "page-numbers": page_numbers,
    "offsets": offsets,
    "links": links,
    "cursors": cursors,
    "keyset": keyset,
    "session": session,
    "export": export,
    "two-lists": two_lists,
}


def read_state():
    if os.path.exists(STATE):
        with open(STATE) as file:
            return json.load(file)
    return {}


def write_state(state):
    if DEFECT == "state-never":
        return
    with open(STATE + ".new", "w") as file:
        json.dump(state, file)
    os.replace(STATE + ".new", STATE)


def kept(row):
    """A row as it lands; None for one that does not."""
    if DEFECT == "zone-cut":
        return {**row, "updatedAt": f"{row['updatedAt'][:19]}Z" if isinstance(row["updatedAt"], str) else row["updatedAt"]}
    if DEFECT == "unknown-dropped":
        return row if row.get("company") else None
    if DEFECT == "ids-rounded" and isinstance(row["id"], int):
        return {**row, "id": int(float(row["id"]))}
    return row


def land(rows, name=""):
    rows = [landing for landing in map(kept, rows) if landing] if STYLE == "page-numbers" else rows
    if not rows:
        return
    target = os.path.join(LANDED, name) if name else LANDED
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "a", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def earlier(since):
    """A moment so much earlier that no late row is passed."""
    moment = datetime.datetime.strptime(since, "%Y-%m-%dT%H:%M:%SZ") - LOOK_BACK
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def version(row):
    """What tells a version of a row from others."""
    return [row["id"], row["updatedAt"]]


def noted(state, rows):
    """The newest moment so far, and which versions of rows a next sync meets again."""
    since = max([row["updatedAt"] for row in rows] + [state.get("since") or ""])
    seen = state.get("seen", []) + [version(row) for row in rows]
    return {"since": since, "seen": [one for one in seen if one[1] >= earlier(since)]}


def take_out(gone):
    """Takes rows out of what landed."""
    with open(LANDED, encoding="utf-8") as file:
        kept = [line for line in file if json.loads(line)["id"] not in gone]
    with open(LANDED + ".new", "w", encoding="utf-8") as file:
        file.writelines(kept)
    os.replace(LANDED + ".new", LANDED)


def main():
    if STYLE == "delta":
        delta()
        return
    state = read_state()
    since, held = state.get("since"), []
    known = [tuple(one) for one in state.get("seen", [])]
    if STYLE in WHOLE and os.path.exists(LANDED):
        # What is not there is gone.
        (shutil.rmtree if os.path.isdir(LANDED) else os.remove)(LANDED)
    if DEFECT == "secret-told":
        print("token", os.environ["PLAYGROUND_BEARER"], file=sys.stderr)
    start = earlier(since) if since and DEFECT != "no-look-back" else since
    for rows in STYLES[STYLE](start):
        if STYLE == "two-lists":
            land(rows[1], f"{rows[0]}.ndjson")
            continue
        if DEFECT == "times-are-texts":
            rows = [row for row in rows if isinstance(row["updatedAt"], str)]
        if start and STYLE not in WHOLE:
            # What is older than asked for has landed before.
            rows = [row for row in rows if row["updatedAt"] >= start]
        if DEFECT == "strictly-after" and since:
            rows = [row for row in rows if row["updatedAt"] > since]
        if DEFECT != "copies-kept":
            rows = [row for row in rows if STYLE in WHOLE or tuple(version(row)) not in known]
        if STYLE in WHOLE:
            land(rows)
            continue
        if DEFECT == "state-first":
            held.extend(rows)
            if len(held) > 2 * SIZE:
                land(held)
                held = []
        else:
            land(rows)
        if rows:
            state = noted(state, rows)
            write_state(state)
    land(held)
    if since and STYLE not in WHOLE and DEFECT != "deletes-unseen":
        gone = {row["id"] for row in json.loads(ask(f"{BASE}/deleted?since={start}"))["data"]}
        if gone:
            take_out(gone)


main()
