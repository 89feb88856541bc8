//! All records in one answer (contract, section 8).

use crate::endpoint::{Group, Notes, get};
use crate::listing::csv;

pub(super) fn group() -> Group {
    Group {
        heading: "API Endpoint Type",
        about: "All records in one file.",
        endpoints: vec![get(
            "/export/csv",
            "Export with CSV",
            |(), call| Ok(csv(call)),
            &Notes {
                about: "All records as CSV in canonical order (createdAt ascending), values unaltered: a field with a comma, a quote or a line \
                     break is quoted, rows end with a line feed. Up to 10,000 records it has a length; beyond, it is chunked. Any size \
                     streams. The query is ignored.",
                samples: &["/with/records=2/export/csv"],
                answers: &[],
            },
        )],
    }
}
