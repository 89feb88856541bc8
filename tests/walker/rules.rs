//! The mistakes of naive loops, and how a walk ends.

/// What makes a loop naive; all false is right.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one mistake")]
pub(crate) struct Rules {
    /// Ends at a page with fewer rows than asked for.
    pub(crate) stop_short: bool,
    /// Ends at a page without rows.
    pub(crate) stop_empty: bool,
    /// Goes on by the limit, whatever came.
    pub(crate) add_limit: bool,
    /// Knows no totals: ends at an empty page alone.
    pub(crate) until_empty: bool,
    /// Follows whatever is named as the next, even the same again.
    pub(crate) follow_always: bool,
    /// Expects a list.
    pub(crate) null_fails: bool,
    /// Expects that each page is 200.
    pub(crate) refusal_fails: bool,
    /// Takes links for whole URLs.
    pub(crate) whole_links: bool,
    /// Sends no cursor at first.
    pub(crate) bare_start: bool,
    /// Ends where no total is told.
    pub(crate) needs_total: bool,
    /// Compares numbers in the form they come in.
    pub(crate) as_told: bool,
    /// Asks with the scheme that a link has.
    pub(crate) any_scheme: bool,
}

impl Rules {
    pub(crate) const RIGHT: Self = Self {
        stop_short: false,
        stop_empty: false,
        add_limit: false,
        until_empty: false,
        follow_always: false,
        null_fails: false,
        refusal_fails: false,
        whole_links: false,
        bare_start: false,
        needs_total: false,
        as_told: false,
        any_scheme: false,
    };
}

/// How a walk ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    Endless,
    Failed(String),
}
