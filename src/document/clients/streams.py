# Every paged list of {base}, as its OpenAPI document describes it (x-paging).
BASE = "{base}"
STREAMS = [
{streams}]
{left}START = "{start}"
# What the first request must send as its cursor, and the highest offset at which a page may start, if the server asks for that.
FIRST_CURSOR = {first_cursor}
MAX_OFFSET = {max_offset}
