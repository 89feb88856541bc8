//! Details of two errors: the challenge of a 401, and the fault of a cursor.

/// The challenge of a 401: scheme and parameters of `WWW-Authenticate` (RFC 9110 section 11.6.1, B15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// RFC 7617.
    Basic,
    /// RFC 6750 section 3.
    Bearer,
    /// The playground's own key scheme.
    ApiKey,
    /// Session tokens.
    Token,
}

/// Why a cursor is not valid for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorFault {
    /// It is malformed: no cursor of any server.
    Malformed,
    /// Another endpoint issued it.
    Endpoint,
    /// It was issued under other settings; the seed is one of them.
    Settings,
    /// It was issued for another order or filter.
    Parameters,
}

impl CursorFault {
    /// All of them, in the order of the checks.
    pub const ALL: [Self; 4] = [Self::Malformed, Self::Endpoint, Self::Settings, Self::Parameters];

    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Malformed => "Use what the answer before gave",
            Self::Endpoint => "It belongs to another endpoint",
            Self::Settings => "It belongs to other settings, such as another seed",
            Self::Parameters => "It belongs to other parameters, which must stay the same",
        }
    }
}
