//! The settings of rows that move, and of the lists that tell what changed.

use crate::dataset::moving::life::Deletes;
use crate::settings::read::{choice, flag, integer};
use crate::settings::setting::{Scope, Setting};
use crate::settings::trials;

/// A day, in seconds.
const DAY: u64 = 86_400;
/// Ten years, in hours.
const DECADE: u64 = 87_600;

pub(super) const ROWS: [Setting; 8] = [
    Setting {
        key: "moving",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor",
        trials: trials::MOVING,
        set: |s, text| flag(text).map(|value| s.moving = value),
    },
    Setting {
        key: "clock_speed",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "1",
        description: "Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees \
            change so much faster. With 0 the clock stands still until POST /playground/clock moves it",
        trials: &[],
        set: |s, text| integer(text, 0, DAY).map(|value| s.clock_speed = value),
    },
    Setting {
        key: "churn",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "20",
        description: "Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, \
            as many again",
        trials: &[],
        set: |s, text| integer(text, 1, 1000).map(|value| s.motion.churn = value),
    },
    Setting {
        key: "deletes",
        scope: Scope::Request,
        value_name: "both|soft|hard|none",
        bare: None,
        default: "both",
        description: "How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard)",
        trials: trials::DELETES,
        set: |s, text| {
            const VALUES: &[&str] = &["both", "soft", "hard", "none"];
            let all = [Deletes::Both, Deletes::Soft, Deletes::Hard, Deletes::None];
            choice(text, VALUES, all).map(|value| s.motion.deletes = value)
        },
    },
    Setting {
        key: "late_seconds",
        scope: Scope::Request,
        value_name: "SECONDS",
        bare: None,
        default: "600",
        description: "One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late",
        trials: trials::LATE_SECONDS,
        set: |s, text| integer(text, 0, DAY).map(|value| s.motion.late = value),
    },
    Setting {
        key: "page_seconds",
        scope: Scope::Request,
        value_name: "SECONDS",
        bare: None,
        default: "0",
        description: "Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages",
        trials: trials::PAGE_SECONDS,
        set: |s, text| integer(text, 0, DAY).map(|value| s.page_seconds = value),
    },
    Setting {
        key: "retention_hours",
        scope: Scope::Request,
        value_name: "HOURS",
        bare: None,
        default: "168",
        description: "How old a token of /changes and /delta may be, 1 to 87600; an older one is 410, and the sync has to start anew",
        trials: trials::RETENTION_HOURS,
        set: |s, text| integer(text, 1, DECADE).map(|value| s.retention_hours = value),
    },
    Setting {
        key: "max_window_hours",
        scope: Scope::Request,
        value_name: "HOURS",
        bare: None,
        default: "none",
        description: "400 for a window of /windows that is longer or has an end open, 1 to 87600; go through the time window by window",
        trials: trials::MAX_WINDOW_HOURS,
        set: |s, text| integer(text, 1, DECADE).map(|value| s.max_window_hours = Some(value)),
    },
];
