class Walk:
    """The requests for the pages of a list. No page that is short, empty or null ends it; one that comes again does."""

    def __init__(self, stream, query):
        self.stream, self.way, self.query, self.more = stream, stream["way"], dict(query), True
        # The page or the offset, where pages are counted.
        self.at = 1 if self.way in ("page", "page_in_path") else 0
        self.empty, self.began, self.whole = 0, None, False
        self.since = self.newest = query.get(stream.get("since"))
        self.seen = set()

    def request(self):
        """The next request, in the words of requests.request."""
        stream = self.stream
        ask = {"method": stream.get("method", "GET"), "url": BASE + stream["path"].replace("{page}", str(self.at))}
        if self.way == "range":
            ask["headers"] = {"Range": f"items={self.at}-{self.at + 49}"}
        if self.way == "graphql":
            return {**ask, "json": {"query": stream["query"], "variables": self.query}}
        return {**ask, "params" if ask["method"] == "GET" else "json": self.query}

    def take(self, answer):
        """The rows of a page that no page before had. Says in `more` whether another is to be asked for."""
        self.more = False
        if past_end(answer):
            return []
        body, key = answer.json(), self.stream["key"]
        rows = rows_of(self.stream, body)
        if rows and rows[0][key] == self.began:
            return []
        if rows and self.began is None:
            self.whole = len(rows) >= self.stream.get("most", 50)
        self.empty, self.began = (0, rows[0][key]) if rows else (self.empty + 1, self.began)
        query = self.following(answer, body, rows)
        new = [row for row in rows if row[key] not in self.seen]
        for row in rows if MAX_OFFSET is not None else ():
            if row["updatedAt"] != self.newest:
                self.newest, self.seen = row["updatedAt"], set()
            self.seen.add(row[key])
        if query is not None and self.is_deep(query):
            query = self.begun_again()
        if query is not None:
            self.more, self.query = True, query
        return new

    def following(self, answer, body, rows):
        """The query of the page after this one; None after the last."""
        stream, way, name, sent = self.stream, self.way, self.stream.get("parameter"), self.query
        value = body.get(stream.get("next")) if isinstance(body, dict) else None
        if way in ("page", "page_in_path", "offset", "range"):
            return self.counted(answer, value, rows)
        if way == "graphql":
            info = body["data"]["people"]["pageInfo"]
            value = info["endCursor"] if info["hasNextPage"] else None
        if way == "link_header":
            value = answer.links.get("next", {}).get("url")
        if way == "token_header":
            value = answer.headers.get(stream["next"])
        if way == "last_key":
            value = rows[-1][stream["key"]] if value and rows else None
        if way == "single" or not value:
            return None
        if way in ("next_link", "link_header"):
            # Whole or not, a link differs from its page in the query alone.
            query = dict(parse_qsl(urlsplit(value).query))
        else:
            query = {name: value} if way == "cursor" else {**sent, name: value}
        # An end that names itself as the next page.
        return query if query != sent else None

    def counted(self, answer, value, rows):
        """The same where pages are counted, up to a total or, where none is told, to two pages without rows."""
        stream = self.stream
        if self.way == "range":
            value = answer.headers["Content-Range"].split("/")[1].replace("*", "")
        by_page = self.way in ("page", "page_in_path")
        # By offset a page without rows is a gap of its size.
        at = self.at + (1 if by_page else len(rows) or stream["most"])
        known = value not in (None, "")
        if known and (at > int(value) if by_page else at >= int(value)) or not known and self.empty > 1:
            return None
        self.at = at
        return self.query if self.way in ("page_in_path", "range") else {**self.query, stream["parameter"]: at}

    def is_deep(self, query):
        """Whether a page starts beyond the highest offset."""
        name, at = self.stream.get("parameter"), self.at
        if MAX_OFFSET is None or self.way not in ("page", "page_in_path", "offset", "range", "next_link", "link_header"):
            return False
        if self.way in ("next_link", "link_header"):
            at = int(query[name])
        return ((at - 1) * self.stream["most"] if name == "page" else at) > MAX_OFFSET

    def begun_again(self):
        """The query for what comes from the newest row on, as rows come by updatedAt; None where that was the last."""
        if self.newest == self.since:
            if self.whole:
                raise RuntimeError(f"{self.stream['name']}: more than a page of rows of {self.newest}, and no page starts beyond {MAX_OFFSET}")
            return None
        self.since, self.empty, self.began = self.newest, 0, None
        self.at = 1 if self.way in ("page", "page_in_path") else 0
        return first(self.stream, self.newest)


def past_end(answer):
    """Whether an answer refuses a page since it is past the end."""
    return answer.status_code == 416 or answer.status_code in (400, 404) and "This page is past the end" in answer.text


def rows_of(stream, body):
    if stream["way"] == "graphql":
        return [edge["node"] for edge in body["data"]["people"]["edges"] or []]
    return (body[stream["rows"]] if "rows" in stream else body) or []


def first(stream, since):
    """The query of the first page."""
    query = {stream["size"]: stream["most"]} if "size" in stream else {}
    if "since" in stream:
        query[stream["since"]] = since
    if FIRST_CURSOR and stream["way"] in ("cursor", "token", "token_header", "last_key", "graphql"):
        query[stream["parameter"]] = FIRST_CURSOR
    return query
