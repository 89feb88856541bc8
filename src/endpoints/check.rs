//! The checker over HTTP: an upload of what landed, answered with a verdict. A `form` may hold the file.

mod form;

use crate::checker::Check;
use crate::checker::format::Format;
use crate::checker::parameters::{AsOf, CheckedStream, Columns};
use crate::request::header::media_type;
use crate::request::parameter::Parameter;
use crate::request::{Call, Input, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{BodyFormat, Group, Notes, Receiver, upload};
use http::header::CONTENT_TYPE;

/// The largest upload, in bytes: 64 MiB.
const LIMIT: usize = 67_108_864;
/// Most text that may be packed in one, in bytes: 1 GiB.
const TEXT: u64 = 1 << 30;

/// The formats of an upload, as the document has them. A form with files is told in words alone: beside a second body that they know, clients of
/// openapi-python-client raise a `TypeError` for a list. The first is that of the samples: a row of `/with/records=2`, so one is missing.
const FORMATS: &[BodyFormat] = &[
    BodyFormat {
        media_type: "application/json",
        schema: r#"{"type":"array","description":"Rows, whole or just their keys and updatedAt; what is no object is counted as unreadable",
            "items":{"type":"object","additionalProperties":true}}"#,
        example: r#"[{"id":"209efdf8-9beb-4493-8a21-62a975b71c9e","updatedAt":"2025-12-31T21:22:58Z"}]"#,
    },
    BodyFormat {
        media_type: "application/x-ndjson",
        schema: r#"{"type":"string","description":"JSON objects, one a line or one behind the other"}"#,
        example: "{\"id\":\"209efdf8-9beb-4493-8a21-62a975b71c9e\"}\n",
    },
    BodyFormat {
        media_type: "text/csv",
        schema: r#"{"type":"string","description":"RFC 4180; the first line names the columns, or the parameter columns does"}"#,
        example: "id,updatedAt\n209efdf8-9beb-4493-8a21-62a975b71c9e,2025-12-31T21:22:58Z\n",
    },
];

/// The JSON Schema of a verdict, whose lists are empty in most.
const VERDICT: &str = r##"{"type":"object","required":["verdict","truth","landed","missing","duplicates","stale","unknown","deleted_present","unreadable","hint","note"],
"properties":{"verdict":{"type":"string","enum":["complete","incomplete"]},"truth":{"type":"integer"},"landed":{"type":"integer"},
"missing":{"$ref":"#/components/schemas/Listed"},"duplicates":{"$ref":"#/components/schemas/Listed"},"stale":{"$ref":"#/components/schemas/Listed"},
"unknown":{"$ref":"#/components/schemas/Listed"},"late_missed":{"$ref":"#/components/schemas/Listed"},"deleted_present":{"$ref":"#/components/schemas/Listed"},
"unreadable":{"type":"object","properties":{"count":{"type":"integer"},"bytes":{"type":"integer"},"examples":{"type":"array","items":{"type":"object",
"properties":{"file":{"type":"string"},"line":{"type":"integer"},"reason":{"type":"string"}},"required":["line","reason"]}}},"required":["count","bytes","examples"]},
"hint":{"type":["string","null"]},"note":{"type":["string","null"]}}}"##;

pub(super) fn group() -> Group {
    Group {
        heading: "Checker Type",
        about: "Whether a sync got everything.",
        endpoints: vec![
            upload(
                "/playground/check",
                "Sync Checker",
                LIMIT,
                open,
                &Notes {
                    about: "Send what landed in the destination: JSON arrays, NDJSON or CSV, of whole rows or of their keys (`id`; `company_id` and \
                     `department_id`; `employee_id`) and `updatedAt`, up to 64 MiB, as it is, packed by gzip, or as the file of a form. The first bytes tell what it is, \
                     whatever `Content-Type` says. Names count in any case and with \
                     underscores, too, times in the usual forms. A row without `updatedAt` is never stale. Use the settings prefix that the sync had.",
                    samples: &["/with/records=2/playground/check", "/playground/check?stream=companies"],
                    answers: &[
                        ("verdict", "`complete` where every row is there, once, up to date, and nothing else is; else `incomplete`."),
                        ("truth", "How many rows there should be."),
                        ("landed", "How many rows were read, all told."),
                        ("missing", "Rows that are not there: `count`, and as `examples` the first 20 in the order of a sync."),
                        ("duplicates", "Copies beyond the first of a row; the examples are the rows."),
                        ("stale", "Rows older than the truth; the examples have the right `updatedAt`."),
                        ("unknown", "Rows that never were: no such key, or never with this `updatedAt`."),
                        ("late_missed", "Rows that are missing or stale since they came late, a part of the two; absent where records stand still."),
                        ("deleted_present", "Rows that were deleted: without a trace, or by an update that did not land."),
                        ("unreadable", "What is no row: its `line`, or its number in an array, and the `reason`; `bytes` is how much of the file that is in all."),
                        ("hint", "The likely cause, if the pattern is clear, else null. Where anything could not be read it speaks of the file alone."),
                        ("note", "What else there is to say of the upload, as where it was of another type than declared, else null."),
                    ],
                },
            )
            .answering(VERDICT)
            .taking(FORMATS),
        ],
    }
}

