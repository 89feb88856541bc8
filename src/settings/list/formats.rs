//! The settings of the form that rows come in: the dialect of CSV, and compression.

use crate::settings::read::{choice, flag};
use crate::settings::setting::{Scope, Setting};
use crate::settings::{Compression, trials};

pub(super) const ROWS: [Setting; 5] = [
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
];
