//! Folders of landed files as tools leave them: names without endings, files that hold no rows, pipes, and links.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write files")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::Server;
use support::server::{command, ended};

const SETTINGS: &str = "seed=x,anchor=2026-01-01T00:00:00Z";

/// A folder of its own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folders").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn check(files: &[&Path]) -> (i32, String, String) {
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    ended(command(&[&["check"], &files[..], &["--settings", SETTINGS]].concat()))
}

/// The lines of the rows, newest last.
fn lines() -> Vec<String> {
    let server = Server::start(&["--seed", "x", "--anchor", "2026-01-01T00:00:00Z"]);
    let text = String::from_utf8(server.get("/export/ndjson").body).unwrap();
    let mut lines: Vec<String> = text.lines().map(|line| line.to_owned() + "\n").collect();
    let updated = |line: &String| line.split("\"updatedAt\":\"").nth(1).unwrap()[..20].to_owned();
    lines.sort_by_key(updated);
    lines
}

#[test]
fn files_without_a_known_ending_are_read_by_their_first_bytes() {
    let lines = lines();
    for name in ["part-00000", "000000_0", "x.ndjson.1", "x.psv", "x.dat", "rows.ndjson.bak"] {
        let folder = folder("endings");
        fs::write(folder.join("a.ndjson"), lines[..150].concat()).unwrap();
        fs::write(folder.join(name), lines[150..].concat()).unwrap();
        let (code, out, err) = check(&[&folder]);
        assert_eq!((code, err.as_str()), (0, ""), "{name}: {out}");
        assert!(out.contains("note: Read 2 files: "), "{name}: {out}");
        fs::remove_file(folder.join("a.ndjson")).unwrap();
        let (code, out, err) = check(&[&folder]);
        assert!(
            code == 1 && out.contains("landed                  50") && err.is_empty(),
            "{name}: {out}{err}"
        );
        assert!(out.contains("note: Read 1 file: "), "{name}: {out}");
    }
}

#[test]
fn the_first_part_names_the_columns_of_parts_without_endings() {
    let folder = folder("split");
    let lines = lines();
    let value = |line: &str, name: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row[name].as_str().unwrap().to_owned()
    };
    let rows = |lines: &[String]| {
        let row = |line: &String| format!("{},{},\n", value(line, "updatedAt"), value(line, "id"));
        lines.iter().map(row).collect::<String>()
    };
    fs::write(folder.join("xaa"), "updatedAt,id,x\n".to_owned() + &rows(&lines[..90])).unwrap();
    fs::write(folder.join("xab"), rows(&lines[90..])).unwrap();
    let (code, out, err) = check(&[&folder]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn where_files_are_passed_over_the_hint_names_them_and_no_fault_of_a_sync() {
    let lines = lines();
    for (name, content, reason) in [
        (
            "b.parquet",
            &b"PAR1 and more"[..],
            "The file is Parquet, which is not read. Write its rows as CSV",
        ),
        ("b.zip", b"PK\x03\x04 and more", "Unpack it"),
        ("b.ndjson.bz2", b"BZh91AY and more", "packed by bzip2"),
        ("readme.md", b"# Landing\n\nOf today.\n", "first line of the CSV must name its columns"),
        ("sync.log", b"{\"level\":\"info\"}\n{\"level\":\"warn\"}\n", "it holds no row"),
    ] {
        let folder = folder("passed");
        fs::write(folder.join("a.ndjson"), lines[..150].concat()).unwrap();
        fs::write(folder.join(name), content).unwrap();
        let (code, out, err) = check(&[&folder]);
        assert_eq!((code, err.as_str()), (1, ""), "{name}: {out}");
        let hint = out.lines().find(|line| line.starts_with("hint: ")).unwrap();
        assert!(
            hint.starts_with(
                "hint: One file was passed over, and rows that are missing may stand in it: "
            ) && hint.contains(name)
                && hint.contains(reason),
            "{name}: {out}"
        );
        assert!(!out.contains("newest") && out.contains("Passed over 1 file: "), "{name}: {out}");
        assert!(out.contains("unreadable               0"), "{name}: {out}");
        fs::write(folder.join("a.ndjson"), lines.concat()).unwrap();
        let (code, out, _) = check(&[&folder]);
        assert!(code == 0 && !out.contains("hint: "), "{name}: {out}");
        fs::remove_file(folder.join("a.ndjson")).unwrap();
        let (code, out, err) = check(&[&folder]);
        assert!(
            code == 2 && out.is_empty() && err.contains(name) && err.contains(reason),
            "{name}: {out}{err}"
        );
    }
}

#[test]
#[cfg(unix)]
fn pipes_in_folders_are_passed_over_and_named_ones_are_read() {
    use std::process::Command;
    let folder = folder("pipes");
    let lines = lines();
    fs::write(folder.join("a.ndjson"), lines.concat()).unwrap();
    let pipe = folder.join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink(folder.join("nowhere"), folder.join("z.csv")).unwrap();
    let (code, out, err) = check(&[&folder]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Passed over 2 files: ") && out.contains("pipe.csv"), "{out}");
    let writer = pipe.clone();
    let writer = std::thread::spawn(move || fs::write(writer, lines.concat()).unwrap());
    let (code, out, err) = check(&[&pipe]);
    writer.join().unwrap();
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
}

#[test]
#[cfg(unix)]
fn what_is_reached_twice_is_read_once_and_said() {
    use std::os::unix::fs::symlink;
    let folder = folder("links");
    let deep = folder.join("deep");
    fs::create_dir(&deep).unwrap();
    let file = deep.join("part-0.ndjson");
    fs::write(&file, lines().concat()).unwrap();
    symlink(&folder, deep.join("loop")).unwrap();
    symlink(&file, deep.join("zlink.ndjson")).unwrap();
    fs::hard_link(&file, deep.join("same.ndjson")).unwrap();
    let (code, out, err) = check(&[&folder]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.contains("note: Read 1 file: ") && out.contains(" Read only once, though "),
        "{out}"
    );
    assert!(["loop", "zlink.ndjson", "same.ndjson"].iter().all(|name| out.contains(name)), "{out}");
    for named in [[&folder, &file], [&file, &folder], [&file, &file], [&folder, &folder]] {
        let (code, out, err) = check(&named.map(PathBuf::as_path));
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.contains("Read only once, though "), "{out}");
    }
}

#[test]
fn the_hint_names_the_file_and_quotes_are_shown_as_they_are() {
    let folder = folder("names");
    let lines = lines();
    fs::write(folder.join("a.ndjson"), lines[..100].concat()).unwrap();
    fs::write(folder.join("b 'x'.ndjson"), lines[100..].concat() + "{\"x\":1}\n").unwrap();
    let (code, out, _) = check(&[&folder]);
    let place =
        format!("the first is {}/b 'x'.ndjson, line or element 101: no 'id'. ", folder.display());
    assert!(code == 1 && out.contains(&place) && !out.contains('\\'), "{out}");
}
