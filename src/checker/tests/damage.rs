//! Complete landings whose file was cut, joined, overwritten or interleaved: the hint speaks of the file or not at all, but never of the
//! connector, and nothing is complete where rows were lost.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;

/// What a hint says of a connector, or of its settings.
const BLAMES: &[&str] = &[
    "walk",
    "cursor",
    "offset",
    "page",
    "request",
    "seed",
    "anchor",
    "sync began",
    "full load",
    "never asked",
    "stream=",
    "as_of",
];
/// What speaks of the file, in words that are among those.
const OF_THE_FILE: &str = "such as the one around the rows or the answer to a request that failed";

/// How rows are written.
#[derive(Clone, Copy, Debug)]
enum Format {
    Csv,
    /// Ids alone.
    Keys,
    /// With a column before and behind, of which some are quoted.
    Wide,
    /// With a quoted field of two lines, as addresses have.
    Tall,
    Ndjson,
    Json,
}

const FORMATS: [Format; 6] =
    [Format::Csv, Format::Keys, Format::Wide, Format::Tall, Format::Ndjson, Format::Json];

/// What is done to a file.
#[derive(Clone, Debug)]
enum Damage {
    /// What stands behind a byte is gone.
    Cut(Index),
    /// The end of a line is gone.
    Glue(Index),
    /// Bytes are others.
    Overwrite(Index, Vec<u8>),
    /// A bit is another.
    Flip(Index, u8),
    /// A stretch is gone.
    Hole(Index, usize),
    /// Each character is two bytes, without a mark.
    Wide(bool),
    /// A piece of a line stands inside of another.
    Interleave(Index, Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        any::<Index>().prop_map(Damage::Glue),
        (any::<Index>(), proptest::collection::vec(any::<u8>(), 1..40))
            .prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        (
            any::<Index>(),
            proptest::collection::vec(
                proptest::sample::select(&b"0123456789abcdef\",\n\r{}[]: "[..]),
                1..6
            )
        )
            .prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<Index>(), 1..400_usize).prop_map(|(at, length)| Damage::Hole(at, length)),
        any::<bool>().prop_map(Damage::Wide),
        (any::<Index>(), any::<Index>(), 1..60_usize)
            .prop_map(|(from, to, length)| Damage::Interleave(from, to, length)),
    ]
}

fn written(form: Format, rows: &[(String, String)]) -> String {
    let object = |(id, updated): &(String, String)| {
        json!({ "name": "a, \"b\" {c}", "id": id, "updatedAt": updated, "x": [1, {}] }).to_string()
    };
    let lines = |head: &str, line: &dyn Fn(&(String, String)) -> String| {
        rows.iter().fold(head.to_owned(), |text, row| text + &line(row) + "\n")
    };
    match form {
        Format::Csv => lines("id,updatedAt\n", &|row| format!("{},{}", row.0, row.1)),
        Format::Keys => lines("id\n", &|row| row.0.clone()),
        Format::Wide => lines("name,id,updatedAt,note\n", &|row| {
            format!("\"a, b\",{},{},c{}", row.0, row.1, &row.0[..1])
        }),
        Format::Tall => lines("id,address,updatedAt,note\n", &|row| {
            format!("{},\"12 Elm St\nRye, TX 093\",{},\"c\"", row.0, row.1)
        }),
        Format::Ndjson => lines("", &object),
        Format::Json => format!("[{}]", rows.iter().map(object).collect::<Vec<_>>().join(",\n ")),
    }
}

fn damaged(text: &str, damage: &Damage) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let length = bytes.len();
    match damage {
        Damage::Cut(at) => bytes.truncate(at.index(length + 1)),
        Damage::Glue(at) => {
            let ends: Vec<usize> = (0..length).filter(|&at| bytes[at] == b'\n').collect();
            if !ends.is_empty() {
                bytes.remove(ends[at.index(ends.len())]);
            }
        }
        Damage::Overwrite(at, others) => {
            let at = at.index(length);
            bytes[at..].iter_mut().zip(others).for_each(|(byte, other)| *byte = *other);
        }
        Damage::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
        Damage::Hole(at, hole) => {
            let at = at.index(length);
            bytes.drain(at..(at + hole).min(length));
        }
        Damage::Wide(big) => {
            let bytes_of = |unit: u16| if *big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            bytes = text.encode_utf16().flat_map(bytes_of).collect();
        }
        Damage::Interleave(from, to, piece) => {
            let from = from.index(length);
            let moved: Vec<u8> = bytes.drain(from..(from + piece).min(length)).collect();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, moved);
        }
    }
    bytes
}

