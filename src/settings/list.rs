//! Every setting once: key, form, default, description. Flags, environment, edge vars and the `/with/…/` prefix are computed from
//! this one list, and all speak the same text.

use super::MAX_RECORDS;
use super::names::{HOSTS, LISTEN, are_hosts, is_address};
use super::read::{anchor, at_least, choice, flag, formed, integer, moment, public_url, seed};
use super::setting::{Scope, Setting};
use super::trials;
use crate::dataset::locale::Locale;
use crate::settings::Compression;
use crate::settings::behaviours::{Last, LinkForm, PastEnd};

/// Longest life of a session token, in seconds: one year.
const MAX_TOKEN_TTL: u64 = 31_536_000;
/// Largest token bucket.
const MAX_CAPACITY: u64 = 1_000_000_000;

/// All settings, in the order in which help and documents show them.
pub static SETTINGS: [Setting; 31] = [
    Setting {
        key: "port",
        scope: Scope::Server,
        value_name: "N",
        bare: None,
        default: "5001",
        description: "Port to listen on, 0 to 65535; 0 lets the system choose a free one",
        trials: &[],
        set: |s, text| {
            integer(text, 0, 65535).map(|n| s.port = u16::try_from(n).unwrap_or_default())
        },
    },
    Setting {
        key: "host",
        scope: Scope::Server,
        value_name: "ADDRESS",
        bare: None,
        default: "127.0.0.1",
        description: "Address to listen on, IPv4 or IPv6",
        trials: &[],
        set: |s, text| formed(text, is_address, LISTEN).map(|value| s.host = value.to_owned()),
    },
    Setting {
        key: "seed",
        scope: Scope::Request,
        value_name: "TEXT",
        bare: None,
        default: "drawn at start",
        description: "Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials",
        trials: &[],
        set: |s, text| seed(text).map(|value| s.seed = value),
    },
    Setting {
        key: "anchor",
        scope: Scope::Request,
        value_name: "TIME",
        bare: None,
        default: "the moment of the start",
        description: "Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now",
        trials: &[],
        set: |s, text| anchor(text).map(|value| s.anchor = value),
    },
    Setting {
        key: "now",
        scope: Scope::Request,
        value_name: "TIME",
        bare: None,
        default: "the clock",
        description: "Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests; one before the anchor becomes the anchor as well, unless that is set beside it",
        trials: &[],
        set: |s, text| moment(text).map(|value| s.now = Some(value)),
    },
    Setting {
        key: "records",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "200",
        description: "Number of records, 1 to 1000000000; any number costs the same",
        trials: trials::RECORDS,
        set: |s, text| integer(text, 1, MAX_RECORDS).map(|value| s.records = value),
    },
    Setting {
        key: "ties",
        scope: Scope::Request,
        value_name: "G",
        bare: Some("15"),
        default: "0",
        description: "G records (0 to the number of records) share one updatedAt, from record 46 on where there are that many",
        trials: trials::TIES,
        set: |s, text| integer(text, 0, MAX_RECORDS).map(|value| s.ties = value),
    },
    Setting {
        key: "locale",
        scope: Scope::Request,
        value_name: "en|de|fr|it|pt|ja|zh|ar",
        bare: None,
        default: "en",
        description: "Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; \
            English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar",
        trials: trials::LOCALE,
        set: |s, text| choice(text, Locale::NAMES, Locale::ALL).map(|value| s.locale = value),
    },
    Setting {
        key: "rate_limit",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Each request takes a token from a bucket that gets 10 a second; 429 when it is empty",
        trials: trials::RATE_LIMIT,
        set: |s, text| flag(text).map(|value| s.rate_limit = value),
    },
    Setting {
        key: "capacity",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "20",
        description: "Tokens the bucket of --rate-limit holds, 1 to 1000000000",
        trials: &[],
        set: |s, text| at_least(text, 1, MAX_CAPACITY).map(|value| s.capacity = value),
    },
    Setting {
        key: "token_ttl",
        scope: Scope::Request,
        value_name: "SECONDS",
        bare: None,
        default: "3600",
        description: "Life of a session token in seconds, 1 to 31536000",
        trials: trials::TOKEN_TTL,
        set: |s, text| integer(text, 1, MAX_TOKEN_TTL).map(|value| s.token_ttl = value),
    },
    Setting {
        key: "public_url",
        scope: Scope::Server,
        value_name: "URL",
        bare: None,
        default: "what the request names",
        description: "How clients address the server (http or https, with a path if there is one); links start with it",
        trials: &[],
        set: |s, text| public_url(text).map(|value| s.public_url = Some(value)),
    },
    Setting {
        key: "trust_forwarded",
        scope: Scope::Server,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Links follow Forwarded and X-Forwarded-Proto, -Host, -Port and -Prefix, as a proxy in front sets them",
        trials: &[],
        set: |s, text| flag(text).map(|value| s.trust_forwarded = value),
    },
    Setting {
        key: "quiet",
        scope: Scope::Server,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "No access log",
        trials: &[],
        set: |s, text| flag(text).map(|value| s.quiet = value),
    },
    Setting {
        key: "short_pages",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "One page in four holds half its rows, though more follow. By offset, go on by the number of rows received",
        trials: trials::SHORT_PAGES,
        set: |s, text| flag(text).map(|value| s.behaviours.short_pages = value),
    },
    Setting {
        key: "empty_pages",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "One page in four holds no rows, though more follow: its cursor or link leads on. By offset it is a gap of limit offsets, \
            which totals count too: where no row came, go on by limit. Not for keyset, starting_after and range",
        trials: trials::EMPTY_PAGES,
        set: |s, text| flag(text).map(|value| s.behaviours.empty_pages = value),
    },
    Setting {
        key: "past_end",
        scope: Scope::Request,
        value_name: "empty|repeat|404|400",
        bare: None,
        default: "empty",
        description: "What a page past the end is: no rows (range: 416), the last page again, or an error",
        trials: trials::PAST_END,
        set: |s, text| {
            const VALUES: &[&str] = &["empty", "repeat", "404", "400"];
            let all = [PastEnd::Empty, PastEnd::Repeat, PastEnd::NotFound, PastEnd::BadRequest];
            choice(text, VALUES, all).map(|value| s.behaviours.past_end = value)
        },
    },
    Setting {
        key: "last",
        scope: Scope::Request,
        value_name: "list|null|cursor",
        bare: None,
        default: "list",
        description: "How a walk ends: with a list; with one more page whose list is null; or never, with cursors and links that lead to an empty \
            page, which names itself as the next",
        trials: trials::LAST,
        set: |s, text| {
            const VALUES: &[&str] = &["list", "null", "cursor"];
            choice(text, VALUES, [Last::List, Last::Null, Last::Cursor])
                .map(|value| s.behaviours.last = value)
        },
    },
    Setting {
        key: "links",
        scope: Scope::Request,
        value_name: "absolute|relative|path|http",
        bare: None,
        default: "absolute",
        description: "How links are written: whole; as a query relative to the page's own URL; as a path; or whole but with http, however the client came",
        trials: trials::LINKS,
        set: |s, text| {
            const VALUES: &[&str] = &["absolute", "relative", "path", "http"];
            let all = [LinkForm::Absolute, LinkForm::Relative, LinkForm::Path, LinkForm::Http];
            choice(text, VALUES, all).map(|value| s.behaviours.links = value)
        },
    },
    Setting {
        key: "max_offset",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "none",
        description: "400 for a page by number, offset or range that starts beyond row N, 1 to 1000000000; a filter or another order reaches the rest",
        trials: trials::MAX_OFFSET,
        set: |s, text| {
            integer(text, 1, MAX_RECORDS).map(|value| s.behaviours.max_offset = Some(value))
        },
    },
    Setting {
        key: "first_cursor",
        scope: Scope::Request,
        value_name: "optional|required",
        bare: None,
        default: "optional",
        description: "Whether the first request must send its cursor, empty or as *",
        trials: trials::FIRST_CURSOR,
        set: |s, text| {
            const VALUES: &[&str] = &["optional", "required"];
            choice(text, VALUES, [false, true]).map(|value| s.behaviours.first_cursor = value)
        },
    },
    Setting {
        key: "drop_total",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Lists say no totals: no number of rows or pages, no link to the last page",
        trials: trials::DROP_TOTAL,
        set: |s, text| flag(text).map(|value| s.behaviours.drop_total = value),
    },
    Setting {
        key: "string_numbers",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Numbers in lists are strings",
        trials: trials::STRING_NUMBERS,
        set: |s, text| flag(text).map(|value| s.behaviours.string_numbers = value),
    },
    Setting {
        key: "csv_separator",
        scope: Scope::Request,
        value_name: "comma|semicolon|tab|pipe",
        bare: None,
        default: "comma",
        description: "What separates the fields of the export in CSV",
        trials: trials::CSV_SEPARATOR,
        set: |s, text| {
            const NAMES: &[&str] = &["comma", "semicolon", "tab", "pipe"];
            choice(text, NAMES, [b',', b';', b'\t', b'|']).map(|value| s.csv.separator = value)
        },
    },
    Setting {
        key: "csv_line_end",
        scope: Scope::Request,
        value_name: "lf|crlf",
        bare: None,
        default: "lf",
        description: "What ends the lines of the export in CSV; line feeds inside a field stay",
        trials: trials::CSV_LINE_END,
        set: |s, text| choice(text, &["lf", "crlf"], [false, true]).map(|value| s.csv.crlf = value),
    },
    Setting {
        key: "csv_bom",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Starts the export in CSV with a byte order mark, as spreadsheets do",
        trials: trials::CSV_BOM,
        set: |s, text| flag(text).map(|value| s.csv.bom = value),
    },
    Setting {
        key: "csv_header",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "true",
        description: "Starts the export in CSV with the names of the fields",
        trials: trials::CSV_HEADER,
        set: |s, text| flag(text).map(|value| s.csv.header = value),
    },
    Setting {
        key: "compression",
        scope: Scope::Request,
        value_name: "none|gzip|members",
        bare: None,
        default: "none",
        description: "Whether answers above 1 kB come in gzip to clients that accept it; members makes them several gzip files one behind the other, as some \
            servers do, of which many readers read only the first",
        trials: trials::COMPRESSION,
        set: |s, text| {
            const VALUES: &[&str] = &["none", "gzip", "members"];
            let all = [Compression::None, Compression::Gzip, Compression::Members];
            choice(text, VALUES, all).map(|value| s.compression = value)
        },
    },
    Setting {
        key: "parent_bumps",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "A change of an employee moves its department's updatedAt too, and one of a department its company's",
        trials: trials::PARENT_BUMPS,
        set: |s, text| flag(text).map(|value| s.parent_bumps = value),
    },
    Setting {
        key: "journal",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "true",
        description: "Keeps the last 1,000 requests for /playground/journal",
        trials: &[],
        set: |s, text| flag(text).map(|value| s.journal = value),
    },
    Setting {
        key: "allow_host",
        scope: Scope::Server,
        value_name: "HOSTS",
        bare: None,
        default: "any",
        description: "Hosts that requests may name besides addresses and localhost (a,b,.domain); others get 421",
        // The adapter that has a `Host` to check reads its text.
        trials: &[],
        set: |_, text| formed(text, are_hosts, HOSTS).map(drop),
    },
];

/// Where a setting stands in the list.
pub(super) fn index(key: &str) -> Option<usize> {
    SETTINGS.iter().position(|setting| setting.key == key)
}
