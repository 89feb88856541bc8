//! The same page from the middle of few and of many records: any number should cost the same.

use super::rounds::Measure::Time;
use super::rounds::{Pair, Side};
use super::{Bench, PAGE};
use anyhow::Result;

/// Where the middle of so many records is; `updated_since` is about the middle of the time line, and the page the middle of the rest.
pub(super) struct Scale {
    pub(super) records: &'static str,
    pub(super) page: &'static str,
    pub(super) since: &'static str,
}

pub(super) const FEW: Scale = Scale {
    records: "200",
    page: "?offset=100",
    since: "?offset=50&updated_since=2025-12-27T00:00:00Z",
};
const MILLION: Scale = Scale {
    records: "1000000",
    page: "?offset=500000",
    since: "?offset=250000&updated_since=2020-12-31T00:00:00Z",
};
pub(super) const MANY: Scale = Scale {
    records: "1000000000",
    page: "?offset=500000000",
    since: "?offset=250000000&updated_since=2020-12-31T00:00:00Z",
};

impl Scale {
    /// The page's path, and the same with `updated_since`.
    pub(super) fn paths(&self) -> [String; 2] {
        [self.page, self.since].map(|query| format!("{PAGE}{query}"))
    }
}

/// The group `records`.
pub(super) fn measure(bench: &mut Bench<'_>) -> Result<()> {
    let few = bench.ours(&["--records", FEW.records])?;
    let million = bench.ours(&["--records", MILLION.records])?;
    let many = bench.ours(&["--records", MANY.records])?;
    let [page, since] = FEW.paths();
    let [prefixed, _] = MANY.paths().map(|path| format!("/with/records={}{path}", MANY.records));
    let pair = |name, server, path: &str, base: &str| Pair {
        rows: vec![(name, Time)],
        connections: 32,
        one: Side::new(server, path),
        other: Side::new(&few, base),
    };
    let ([many_page, many_since], [million_page, million_since]) = (MANY.paths(), MILLION.paths());
    let pairs = [
        pair("many", &many, &many_page, &page),
        pair("many-since", &many, &many_since, &since),
        pair("many-prefix", &few, &prefixed, &page),
        pair("million", &million, &million_page, &page),
        pair("million-since", &million, &million_since, &since),
    ];
    bench.pairs(pairs)
}