/// Whether what is left of a file are whole lines of it, so that nothing tells it from one whose other lines were never written.
fn is_without_lines(text: &str, left: &[u8]) -> bool {
    left.split(|&byte| byte == b'\n').all(|line| {
        line.is_empty() || text.as_bytes().split(|&byte| byte == b'\n').any(|whole| whole == line)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_damage_of_a_complete_landing_is_held_against_the_connector(
        form in proptest::sample::select(&FORMATS[..]),
        damage in damage(),
        records in prop_oneof![1..12_usize, Just(60_usize), Just(200_usize)],
        ties in prop_oneof![Just(0_usize), 0..40_usize],
        by_number in any::<bool>(),
        falling in any::<bool>(),
    ) {
        let (count, ties) = (records.to_string(), ties.min(records).to_string());
        let instance = instance(&[("records", &count), ("ties", &ties)]);
        let mut all = rows(&instance);
        if by_number {
            let timeline = instance.people.timeline();
            all = (1..=records as u64)
                .map(|number| (number.to_string(), Timestamp::from_seconds(timeline.updated(number)).to_string()))
                .collect();
        }
        if falling {
            all.reverse();
        }
        let text = written(form, &all);
        let stream = if by_number { "step" } else { "people" };
        prop_assert!(check(&instance, stream, &[text.as_bytes()]).unwrap().is_complete());
        let bytes = damaged(&text, &damage);
        let shown = || String::from_utf8_lossy(&bytes).into_owned();
        // A file that is refused is no verdict on the connector either.
        if let Ok(verdict) = check(&instance, stream, &[&bytes]) {
            let hint = verdict.hint.clone().unwrap_or_default().replace(OF_THE_FILE, "");
            let blames = BLAMES.iter().any(|word| hint.contains(word)) && !hint.starts_with("Nothing landed");
            // What is gone from a member that is none of ours to the same one of a later row leaves nothing to see.
            let hidden = matches!(damage, Damage::Hole(..)) && counts(&verdict)[1..] == [0; 4];
            let may = verdict.unreadable.count == 0 && (hidden || is_without_lines(&text, &bytes));
            prop_assert!(!blames || may, "{damage:?} {hint}\n{}", shown());
            // Every row that is not in the file as it was written is told.
            let plain = |text: &str| text.replace(['-', '\0'], "").to_lowercase();
            let lines = plain(&shown());
            let lost = all.iter().any(|(id, _)| !lines.contains(&plain(id)));
            prop_assert!(!lost || by_number || !verdict.is_complete(), "{damage:?}\n{}", shown());
            prop_assert!(verdict.unreadable.count > 0 || verdict.unreadable.bytes == Some(0));
            prop_assert!(verdict.unreadable.count == 0 || hint.contains("could not be read"), "{}", hint);
        }
    }
}

#[test]
fn a_cut_at_every_byte_of_a_line_is_seen_or_looks_like_an_end() {
    let instance = instance(&[]);
    let all = rows(&instance);
    for form in FORMATS {
        let text = written(form, &all);
        let from = text.find(&all[120].0).unwrap() - 80;
        for at in from..from + 200 {
            let line_end = text.as_bytes()[at] == b'\n' || text.as_bytes()[at - 1] == b'\n';
            let hint = check(&instance, "people", &[&text.as_bytes()[..at]]).unwrap().hint;
            let hint = hint.unwrap_or_else(|| panic!("{form:?} {at}"));
            assert!(
                !BLAMES.iter().any(|word| hint.contains(word))
                    || line_end && !matches!(form, Format::Json),
                "{form:?} {at} {hint}"
            );
        }
    }
}
