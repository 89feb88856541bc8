//! What people give to the checker, as a process and over TCP: exports in each dialect, files as shells and tools make them, joined parts,
//! rows as data frames write them, and types that lie. Each is a complete landing, and is found to be one.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write files")]

#[path = "../support/mod.rs"]
mod support;
mod uploads;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use support::server::{command, ended};
use support::{Reply, Server};

const SETTINGS: &str = "seed=x,anchor=2026-01-01T00:00:00Z";

fn server() -> Server {
    Server::start(&["--seed", "x", "--anchor", "2026-01-01T00:00:00Z"])
}

/// How a time of a row is written.
type Write<'a> = dyn Fn(&Map<String, Value>) -> String + 'a;

/// A folder of its own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn check(files: &[&Path], flags: &[&str]) -> (i32, String, String) {
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    ended(command(&[&["check"], &files[..], flags].concat()))
}

#[track_caller]
fn assert_complete(folder: &Path, name: &str, content: &[u8]) {
    let file = folder.join(name);
    fs::write(&file, content).unwrap();
    let (code, out, err) = check(&[&file], &["--settings", SETTINGS]);
    assert_eq!((code, err.as_str()), (0, ""), "{name}: {out}");
    assert!(out.starts_with("complete: 200 of 200 rows\n"), "{name}: {out}");
}

