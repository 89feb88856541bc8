//! Opaque cursors, the page tokens of lists. A cursor carries all its state, so any isolate can resume it, and it is bound to the list that
//! issued it.
//!
//! A cursor is the base64url form of `ENDPOINT.SETTINGS.PARAMETERS.AFTER.PAGE`: the endpoint that issued it, a digest of the settings that shape
//! rows and pages, a digest of the parameters that may not change (order, filter), the number of rows before the page, and the page's number.
//! Where rows move, `SECOND.PLACE` stands for `AFTER`: the key and the place of the row before the page; and where each page is of another
//! moment, `.START` stands at the end, the second of the walk's first page. The tokens of feeds have numbers of their own behind the digests. It holds no secret and needs none; who takes it elsewhere is told which of them differs. A number of rows is exact where rows share a second.

use crate::dataset::moving::life::Motion;
use crate::request::Call;
use crate::request::rows::Ordered;
use crate::response::error::{ApiError, CursorFault};
use crate::rng::finalise;
use crate::settings::{MAX_RECORDS, Settings};
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How many rows of the list stand before it.
    pub after: u64,
    /// Its number, counted from 1.
    pub page: u64,
}

impl Mark {
    /// Where a walk starts.
    pub const START: Self = Self { after: 0, page: 1 };
}

/// Where a cursor leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// What stands before the page.
    pub after: After,
    /// The page's number, counted from 1.
    pub page: u64,
    /// The second of the walk's first page, where each page is of another moment.
    pub start: Option<i64>,
}

/// What stands before a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// So many rows, of a list that stands still.
    Rows(u64),
    /// A row of a list that moves, with the rows before it.
    Row {
        /// The key of the order, in seconds since 1970.
        second: i64,
        /// Which row; 0 for one before all rows of that second.
        place: u64,
    },
}

/// What the cursors of a request are valid for.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    endpoint: &'static str,
    settings: u32,
    parameters: u32,
    /// Whether rows move.
    moving: bool,
}

impl Binding {
    /// The binding of a request: to an endpoint (`endpoint`, without dots), to the settings in force, and to parameters as numbers.
    pub fn new(endpoint: &'static str, call: &Call<'_>, parameters: &[u64]) -> Self {
        Self {
            endpoint,
            settings: settings_digest(&call.instance.settings),
            parameters: digest(&[], parameters),
            moving: call.instance.settings.moving,
        }
    }

    /// Bound to one more parameter.
    #[must_use]
    pub fn and(self, parameter: u64) -> Self {
        Self { parameters: digest(&[], &[u64::from(self.parameters), parameter]), ..self }
    }

    /// The cursor that leads there.
    pub fn issue(&self, lead: Lead) -> String {
        let (Self { endpoint, settings, parameters, .. }, Lead { after, page, start }) =
            (self, lead);
        let mut text = format!("{endpoint}.{settings}.{parameters}.");
        text.push_str(&match after {
            After::Rows(rows) => format!("{rows}.{page}"),
            After::Row { second, place } => format!("{second}.{place}.{page}"),
        });
        if let Some(start) = start {
            text.push_str(&format!(".{start}"));
        }
        URL_SAFE_NO_PAD.encode(text.as_bytes())
    }

    /// Where a cursor leads; `name` is the parameter it came in.
    ///
    /// # Errors
    /// [`ApiError::Cursor`]: no cursor at all, or one of another endpoint, other settings or other parameters.
    pub fn read(&self, name: &'static str, text: &str) -> Result<Lead, ApiError> {
        self.resolve(text).map_err(|fault| ApiError::Cursor(name, fault))
    }

    /// A token of these numbers.
    pub fn token(&self, numbers: &[i64]) -> String {
        let Self { endpoint, settings, parameters, .. } = self;
        let mut text = format!("{endpoint}.{settings}.{parameters}");
        for number in numbers {
            text.push_str(&format!(".{number}"));
        }
        URL_SAFE_NO_PAD.encode(text.as_bytes())
    }

