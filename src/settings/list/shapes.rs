//! The settings of the form of rows.

use crate::dataset::form::nulls::Nulls;
use crate::dataset::form::time_format::TimeFormat;
use crate::settings::read::{choice, drift, flag};
use crate::settings::setting::{Scope, Setting};
use crate::settings::trials;

pub(super) const ROWS: [Setting; 4] = [
    Setting {
        key: "time_format",
        scope: Scope::Request,
        value_name: "z|offset|naive|millis|micros|nanos|epoch|epoch_ms",
        bare: None,
        default: "z",
        description: "How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), \
            with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z",
        trials: trials::TIME_FORMAT,
        set: |s, text| {
            choice(text, TimeFormat::NAMES, TimeFormat::ALL).map(|value| s.form.time = value)
        },
    },
    Setting {
        key: "nulls",
        scope: Scope::Request,
        value_name: "none|null|absent|empty",
        bare: None,
        default: "none",
        description: "Company and job of one record in five are null, not there (absent), or texts of no letters (empty)",
        trials: trials::NULLS,
        set: |s, text| choice(text, Nulls::NAMES, Nulls::ALL).map(|value| s.form.nulls = value),
    },
    Setting {
        key: "big_ids",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay",
        trials: trials::BIG_IDS,
        set: |s, text| flag(text).map(|value| s.form.big_ids = value),
    },
    Setting {
        key: "drift",
        scope: Scope::Request,
        value_name: "CHANGES",
        bare: None,
        default: "none",
        description: "Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), \
            company becomes an object (type@TIME), address goes (drop@TIME); several are joined by +",
        trials: &[],
        set: |s, text| drift(text).map(|value| s.form.drift = value),
    },
];
