//! All records in one answer (contract, section 8; the other formats beyond it).

use crate::rendering::{Format, export};
use crate::router::{Group, Notes, get};

/// The headers of a whole file, and of a part.
const WHOLE: &[(&str, &str)] = &[FILE, ACCEPT_RANGES, ETAG];
const PART: &[(&str, &str)] =
    &[FILE, ACCEPT_RANGES, ETAG, ("Content-Range", "`bytes FIRST-LAST/LENGTH`.")];
const FILE: (&str, &str) = ("Content-Disposition", "`attachment` and the file's name.");
const ACCEPT_RANGES: (&str, &str) = ("Accept-Ranges", "`bytes`; `none` above 1,000,000 records.");
const ETAG: (&str, &str) = ("ETag", "A strong entity tag: the same tag, the same bytes.");

pub(super) fn group() -> Group {
    Group {
        heading: "API Endpoint Type",
        about: "All records in one file.",
        endpoints: vec![
            get(
                "/export/csv",
                "Export with CSV",
                |partial, call| export(&partial, call, Format::Csv(call.instance.settings.csv)),
                &Notes {
                    about: "All records as CSV, oldest `createdAt` first, values unaltered: a field with a comma, a quote or a line \
                         break is quoted, rows end with a line feed. Up to 1,000,000 records it has a length and takes \
                         ranges of bytes; beyond, it is chunked. Any size streams. The settings `csv_separator`, `csv_line_end`, `csv_bom` and `csv_header` give other dialects; then a \
                         field with that separator is quoted. The query is ignored.",
                    samples: &["/with/records=2/export/csv"],
                    answers: &[],
                },
            )
            .with_headers(WHOLE)
            .partial(PART),
            get(
                "/export/ndjson",
                "Export with NDJSON",
                |partial, call| export(&partial, call, Format::Ndjson),
                &Notes {
                    about: "All records, oldest `createdAt` first, a JSON object a line. Length, ranges and size as with CSV. The query is ignored.",
                    samples: &["/with/records=2/export/ndjson"],
                    answers: &[],
                },
            )
            .with_headers(WHOLE)
            .partial(PART),
            get(
                "/export/json",
                "Export with JSON",
                |partial, call| export(&partial, call, Format::Json),
                &Notes {
                    about: "All records as one JSON array, oldest `createdAt` first. Length, ranges and size as with CSV. The query is ignored.",
                    samples: &["/with/records=2/export/json"],
                    answers: &[],
                },
            )
            .with_headers(WHOLE)
            .partial(PART),
        ],
    }
}