input! {
    struct Asked {
        stream: CheckedStream,
        as_of: AsOf,
        columns: Columns,
        /// What the upload itself can have wrong.
        rows: Rows,
    }
}

/// The rows, which are read as they come; here for what can be wrong with them.
struct Rows;

impl Input for Rows {
    fn parameters() -> Vec<&'static Parameter> {
        Vec::new()
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{
            Coding, Columns, Declared, FileType, Form, NoColumn, NotCoded, NotRows, TooLarge,
        };
        let damage = NotCoded("the gzip data are cut off or damaged");
        let zip = FileType("a zip archive or a spreadsheet", "Unpack it, and check what is in it.");
        vec![
            TooLarge,
            Coding,
            damage,
            Columns("id"),
            Form,
            zip,
            NotRows,
            NoColumn("id", None),
            Declared("JSON", "id"),
        ]
    }

    fn read(_: &Call<'_>) -> Result<Self, ApiError> {
        Ok(Self)
    }
}

fn open(asked: Asked, call: &Call<'_>) -> Result<Box<dyn Receiver>, ApiError> {
    let Rows = asked.rows;
    let declared = media_type(call.headers).and_then(|media_type| Format::of_type(&media_type));
    let mut check =
        Check::new(asked.stream.0, asked.as_of.0, declared, call.instance, call.now).bounded(TEXT);
    if let Some(columns) = &asked.columns.0 {
        check = check.with_columns(columns)?;
    }
    let whole =
        call.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match form::boundary(whole) {
        Some(boundary) => Ok(Box::new(form::Form::new(check, boundary?))),
        None => Ok(Box::new(check)),
    }
}

impl Receiver for Check {
    fn feed(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        Self::feed(self, chunk)
    }

    fn finish(self: Box<Self>) -> Result<Response, ApiError> {
        (*self).finish().map(|verdict| Response::value(&verdict.judged()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Playground, Settings, State, Timestamp};
    use http::Request;
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

    const MIB: usize = 1 << 20;

    /// The status of an upload of so many MiB of blank lines, and how many of them were wanted.
    fn uploaded(declared: Option<usize>, mib: usize) -> (u16, usize) {
        let now = Timestamp::from_seconds(1_800_000_000);
        let playground = Playground::new(Settings::new("a", now).unwrap());
        let mut request = Request::post("/playground/check").header("host", "a.test");
        if let Some(length) = declared {
            request = request.header(CONTENT_LENGTH, length);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        let (state, chunk) = (State::new(), vec![b'\n'; MIB]);
        let mut intake = playground.open(&head, now, &state);
        let taken = (0..mib).take_while(|_| {
            let wanted = intake.wants_body();
            intake.feed(&chunk);
            wanted
        });
        let taken = taken.count();
        (intake.finish().status().as_u16(), taken)
    }

    #[test]
    fn uploads_end_at_64_mib_whether_their_length_is_told_or_not() {
        assert_eq!(uploaded(Some(64 * MIB), 64), (200, 64));
        assert_eq!(uploaded(Some(64 * MIB + 1), 65), (413, 0));
        assert_eq!(uploaded(None, 100), (413, 65));
    }

    #[test]
    fn the_samples_bodies_are_rows_of_their_data_set() {
        let row = group().endpoints.remove(0);
        for form in row.details.formats {
            let mut request =
                crate::document::example::request(&row, "/with/records=2/playground/check");
            *request.body_mut() = form.example.into();
            request.headers_mut().insert(CONTENT_TYPE, form.media_type.parse().unwrap());
            let now = Settings::ANCHOR;
            let settings: Settings = format!("now={now}").parse().unwrap();
            let body = Playground::new(settings)
                .handle(request, now, &State::new())
                .into_body()
                .into_bytes();
            let verdict: serde_json::Value = serde_json::from_slice(&body).unwrap();
            for (list, count) in [("missing", 1), ("unknown", 0), ("stale", 0), ("unreadable", 0)] {
                assert_eq!(verdict[list]["count"], count, "{} {verdict}", form.media_type);
            }
        }
    }
}
