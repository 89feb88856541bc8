

def rows_of(stream, answer):
    return answer.json()[stream["rows"]] if "rows" in stream else answer.json()


def following(stream, sent, answer):
    """The parameters of the page after this one; None after the last."""
    way, name, body, rows = stream["way"], stream.get("parameter"), answer.json(), rows_of(stream, answer)
    value = body.get(stream.get("next")) if isinstance(body, dict) else None
    if way == "link_header":
        value = answer.links.get("next", {}).get("url")
    if way == "token_header":
        value = answer.headers.get(stream["next"])
    if not value:
        return None
    if way in ("next_link", "link_header"):
        return dict(parse_qsl(urlsplit(value).query))
    if way == "page" and sent.get(name, 1) < value:
        return {**sent, name: sent.get(name, 1) + 1}
    if way == "offset" and sent.get(name, 0) + len(rows) < value:
        return {**sent, name: sent.get(name, 0) + len(rows)}
    if way in ("token", "token_header"):
        return {**sent, name: value}
    if way == "last_key":
        return {**sent, name: rows[-1][stream["key"]]}
    return {name: value} if way == "cursor" else None


def first(stream, since):
    """The parameters of the first page."""
    size = {stream["size"]: stream["most"]} if "size" in stream else {}
    return {**size, stream["since"]: since} if "since" in stream else size
