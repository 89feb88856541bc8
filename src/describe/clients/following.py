

def following(stream, sent, body):
    """The parameters of the page after this one; None after the last."""
    way, name, value = stream["way"], stream.get("parameter"), body.get(stream.get("next"))
    if way == "next_link" and value:
        return dict(parse_qsl(urlsplit(value).query))
    if way == "page" and sent.get(name, 1) < value:
        return {**sent, name: sent.get(name, 1) + 1}
    if way == "offset" and sent.get(name, 0) + len(body[stream["rows"]]) < value:
        return {**sent, name: sent.get(name, 0) + len(body[stream["rows"]])}
    if way == "cursor" and value:
        return {name: value}
    return None


def first(stream, since):
    """The parameters of the first page."""
    size = {stream["size"]: stream["most"]} if "size" in stream else {}
    return {**size, stream["since"]: since} if "since" in stream else size