    /// The numbers of a token; `name` is the parameter it came in.
    ///
    /// # Errors
    /// [`ApiError::Cursor`]: no token at all, or one of another endpoint, other settings or other parameters.
    pub fn numbers(&self, name: &'static str, text: &str) -> Result<Vec<i64>, ApiError> {
        self.open(text, |rest| rest.split('.').map(canonical).collect())
            .map_err(|fault| ApiError::Cursor(name, fault))
    }

    fn resolve(&self, text: &str) -> Result<Lead, CursorFault> {
        let lead = self.open(text, lead)?;
        let moves = matches!(lead.after, After::Row { .. });
        if moves == self.moving { Ok(lead) } else { Err(CursorFault::Malformed) }
    }

    /// What stands behind the binding, which is checked; None of `read` for a text that is none.
    fn open<T>(&self, text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, CursorFault> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorFault::Malformed)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| CursorFault::Malformed)?;
        let Some((endpoint, settings, parameters, rest)) = parts(text) else {
            return Err(CursorFault::Malformed);
        };
        let rest = read(rest).ok_or(CursorFault::Malformed)?;
        if endpoint != self.endpoint {
            return Err(CursorFault::Endpoint);
        }
        if settings != u64::from(self.settings) {
            return Err(CursorFault::Settings);
        }
        if parameters != u64::from(self.parameters) {
            return Err(CursorFault::Parameters);
        }
        Ok(rest)
    }
}

/// The parts of a cursor: the endpoint, both digests, and the rest; None for a text that is none.
fn parts(text: &str) -> Option<(&str, u64, u64, &str)> {
    let mut parts = text.splitn(4, '.');
    let endpoint = parts.next().filter(|endpoint| !endpoint.is_empty())?;
    Some((endpoint, canonical(parts.next()?)?, canonical(parts.next()?)?, parts.next()?))
}

/// Where a cursor leads, by the rest of its text.
fn lead(rest: &str) -> Option<Lead> {
    let rest: Vec<&str> = rest.split('.').collect();
    let (after, page, start) = match *rest.as_slice() {
        [rows, page] => (After::Rows(canonical(rows)?), page, None),
        [second, place, page] => (row(second, place)?, page, None),
        [second, place, page, start] => (row(second, place)?, page, Some(canonical(start)?)),
        _ => return None,
    };
    let page = canonical(page).filter(|&page| page > 0)?;
    let fits = !matches!(after, After::Rows(rows) if rows > MAX_RECORDS);
    fits.then_some(Lead { after, page, start })
}

fn row(second: &str, place: &str) -> Option<After> {
    Some(After::Row { second: canonical(second)?, place: canonical(place)? })
}

/// A number in the one form that printing it gives.
fn canonical<N: std::str::FromStr + ToString>(text: &str) -> Option<N> {
    text.parse().ok().filter(|number: &N| number.to_string() == text)
}

/// A digest of the settings that shape rows and pages; the clock, limits and tokens do not.
fn settings_digest(settings: &Settings) -> u32 {
    let [behaviours, max_offset] = settings.behaviours.code();
    let mut numbers = vec![
        settings.anchor.seconds().cast_unsigned(),
        settings.records,
        settings.ties,
        behaviours,
        max_offset,
    ];
    if settings.moving {
        let Motion { late, deletes, churn } = settings.motion;
        numbers.extend([late, deletes as u64, churn, settings.page_seconds]);
    }
    digest(settings.seed.as_bytes(), &numbers)
}

/// 32 bits of a text and numbers. No hasher of the standard library: their results differ between platforms.
fn digest(text: &[u8], numbers: &[u64]) -> u32 {
    let words =
        text.iter().map(|&byte| u64::from(byte)).chain([u64::MAX]).chain(numbers.iter().copied());
    (words.fold(0, |hash, word| finalise(hash ^ word).wrapping_add(1)) >> 32) as u32
}

