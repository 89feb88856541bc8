//! How connectors are tried with the settings: what the API does, and what a right connector makes of it. A setting's row in `list` names its
//! trials; `playground gauntlet` makes a case of each.

use super::setting::{Shows, Trial};

pub(super) const RECORDS: &[Trial] = &[
    Trial::of("records=1", "There is one row.", "first-request"),
    Trial::of("records=203", "The last page is not full.", "page-numbers"),
];
pub(super) const TIES: &[Trial] = &[
    Trial::of("ties=15", "15 rows share one updatedAt.", "keyset"),
    Trial::of("ties=all", "All rows share one updatedAt.", "keyset"),
];
pub(super) const LOCALE: &[Trial] = &[Trial::of("locale=ja", "Names are Japanese.", "")];
pub(super) const RATE_LIMIT: &[Trial] = &[Trial {
    shows: Shows::InTime,
    ..Trial::of(
        "rate_limit=true,capacity=3",
        "After three requests at once comes 429, with Retry-After.",
        "limits",
    )
}];
pub(super) const TOKEN_TTL: &[Trial] = &[Trial {
    shows: Shows::InSessions,
    jump: 61,
    ..Trial::of("token_ttl=60", "The session token ends in the middle of the sync.", "token-expiry")
}];
pub(super) const SHORT_PAGES: &[Trial] = &[Trial::of(
    "short_pages=true",
    "One page in four holds half its rows, though more follow.",
    "empty-pages",
)];
pub(super) const EMPTY_PAGES: &[Trial] = &[Trial::of(
    "empty_pages=true",
    "One page in four holds no rows, though more follow.",
    "empty-pages",
)];
pub(super) const PAST_END: &[Trial] = &[
    Trial::of(
        "past_end=repeat",
        "A page past the end is the last page again.",
        "repeated-last-page",
    ),
    Trial::of("past_end=404", "A page past the end is 404.", "page-numbers"),
    Trial::of("past_end=400", "A page past the end is 400.", "page-numbers"),
];
pub(super) const LAST: &[Trial] = &[
    Trial::of("last=null", "Behind the last rows comes a page whose list is null.", "last-cursor"),
    Trial::of(
        "last=cursor",
        "Cursors and links never end: the last leads to an empty page that names itself.",
        "last-cursor",
    ),
];
pub(super) const LINKS: &[Trial] = &[
    Trial::of(
        "links=relative",
        "Links are queries, relative to the URL of their page.",
        "next-link",
    ),
    Trial::of("links=path", "Links are paths without a host.", "next-link"),
    Trial::of("links=http", "Links say http, however the client came.", "next-link"),
];
pub(super) const MAX_OFFSET: &[Trial] =
    &[Trial::of("max_offset=100", "Pages that start beyond row 100 are 400.", "offset").or_error()];
pub(super) const FIRST_CURSOR: &[Trial] = &[Trial::of(
    "first_cursor=required",
    "The first request must send its cursor, empty or as *.",
    "last-cursor",
)
.or_error()];
pub(super) const DROP_TOTAL: &[Trial] = &[Trial::of(
    "drop_total=true",
    "Lists say no totals, and have no link to the last page.",
    "page-numbers",
)];
pub(super) const STRING_NUMBERS: &[Trial] =
    &[Trial::of("string_numbers=true", "Numbers in lists are strings.", "")];
pub(super) const ENVELOPE: &[Trial] = &[
    Trial::of(
        "envelope=off",
        "Lists are the whole answer; what leads on is in the header Link or X-Next-Cursor.",
        "",
    )
    .or_error(),
    Trial::of("envelope=mixed", "On every second page the list is the whole answer.", "")
        .or_error(),
];
pub(super) const FILTER_PRECISION: &[Trial] = &[Trial {
    shows: Shows::InTime,
    ..Trial::of(
        "filter_precision=day",
        "A filter by updatedAt begins at the start of its day, in three syncs.",
        "",
    )
}
.over_syncs()];
pub(super) const TIME_FORMAT: &[Trial] = &[
    Trial::of("time_format=offset", "Times in rows have the offset of a zone.", "checkpoint")
        .or_error(),
    Trial::of("time_format=epoch_ms", "Times in rows are milliseconds since 1970.", "checkpoint")
        .or_error(),
];
pub(super) const NULLS: &[Trial] = &[
    Trial::of("nulls=null", "Company and job of one record in five are null.", ""),
    Trial::of("nulls=absent", "One record in five has no company and no job.", ""),
];
pub(super) const BIG_IDS: &[Trial] =
    &[Trial::of("big_ids=true", "Ids of records are integers above 2^53.", "").or_error()];
pub(super) const CSV_SEPARATOR: &[Trial] = &[Trial::of(
    "csv_separator=semicolon",
    "Semicolons separate the fields of the CSV.",
    "csv-export",
)
.or_error()];
pub(super) const CSV_LINE_END: &[Trial] =
    &[Trial::of("csv_line_end=crlf", "The lines of the CSV end with CR LF.", "csv-export")];
pub(super) const CSV_BOM: &[Trial] =
    &[Trial::of("csv_bom=true", "The CSV starts with a byte order mark.", "csv-export")];
pub(super) const CSV_HEADER: &[Trial] =
    &[Trial::of("csv_header=false", "The CSV does not name its fields.", "csv-export").or_error()];
pub(super) const COMPRESSION: &[Trial] = &[
    Trial::of("compression=gzip", "Answers come in gzip to clients that accept it.", ""),
    Trial::of(
        "compression=members",
        "Answers come as several gzip files, one behind the other.",
        "",
    ),
];
pub(super) const PARENT_BUMPS: &[Trial] = &[Trial::of(
    "parent_bumps=true",
    "A change of an employee moves updatedAt of its department and company too.",
    "companies",
)];
pub(super) const MOVING: &[Trial] = &[Trial::of(
    "moving=true,churn=100,deletes=none,late_seconds=0",
    "Between three syncs rows are updated and created.",
    "",
)
.over_syncs()];
pub(super) const DELETES: &[Trial] = &[
    Trial::of(
        "deletes=soft,moving=true,churn=100,late_seconds=0",
        "Between three syncs rows are deleted by an update that sets deletedAt.",
        "",
    )
    .over_syncs(),
    Trial::of(
        "deletes=hard,moving=true,churn=100,late_seconds=0",
        "Between three syncs rows go without a trace.",
        "",
    )
    .over_syncs(),
];
pub(super) const LATE_SECONDS: &[Trial] = &[Trial::of(
    "late_seconds=600,moving=true,churn=100,deletes=none",
    "Some updates are to be seen ten minutes behind their updatedAt.",
    "late-rows",
)
.over_syncs()];
pub(super) const PAGE_SECONDS: &[Trial] = &[Trial::of(
    "page_seconds=60,moving=true,churn=100,deletes=none,late_seconds=0",
    "Rows change between the pages of a walk.",
    "moving-offset",
)
.over_syncs()];
pub(super) const RETENTION_HOURS: &[Trial] = &[Trial {
    shows: Shows::InFeeds,
    ..Trial::of(
        "retention_hours=1,moving=true,churn=100,late_seconds=0",
        "The token of the last sync is 410: all rows have to be read anew.",
        "",
    )
}
.over_syncs()];
pub(super) const MAX_WINDOW_HOURS: &[Trial] =
    &[Trial::of("max_window_hours=24", "A window of more than 24 hours is 400.", "").or_error()];
