//! Every setting once: key, form, default, description. Flags, environment, edge vars and the `/with/…/` prefix are computed from
//! this one list, and all speak the same text.

mod behaviours;
mod formats;
mod moving;
mod shapes;

use super::MAX_RECORDS;
use super::names::{HOSTS, LISTEN, are_hosts, is_address};
use super::read::{
    anchor, at_least, choice, flag, formed, integer, moment, public_url, seed, ties,
};
use super::setting::{Scope, Setting};
use super::trials;
use crate::dataset::locale::Locale;

/// Longest life of a session token, in seconds: one year.
const MAX_TOKEN_TTL: u64 = 31_536_000;
/// Largest token bucket.
const MAX_CAPACITY: u64 = 1_000_000_000;

/// All settings, in the order in which help and documents show them.
pub static SETTINGS: [Setting; 45] =
    joined([&MAIN, &behaviours::ROWS, &moving::ROWS, &shapes::ROWS, &formats::ROWS, &MORE]);

/// Where a setting stands in the list.
pub(super) fn index(key: &str) -> Option<usize> {
    SETTINGS.iter().position(|setting| setting.key == key)
}

/// The rows of several lists as one list; it does not compile unless it has exactly as many.
const fn joined<const N: usize>(lists: [&[Setting]; 6]) -> [Setting; N] {
    let mut all = [lists[0][0]; N];
    let (mut list, mut row, mut n) = (0, 0, 0);
    while list < lists.len() {
        if row < lists[list].len() {
            all[n] = lists[list][row];
            (row, n) = (row + 1, n + 1);
        } else {
            (list, row) = (list + 1, 0);
        }
    }
    assert!(n == N, "the list of settings has another length than its parts");
    all
}

/// The server, its data and its credentials.
const MAIN: [Setting; 14] = [
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
        description: "G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many",
        trials: trials::TIES,
        set: |s, text| ties(text, MAX_RECORDS).map(|value| s.ties = value),
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
];

/// What is left.
const MORE: [Setting; 3] = [
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
