//! All records in one answer (contract, section 8; the other formats beyond it).

use crate::endpoint::{Group, Notes, get};
use crate::listing::{Format, export};

pub(super) fn group() -> Group {
    Group {
        heading: "API Endpoint Type",
        about: "All records in one file.",
        endpoints: vec![
            get(
                "/export/csv",
                "Export with CSV",
                |(), call| Ok(export(call, Format::Csv(call.world.settings.csv))),
                &Notes {
                    about: "All records as CSV in canonical order (createdAt ascending), values unaltered: a field with a comma, a quote or a line \
                         break is quoted, rows end with a line feed. Up to 10,000 records it has a length; beyond, it is chunked. Any size \
                         streams. The settings `csv_separator`, `csv_line_end`, `csv_bom` and `csv_header` give other dialects; then a \
                         field with that separator is quoted. The query is ignored.",
                    samples: &["/with/records=2/export/csv"],
                    answers: &[],
                },
            ),
            get(
                "/export/ndjson",
                "Export with NDJSON",
                |(), call| Ok(export(call, Format::Ndjson)),
                &Notes {
                    about: "All records in canonical order, a JSON object a line. Length and size as with CSV. The query is ignored.",
                    samples: &["/with/records=2/export/ndjson"],
                    answers: &[],
                },
            ),
            get(
                "/export/json",
                "Export with JSON",
                |(), call| Ok(export(call, Format::Json)),
                &Notes {
                    about: "All records in canonical order as one JSON array. Length and size as with CSV. The query is ignored.",
                    samples: &["/with/records=2/export/json"],
                    answers: &[],
                },
            ),
        ],
    }
}
