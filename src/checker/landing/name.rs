//! Which group a file belongs to, by its path: the table that wrote it, or the name without what numbers its parts.

/// Names of files that say nothing of what is in them: then the folder does.
const BARE: [&str; 10] =
    ["batch", "chunk", "data", "export", "file", "output", "page", "part", "result", "rows"];
/// What the names of Airbyte's raw tables begin with, or have behind the schema.
const RAW: [&str; 2] = ["_airbyte_raw_", "_raw__stream_"];

/// The group of the file at a path.
pub(super) fn of(path: &str) -> String {
    let mut parts = path.split(['/', '\\']).rev().filter(|part| !part.is_empty());
    let file = stem(parts.next().unwrap_or_default());
    if !file.is_empty() && !BARE.contains(&file) {
        return file.to_owned();
    }
    let folder = parts.map(bare).find(|part| !part.is_empty() && !part.contains('='));
    folder.unwrap_or(file).to_owned()
}

/// The name of a file without its ends and without what numbers it.
fn stem(name: &str) -> &str {
    let name = RAW
        .iter()
        .find_map(|raw| name.find(raw).and_then(|at| name.get(at + raw.len()..)))
        .unwrap_or(name);
    bare(name.split('.').next().unwrap_or_default())
}

/// A name without the numbers, times and ids behind it: whatever is behind the last separators and has a digit.
fn bare(name: &str) -> &str {
    let mut name = name;
    loop {
        let cut = name.rfind(['-', '_', '+', ' ']).map_or(0, |at| at);
        let last = name.get(cut..).unwrap_or_default();
        let numbers = last.chars().any(|letter| letter.is_ascii_digit()) && numbered(last);
        if last.is_empty() || !numbers && last.chars().any(char::is_alphanumeric) {
            return name;
        }
        name = name.get(..cut).unwrap_or_default();
    }
}

/// Whether a part of a name is a number, a time or an id, and no word with a number behind it.
fn numbered(part: &str) -> bool {
    let letters = part.trim_start_matches(['-', '_', '+', ' ']);
    letters.chars().all(|letter| letter.is_ascii_hexdigit() || matches!(letter, 'T' | 'Z' | 'c'))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn files_belong_to_the_table_or_the_name_without_numbers() {
        for (path, wanted) in [
            ("people.csv", "people"),
            ("out/people.ndjson.gz", "people"),
            ("rows-20261130T092954.jsonl", "rows"),
            ("ds/people/1796030770.6615674.1a2b3c4d5e.jsonl.gz", "people"),
            ("people/part-00000-3f2a9c1e-9d2b-4c1a-8f00-1234567890ab-c000.json", "people"),
            ("people/year=2026/month=1/part-0.csv", "people"),
            ("people/2026_01_01_1735689600000_0.jsonl", "people"),
            ("people/000000_0", "people"),
            ("part-00000", "part"),
            ("page-1.json", "page"),
            ("_airbyte_raw_people.csv", "people"),
            ("airbyte_internal/default_raw__stream_people.jsonl", "people"),
            ("pagination_page.csv", "pagination_page"),
            ("by_page", "by_page"),
            ("landed", "landed"),
            ("2026-01-01.csv", ""),
            ("", ""),
        ] {
            assert_eq!(of(path), wanted, "{path}");
        }
    }
}
