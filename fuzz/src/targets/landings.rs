//! Exports whose bytes were damaged, given to the checker. The input's first line says which export, `FORMAT RECORDS TIES`; each further line
//! is a damage, at a byte of the file as it is then: `cut AT`, `hole AT LENGTH`, `move FROM TO LENGTH`, `flip AT BIT`, `glue NTH` for a line
//! end that is lost, or `write AT TEXT`.

use super::uploads::adds_up;
use crate::invariants::{Answered, check};
use crate::server::SERVERS;
use crate::{Target, seeds};
use bytes::Bytes;
use connector_playground::State;
use http::{HeaderValue, StatusCode};

/// The target.
pub const TARGET: Target = Target { name: "landings", run, seeds: seeds::landings };

/// The formats of exports, and their media types.
pub const FORMATS: [(&str, &str); 3] =
    [("csv", "text/csv"), ("ndjson", "application/x-ndjson"), ("json", "application/json")];
/// Most records of an export.
const RECORDS: usize = 60;
/// How the hint begins where anything could not be read.
const OF_THE_FILE: &str = "The file could not be read";

fn run(input: &[u8]) {
    let mut lines = input.split(|&byte| byte == b'\n');
    let (format, with) = export(&String::from_utf8_lossy(lines.next().unwrap_or_default()));
    let server = &SERVERS[0];
    let (name, media_type) = FORMATS[format];
    let (Some(get), Some(mut post)) = (
        server.request("GET", &format!("{with}/export/{name}")),
        server.request("POST", &format!("{with}/playground/check")),
    ) else {
        return;
    };
    let mut file =
        server.playground.handle(get, server.now, &State::new()).into_body().into_bytes().to_vec();
    let whole = file.clone();
    lines.take(20).for_each(|line| damage(&mut file, line));
    let undamaged = file == whole;
    post.headers_mut().insert("content-type", HeaderValue::from_static(media_type));
    *post.body_mut() = Bytes::from(file);
    holds(&check(server, &post, &State::new()), undamaged);
}

/// The export that a line names, and its settings.
fn export(line: &str) -> (usize, String) {
    let mut words = line.split(' ');
    let name = words.next().unwrap_or_default();
    let mut number =
        || words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or_default();
    let records = 1 + number() % RECORDS;
    let ties = number() % (records + 1);
    let format = FORMATS.iter().position(|(format, _)| *format == name).unwrap_or_default();
    (format, format!("/with/records={records},ties={ties}"))
}

/// Does to a file what a line says.
fn damage(file: &mut Vec<u8>, line: &[u8]) {
    let text = String::from_utf8_lossy(line);
    let words: Vec<&str> = text.split(' ').collect();
    let number =
        |at: usize| words.get(at).and_then(|word| word.parse::<usize>().ok()).unwrap_or_default();
    let at = number(1).min(file.len());
    let end = |length: usize, file: &[u8]| at.saturating_add(length).min(file.len());
    match words.first().copied().unwrap_or_default() {
        "cut" => file.truncate(at),
        "hole" => drop(file.drain(at..end(number(2), file))),
        "move" => {
            let piece: Vec<u8> = file.drain(at..end(number(3), file)).collect();
            let to = number(2).min(file.len());
            file.splice(to..to, piece);
        }
        "flip" => {
            if let Some(byte) = file.get_mut(at) {
                *byte ^= 1 << (number(2) % 8);
            }
        }
        "glue" => {
            let found = file
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte == b'\n')
                .map(|(at, _)| at)
                .nth(number(1));
            file.splice(found.map_or(0..0, |at| at..at + 1), []);
        }
        "write" => {
            let behind = line
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte == b' ')
                .map(|(at, _)| at + 1)
                .nth(1);
            let text = behind.and_then(|from| line.get(from..)).unwrap_or_default();
            file.iter_mut().skip(at).zip(text).for_each(|(byte, other)| *byte = *other);
        }
        _ => {}
    }
}

/// The counts fit each other, and where anything could not be read the hint speaks of the file.
fn holds(answered: &Answered, undamaged: bool) {
    assert!(
        answered.status == StatusCode::OK || !undamaged,
        "a whole export is refused: {answered:?}"
    );
    if answered.status != StatusCode::OK {
        return;
    }
    let verdict = answered.json();
    adds_up(&verdict);
    assert!(verdict["verdict"] == "complete" || !undamaged, "a whole export is {verdict}");
    let (unread, bytes) = (&verdict["unreadable"]["count"], &verdict["unreadable"]["bytes"]);
    let of_the_file = verdict["hint"].as_str().is_some_and(|hint| hint.starts_with(OF_THE_FILE));
    assert_eq!(of_the_file, *unread != 0, "{verdict}");
    assert!(*bytes == 0 || *unread != 0, "{verdict}");
}
