//! The pagings, and what of them a walk has to know.

macro_rules! pagings {
    ($($name:ident),*) => {
        /// The pagings that can be walked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Paging {
            $($name,)*
        }

        use Paging::{$($name),*};

        /// All of them.
        pub(crate) const PAGINGS: [Paging; [$(Paging::$name),*].len()] = [$($name),*];
    };
}
pagings! {
    NextPageUrl, PageNumber, Offset, Keyset, LinkHeader, Path, Cursor, CursorHeader, StartingAfter, PageToken, Odata, Range, SearchOffset,
    SearchCursor, Graphql
}

impl Paging {
    /// The parameter that carries its cursor.
    pub(crate) const fn cursor(self) -> Option<&'static str> {
        match self {
            Keyset => Some("scroll_param"),
            Cursor | CursorHeader | SearchCursor => Some("cursor"),
            StartingAfter => Some("starting_after"),
            PageToken => Some("pageToken"),
            Graphql => Some("after"),
            _ => None,
        }
    }

    /// Whether an answer names the next page.
    pub(crate) const fn names_next(self) -> bool {
        matches!(
            self,
            NextPageUrl
                | Keyset
                | LinkHeader
                | Cursor
                | CursorHeader
                | PageToken
                | Odata
                | SearchCursor
                | Graphql
        )
    }

    pub(crate) const fn can_be_empty(self) -> bool {
        !matches!(self, Keyset | StartingAfter | Range)
    }

    pub(crate) const fn filters(self) -> bool {
        !matches!(self, Odata)
    }
}

/// The link of a relation in a `Link` header.
pub(super) fn relation(links: &str, name: &str) -> Option<String> {
    let wanted = format!("; rel=\"{name}\"");
    let link = links.split(", ").find_map(|link| link.strip_suffix(&wanted))?;
    Some(link.trim_start_matches('<').trim_end_matches('>').to_owned())
}
