//! Our own exports, each in its dialect.

use super::*;

/// The export of an instance in each of its dialects.
fn exports() -> Vec<(Instance, Vec<u8>)> {
    let mut all = Vec::new();
    for separator in ["comma", "semicolon", "tab", "pipe"] {
        for header in ["on", "off"] {
            for mark in ["on", "off"] {
                for end in ["lf", "crlf"] {
                    let set = [
                        ("csv_separator", separator),
                        ("csv_header", header),
                        ("csv_bom", mark),
                        ("csv_line_end", end),
                        ("records", "30"),
                    ];
                    let set: Vec<String> =
                        set.iter().map(|(key, value)| format!("{key}={value}")).collect();
                    let settings = Settings::builder("check", ANCHOR)
                        .with(&set.join(","))
                        .unwrap()
                        .build()
                        .unwrap();
                    let playground = crate::Playground::new(settings.clone());
                    let request = http::Request::get("/export/csv")
                        .header("host", "a.test")
                        .body("".into())
                        .unwrap();
                    let export = playground
                        .handle(request, ANCHOR, &crate::State::new())
                        .into_body()
                        .into_bytes();
                    all.push((Instance::passing(settings), export.to_vec()));
                }
            }
        }
    }
    all
}

#[test]
fn our_own_exports_are_read_in_each_dialect_by_the_settings_or_by_their_looks() {
    let plain = instance(&[("records", "30")]);
    for (of_export, export) in exports() {
        for instance in [&of_export, &plain] {
            let verdict = check(instance, "people", &[&export]).unwrap();
            assert_eq!(
                (counts(&verdict), verdict.truth),
                ([0; 5], 30),
                "{}",
                String::from_utf8_lossy(&export[..300])
            );
        }
    }
}