impl Ordered {
    /// The binding of cursors through these rows.
    pub fn binding(&self, endpoint: &'static str, call: &Call<'_>) -> Binding {
        let since = self.since.map_or(i64::MIN, Timestamp::seconds).cast_unsigned();
        Binding::new(endpoint, call, &[self.order as u64, self.direction as u64, since])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BINDING: Binding =
        Binding { endpoint: "cursor", settings: 7, parameters: 8, moving: false };
    const MOVING: Binding = Binding { moving: true, ..BINDING };

    fn still(after: u64, page: u64) -> Lead {
        Lead { after: After::Rows(after), page, start: None }
    }

    fn read(text: &str) -> Result<Lead, CursorFault> {
        BINDING.resolve(&URL_SAFE_NO_PAD.encode(text.as_bytes()))
    }

    fn digest_with(pairs: &str) -> u32 {
        let builder = Settings::builder("s", Timestamp::from_seconds(1_795_597_200));
        settings_digest(&builder.with(pairs).unwrap().build().unwrap())
    }

    #[test]
    fn a_cursor_of_elsewhere_says_where_it_belongs() {
        assert_eq!(read("cursor.7.8.20.3"), Ok(still(20, 3)));
        assert_eq!(read("page_token.7.8.20.3"), Err(CursorFault::Endpoint));
        assert_eq!(read("cursor.9.8.20.3"), Err(CursorFault::Settings));
        assert_eq!(read("cursor.7.9.20.3"), Err(CursorFault::Parameters));
    }

    #[test]
    fn everything_else_is_no_cursor() {
        let forms = [
            "",
            "cursor",
            "cursor.7.8.20",
            "cursor.7.8.20.3.1",
            "cursor.7.8.20.3.1.5.6",
            "cursor.7.8.20.0",
            "cursor.7.8.+2.3",
            ".7.8.20.3",
        ];
        for text in forms.into_iter().chain([
            "cursor.7.8.020.3",
            "cursor.7.8.1000000001.3",
            "cursor.7.8.20.-1",
        ]) {
            assert_eq!(read(text), Err(CursorFault::Malformed), "{text}");
        }
        for text in ["", "*", "a", "Y3Vyc29y=", "//4", "_-8", "\u{e4}"] {
            assert_eq!(BINDING.resolve(text), Err(CursorFault::Malformed), "{text}");
        }
    }

    #[test]
    fn every_setting_that_shapes_rows_is_bound() {
        for pairs in [
            "seed=t",
            "records=201",
            "ties=1",
            "anchor=1970-01-01T00:00:00Z",
            "short_pages=true",
            "max_offset=100",
            "moving=on",
        ] {
            assert_ne!(digest_with(pairs), digest_with(""), "{pairs}");
        }
        let same = "now=9999-12-31T23:59:59Z,rate_limit=true,capacity=1,token_ttl=1";
        assert_eq!(digest_with(same), digest_with(""));
    }

    proptest! {
        #[test]
        fn an_issued_cursor_needs_no_escaping_and_leads_back(
            settings: u32, parameters: u32, after in 0..=MAX_RECORDS, page in 1..u64::MAX
        ) {
            let binding = Binding { settings, parameters, ..BINDING };
            let (mark, text) = (still(after, page), binding.issue(still(after, page)));
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            prop_assert_eq!(binding.resolve(&text), Ok(mark));
            let fault = |other: Binding| other.resolve(&text).unwrap_err();
            prop_assert_eq!(fault(Binding { endpoint: "graphql", ..binding }), CursorFault::Endpoint);
            prop_assert_eq!(fault(Binding { settings: !settings, ..binding }), CursorFault::Settings);
            prop_assert_eq!(fault(Binding { parameters: !parameters, ..binding }), CursorFault::Parameters);
        }

        #[test]
        fn a_cursor_of_rows_that_move_leads_back(second: i64, place: u64, page in 1..u64::MAX, start: Option<i64>) {
            let lead = Lead { after: After::Row { second, place }, page, start };
            let text = MOVING.issue(lead);
            prop_assert_eq!(MOVING.resolve(&text), Ok(lead));
            prop_assert_eq!(BINDING.resolve(&text), Err(CursorFault::Malformed));
            prop_assert_eq!(MOVING.resolve(&BINDING.issue(still(1, page))), Err(CursorFault::Malformed));
        }

        #[test]
        fn parameters_are_told_apart(one: [u64; 3], other: [u64; 3]) {
            prop_assert_eq!(digest(&[], &one) == digest(&[], &other), one == other);
        }
    }
}