fn post(server: &Server, target: &str, headers: &[(&str, &str)], body: &[u8]) -> (Reply, Value) {
    let reply = server.request("POST", target, headers, body);
    let value = serde_json::from_slice(&reply.body).unwrap();
    (reply, value)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn exports(server: &Server) -> [(&'static str, Vec<u8>); 3] {
    ["csv", "ndjson", "json"].map(|format| (format, server.get(&format!("/export/{format}")).body))
}

fn rows(server: &Server) -> Vec<Map<String, Value>> {
    serde_json::from_slice(&server.get("/export/json").body).unwrap()
}

#[test]
fn each_dialect_of_our_exports_is_read_by_its_settings_and_without_them() {
    let server = server();
    let folder = folder("dialects");
    for separator in ["comma", "semicolon", "tab", "pipe"] {
        for header in ["on", "off"] {
            for mark in ["on", "off"] {
                for end in ["lf", "crlf"] {
                    let dialect = format!(
                        "csv_separator={separator},csv_header={header},csv_bom={mark},csv_line_end={end}"
                    );
                    let export = server.get(&format!("/with/{dialect}/export/csv")).body;
                    let (_, verdict) = post(
                        &server,
                        &format!("/with/{dialect}/playground/check"),
                        &[("Content-Type", "text/csv")],
                        &export,
                    );
                    assert_eq!(verdict["verdict"], "complete", "{dialect} {verdict}");
                    let (_, verdict) = post(&server, "/playground/check", &[], &export);
                    assert_eq!(
                        verdict["verdict"], "complete",
                        "{dialect} without settings {verdict}"
                    );
                    if mark != end {
                        let file = folder.join("export.csv");
                        fs::write(&file, &export).unwrap();
                        let (code, out, err) =
                            check(&[&file], &["--settings", &format!("{SETTINGS},{dialect}")]);
                        assert_eq!(code, 0, "{dialect} {out}{err}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_headerless_file_of_other_columns_is_read_where_they_are_named() {
    let server = server();
    let folder = folder("columns");
    let text = rows(&server).iter().fold(String::new(), |text, row| {
        text + row["updatedAt"].as_str().unwrap() + "|x|" + row["id"].as_str().unwrap() + "\n"
    });
    let file = folder.join("unload.txt");
    fs::write(&file, &text).unwrap();
    let (code, out, err) = check(&[&file], &["--settings", SETTINGS]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("'id' among them") && err.contains("--columns"), "{err}");
    let (code, out, _) = check(&[&file], &["--settings", SETTINGS, "--columns", "updatedAt,_,id"]);
    assert_eq!(code, 0, "{out}");
    let (_, verdict) =
        post(&server, "/playground/check?columns=updatedAt,_,id", &[], text.as_bytes());
    assert_eq!(verdict["verdict"], "complete");
    let (reply, refusal) = post(&server, "/playground/check?columns=a,b", &[], text.as_bytes());
    assert_eq!(
        (reply.status, refusal["error"].as_str().unwrap().contains("'columns'")),
        (400, true)
    );
}

#[test]
fn files_are_read_as_tools_and_shells_make_them() {
    let server = server();
    let folder = folder("made");
    for (format, export) in exports(&server) {
        let (first, last) = export.split_at(export.len() / 2);
        assert_complete(&folder, &format!("packed.{format}"), &gzip(&export));
        assert_complete(
            &folder,
            &format!("members.{format}.gz"),
            &[gzip(first), gzip(last)].concat(),
        );
        let text = std::str::from_utf8(&export).unwrap();
        let units = || std::iter::once(0xFEFF).chain(text.encode_utf16());
        assert_complete(
            &folder,
            &format!("low.{format}"),
            &units().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        );
        assert_complete(
            &folder,
            &format!("high.{format}"),
            &units().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
        );
    }
    for (name, content, said) in [
        (
            "landed.zip",
            &b"PK\x03\x04\x14\0\0\0"[..],
            "a zip archive or a spreadsheet, which is not read. Unpack it",
        ),
        ("landed.parquet", b"PAR1\x15\x04", "Parquet, which is not read. Write its rows as CSV"),
    ] {
        let file = folder.join(name);
        fs::write(&file, content).unwrap();
        let (code, out, err) = check(&[&file], &["--settings", SETTINGS]);
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1));
        assert!(err.contains(said), "{err}");
        let (reply, refusal) = post(&server, "/playground/check", &[], content);
        assert_eq!(
            (reply.status, refusal["error"].as_str().unwrap().contains(said)),
            (415, true),
            "{refusal}"
        );
    }
}

#[test]
fn parts_are_read_joined_one_by_one_and_as_a_folder() {
    let server = server();
    let folder = folder("parts");
    let all = rows(&server);
    let arrays: Vec<String> =
        all.chunks(50).map(|page| serde_json::to_string(page).unwrap()).collect();
    assert_complete(&folder, "lines.json", arrays.join("\n").as_bytes());
    assert_complete(&folder, "glued.json", arrays.concat().as_bytes());
    let lines: Vec<String> = all.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    let joined: Vec<String> = lines.chunks(30).map(|part| part.join("\n")).collect();
    assert_complete(&folder, "joined.ndjson", joined.concat().as_bytes());
    assert_complete(
        &folder,
        "pretty.json",
        all.iter()
            .map(|row| serde_json::to_string_pretty(row).unwrap())
            .collect::<Vec<_>>()
            .join("\n")
            .as_bytes(),
    );
    let part = |rows: &[Map<String, Value>]| {
        rows.iter().fold("id,updatedAt\n".to_owned(), |text, row| {
            text + row["id"].as_str().unwrap() + "," + row["updatedAt"].as_str().unwrap() + "\n"
        })
    };
    let parts: Vec<String> = all.chunks(70).map(part).collect();
    assert_complete(&folder, "cat.csv", parts.concat().as_bytes());

    let landed = folder.join("landed/day=1");
    fs::create_dir_all(&landed).unwrap();
    let files = [
        landed.join("part-0.csv"),
        landed.join("part-1.csv.gz"),
        landed.parent().unwrap().join("part-2.csv"),
    ];
    fs::write(&files[0], &parts[0]).unwrap();
    fs::write(&files[1], gzip(parts[1].as_bytes())).unwrap();
    fs::write(&files[2], &parts[2]).unwrap();
    for (name, content) in [("_SUCCESS", &b""[..]), (".part.crc", b"x"), ("part.parquet", b"PAR1")]
    {
        fs::write(landed.join(name), content).unwrap();
    }
    let (code, out, _) = check(&files.each_ref().map(PathBuf::as_path), &["--settings", SETTINGS]);
    assert_eq!(code, 0, "{out}");
    let (code, out, _) = check(&[landed.parent().unwrap()], &["--settings", SETTINGS]);
    assert_eq!(code, 0, "{out}");
    assert!(
        out.contains("\nnote: Read 3 files: ")
            && out.contains("Passed over 1 file: ")
            && !out.contains("_SUCCESS"),
        "{out}"
    );
    let (code, _, err) = check(&[&folder.join("none")], &["--settings", SETTINGS]);
    assert!(code == 2 && err.starts_with("error: "), "{err}");
    fs::create_dir(folder.join("empty")).unwrap();
    let (code, _, err) = check(&[&folder.join("empty")], &["--settings", SETTINGS]);
    assert!(code == 2 && err.contains("the folder holds no file of rows"), "{err}");
}

#[test]
fn what_is_cut_is_counted_and_no_other_row_is_lost_for_it() {
    let server = server();
    for (format, export) in exports(&server) {
        let (_, verdict) = post(&server, "/playground/check", &[], &export[..export.len() - 40]);
        assert_eq!(
            (&verdict["landed"], &verdict["unreadable"]["count"]),
            (&199.into(), &1.into()),
            "{format} {verdict}"
        );
        assert!(verdict["unreadable"]["bytes"].as_u64().unwrap() > 0, "{format} {verdict}");
        let packed = gzip(&export);
        let (_, verdict) = post(&server, "/playground/check", &[], &packed[..packed.len() - 100]);
        assert!(verdict["landed"].as_u64().unwrap() > 150, "{format} {verdict}");
        let hint = verdict["hint"].as_str().unwrap_or_default();
        assert!(!hint.contains("walk") && !hint.contains("page"), "{format} {hint}");
    }
}

#[test]
fn rows_are_read_as_data_frames_and_destinations_write_them() {
    let server = server();
    let folder = folder("written");
    let all = rows(&server);
    let text = |row: &Map<String, Value>, name: &str| row[name].as_str().unwrap().to_owned();
    let lines = |line: &dyn Fn(&Map<String, Value>) -> String| {
        all.iter().map(|row| line(row) + "\n").collect::<String>()
    };
    for (n, word) in ["NaN", "Infinity", "-Infinity", "None", "\"\\ud83d\""].into_iter().enumerate()
    {
        let line = |row: &Map<String, Value>| {
            format!(
                "{{\"deleted_at\":{word},\"id\":\"{}\",\"updatedAt\":\"{}\"}}",
                text(row, "id"),
                text(row, "updatedAt")
            )
        };
        assert_complete(&folder, &format!("word-{n}.ndjson"), lines(&line).as_bytes());
        let array = format!("[{}]", lines(&line).trim_end().replace('\n', ", "));
        assert_complete(&folder, &format!("word-{n}.json"), array.as_bytes());
    }
    let second = |row: &Map<String, Value>| {
        connector_playground::Timestamp::parse(&text(row, "updatedAt")).unwrap().seconds()
    };
    let plain = |row: &Map<String, Value>| text(row, "updatedAt").trim_end_matches('Z').to_owned();
    let forms: [(&str, &Write<'_>); 9] = [
        ("s", &|row| second(row).to_string()),
        ("ms", &|row| format!("{}000", second(row))),
        ("us", &|row| format!("{}000000", second(row))),
        ("float", &|row| format!("{}.0", second(row))),
        ("gmt", &|row| plain(row).replace('T', " ") + " GMT"),
        ("etc", &|row| plain(row) + " Etc/UTC"),
        ("brackets", &|row| plain(row) + "Z[UTC]"),
        ("go", &|row| plain(row).replace('T', " ") + " +0000 UTC"),
        ("basic", &|row| text(row, "updatedAt").replace(['-', ':'], "")),
    ];
    for (name, form) in forms {
        let csv = "id,updatedAt\n".to_owned() + &lines(&|row| text(row, "id") + "," + &form(row));
        assert_complete(&folder, &format!("{name}.csv"), csv.as_bytes());
        if ["s", "ms", "us", "float"].contains(&name) {
            let json = lines(&|row| {
                format!("{{\"id\":\"{}\",\"updatedAt\":{}}}", text(row, "id"), form(row))
            });
            assert_complete(&folder, &format!("{name}.ndjson"), json.as_bytes());
        }
    }
    let braces =
        "id\n".to_owned() + &lines(&|row| format!("{{{}}}", text(row, "id").to_uppercase()));
    assert_complete(&folder, "braces.csv", braces.as_bytes());
    for (name, head, line) in [
        ("before", "ID,updated_at,id,updatedAt", "7,2026-02-02 00:00:00,ID,UPDATED"),
        ("behind", "id,updatedAt,ID,updated_at", "ID,UPDATED,7,2026-02-02 00:00:00"),
    ] {
        let filled = |row: &Map<String, Value>| {
            line.replace("UPDATED", &text(row, "updatedAt")).replace("ID", &text(row, "id"))
        };
        assert_complete(
            &folder,
            &format!("{name}.csv"),
            (head.to_owned() + "\n" + &lines(&filled)).as_bytes(),
        );
    }
    let numbers = (1..=200).fold("id\n".to_owned(), |text, n| text + &n.to_string() + ".0\n");
    for (target, body) in [
        ("/playground/check?stream=step", numbers.as_str()),
        ("/playground/check?stream=companies", "company_id\n1.0\n2.0\n"),
        ("/playground/check?stream=companies", "[{\"company_id\":1.0},{\"company_id\":\"2.0\"}]"),
    ] {
        let (_, verdict) = post(&server, target, &[], body.as_bytes());
        assert_eq!(verdict["verdict"], "complete", "{target} {verdict}");
    }
}
