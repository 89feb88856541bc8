# Every paged list of {base}, as its OpenAPI document describes it (x-paging).
BASE = "{base}"
STREAMS = [
{streams}]
START = "1970-01-01T00:00:00Z"
