//! The settings of how lists break the rules.

use crate::settings::behaviours::{Envelope, Last, LinkForm, PastEnd};
use crate::settings::read::{choice, flag, integer};
use crate::settings::setting::{Scope, Setting};
use crate::settings::{MAX_RECORDS, trials};

pub(super) const ROWS: [Setting; 11] = [
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
        key: "envelope",
        scope: Scope::Request,
        value_name: "on|off|mixed",
        bare: None,
        default: "on",
        description: "Whether lists stand in an object; off makes them the whole answer, and mixed on every second page. What the object said of the way on is in \
            the header Link or X-Next-Cursor then",
        trials: trials::ENVELOPE,
        set: |s, text| {
            const VALUES: &[&str] = &["on", "off", "mixed"];
            choice(text, VALUES, [Envelope::On, Envelope::Off, Envelope::Mixed])
                .map(|value| s.behaviours.envelope = value)
        },
    },
    Setting {
        key: "filter_precision",
        scope: Scope::Request,
        value_name: "second|day",
        bare: None,
        default: "second",
        description: "How precisely filters by updatedAt are taken; day cuts them to the start of their day in UTC, so that rows come that are older than asked for",
        trials: trials::FILTER_PRECISION,
        set: |s, text| {
            choice(text, &["second", "day"], [false, true])
                .map(|value| s.behaviours.whole_days = value)
        },
    },
];
