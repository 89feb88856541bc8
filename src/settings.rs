//! Every setting once: key, form, default, description. Flags, environment, edge vars and the `/with/…/` prefix are computed from
//! this one list, and all speak the same text.

mod prefix;
mod public_url;

pub use public_url::PublicUrl;

use crate::time::Timestamp;
use std::fmt;
use std::sync::Arc;

/// Most records a server can show.
pub const MAX_RECORDS: u64 = 1_000_000_000;
/// Longest seed, in bytes.
pub const MAX_SEED: usize = 64;
/// Longest life of a session token, in seconds: one year.
const MAX_TOKEN_TTL: u64 = 31_536_000;
/// Largest token bucket.
const MAX_CAPACITY: u64 = 1_000_000_000;
/// Earliest anchor, so that ten years of rows before it stay far inside the text form.
const MIN_ANCHOR: Timestamp = Timestamp::from_seconds(0);

/// The values of all settings, for one server or for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The address to listen on, as text: an IPv4 or IPv6 address or a name.
    pub host: String,
    /// The port to listen on; 0 for one the system chooses.
    pub port: u16,
    /// What data, credentials and token key are computed from.
    pub seed: Arc<str>,
    /// The moment the data end at: no row is later.
    pub anchor: Timestamp,
    /// Where the clock stands still, if it does.
    pub now: Option<Timestamp>,
    /// How many records there are, 1 to [`MAX_RECORDS`].
    pub records: u64,
    /// How many records share one `updatedAt`; 0 for none.
    pub ties: u64,
    /// Whether requests take tokens from a bucket.
    pub rate_limit: bool,
    /// The bucket's capacity, in tokens.
    pub capacity: u64,
    /// Life of a session token, in seconds.
    pub token_ttl: u64,
    /// How clients address the server, where that differs from what arrives.
    pub public_url: Option<PublicUrl>,
    /// Whether `Forwarded` and `X-Forwarded-*` shape links.
    pub trust_forwarded: bool,
    /// Whether the access log is off.
    pub quiet: bool,
    /// Whether `anchor` was set, rather than drawn or inherited.
    anchor_given: bool,
}

/// One setting: everything a flag, a variable or a prefix needs to know of it.
pub struct Setting {
    /// Its name, with `_` between words; the flag has `-` there.
    pub key: &'static str,
    /// Whether one request can set it too.
    pub scope: Scope,
    /// What its value looks like in help texts.
    pub value_name: &'static str,
    /// The value a flag without a value stands for, if it may stand alone.
    pub bare: Option<&'static str>,
    /// The default, in words.
    pub default: &'static str,
    /// What it does; one sentence with units and bounds.
    pub description: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), Problem>,
}

/// Who can set a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Only who starts the server.
    Server,
    /// A request too, by its `/with/…/` prefix.
    Request,
}

/// What is wrong with a setting, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    /// The setting's key, as it was given.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a setting's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such setting.
    Unknown,
    /// It is the server's; a request can not set it.
    ServerOnly,
    /// Not an integer.
    NotInteger(String),
    /// An integer outside these bounds.
    Between(u64, u64),
    /// An integer below this.
    AtLeast(u64),
    /// Neither `true` nor `false`.
    NotFlag(String),
    /// Another form is wanted; said in words.
    Form(&'static str, String),
    /// More ties than records.
    MoreTiesThanRecords(u64),
    /// An anchor later than the clock that stands still.
    AnchorAfterNow,
    /// Given twice with different values.
    Conflicting,
    /// A part of a prefix that is no `KEY=VALUE`; the key holds it.
    NotPair,
    /// A second `/with/` in one path.
    SecondPrefix,
}

/// All settings, in the order in which help and documents show them.
pub static SETTINGS: [Setting; 13] = [
    Setting {
        key: "port",
        scope: Scope::Server,
        value_name: "N",
        bare: None,
        default: "5001",
        description: "Port to listen on, 0 to 65535; 0 lets the system choose a free one",
        set: |s, text| Ok(s.port = u16::try_from(integer(text, 0, 65535)?).unwrap_or_default()),
    },
    Setting {
        key: "host",
        scope: Scope::Server,
        value_name: "ADDRESS",
        bare: None,
        default: "127.0.0.1",
        description: "Address to listen on, IPv4 or IPv6",
        set: |s, text| {
            s.host = nonempty(text, "must be an address such as 127.0.0.1 or ::1")?;
            Ok(())
        },
    },
    Setting {
        key: "seed",
        scope: Scope::Request,
        value_name: "TEXT",
        bare: None,
        default: "drawn at start",
        description: "Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials",
        set: |s, text| {
            let form = Problem::Form("must be a text of 1 to 64 bytes", text.to_owned());
            if text.is_empty() || text.len() > MAX_SEED { Err(form) } else { Ok(s.seed = text.into()) }
        },
    },
    Setting {
        key: "anchor",
        scope: Scope::Request,
        value_name: "TIME",
        bare: None,
        default: "the moment of the start",
        description: "Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later",
        set: |s, text| {
            s.anchor = moment(text).and_then(|at| {
                let early = Problem::Form("must be 1970-01-01T00:00:00Z or later", text.to_owned());
                if at < MIN_ANCHOR { Err(early) } else { Ok(at) }
            })?;
            s.anchor_given = true;
            Ok(())
        },
    },
    Setting {
        key: "now",
        scope: Scope::Request,
        value_name: "TIME",
        bare: None,
        default: "the clock",
        description: "Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests",
        set: |s, text| Ok(s.now = Some(moment(text)?)),
    },
    Setting {
        key: "records",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "200",
        description: "Number of records, 1 to 1000000000; any number costs the same",
        set: |s, text| Ok(s.records = integer(text, 1, MAX_RECORDS)?),
    },
    Setting {
        key: "ties",
        scope: Scope::Request,
        value_name: "G",
        bare: Some("15"),
        default: "0",
        description: "G records (0 to the number of records) share one updatedAt, from record 46 on where there are that many",
        set: |s, text| Ok(s.ties = integer(text, 0, MAX_RECORDS)?),
    },
    Setting {
        key: "rate_limit",
        scope: Scope::Request,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Each request takes a token from a bucket that gets 10 a second; 429 when it is empty",
        set: |s, text| Ok(s.rate_limit = flag(text)?),
    },
    Setting {
        key: "capacity",
        scope: Scope::Request,
        value_name: "N",
        bare: None,
        default: "20",
        description: "Tokens the bucket of --rate-limit holds, 1 to 1000000000",
        set: |s, text| Ok(s.capacity = at_least(text, 1, MAX_CAPACITY)?),
    },
    Setting {
        key: "token_ttl",
        scope: Scope::Request,
        value_name: "SECONDS",
        bare: None,
        default: "3600",
        description: "Life of a session token in seconds, 1 to 31536000",
        set: |s, text| Ok(s.token_ttl = integer(text, 1, MAX_TOKEN_TTL)?),
    },
    Setting {
        key: "public_url",
        scope: Scope::Server,
        value_name: "URL",
        bare: None,
        default: "what the request names",
        description: "How clients address the server (http or https, with a path if there is one); links start with it",
        set: |s, text| {
            let form = || Problem::Form("must be http://HOST[:PORT][/PATH] or https://…", text.to_owned());
            s.public_url = Some(PublicUrl::parse(text).ok_or_else(form)?);
            Ok(())
        },
    },
    Setting {
        key: "trust_forwarded",
        scope: Scope::Server,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "Links follow Forwarded and X-Forwarded-Proto, -Host and -Prefix, as a proxy in front sets them",
        set: |s, text| Ok(s.trust_forwarded = flag(text)?),
    },
    Setting {
        key: "quiet",
        scope: Scope::Server,
        value_name: "true|false",
        bare: Some("true"),
        default: "false",
        description: "No access log",
        set: |s, text| Ok(s.quiet = flag(text)?),
    },
];

impl Settings {
    /// The defaults, with the seed and the anchor that the door drew.
    pub fn new(seed: &str, anchor: Timestamp) -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 5001,
            seed: seed.into(),
            anchor: Timestamp::from_seconds(anchor.seconds()),
            now: None,
            records: 200,
            ties: 0,
            rate_limit: false,
            capacity: 20,
            token_ttl: 3600,
            public_url: None,
            trust_forwarded: false,
            quiet: false,
            anchor_given: false,
        }
    }

    /// Sets one setting from its text.
    ///
    /// # Errors
    /// An unknown key, or a value that is not of the setting's form or out of its bounds.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingError> {
        let error = |problem| SettingError { key: key.to_owned(), problem };
        let setting = SETTINGS.iter().find(|setting| setting.key == key).ok_or_else(|| error(Problem::Unknown))?;
        (setting.set)(self, value).map_err(error)
    }

    /// Checks what no single setting can know, and brings the anchor before a clock that stands still. Call it after the last [`set`](Self::set).
    ///
    /// # Errors
    /// More ties than records; an anchor set later than `now`.
    pub fn settle(mut self) -> Result<Self, SettingError> {
        let error = |key: &str, problem| Err(SettingError { key: key.to_owned(), problem });
        if self.ties > self.records {
            return error("ties", Problem::MoreTiesThanRecords(self.records));
        }
        if let Some(now) = self.now.filter(|&now| now < self.anchor) {
            if self.anchor_given {
                return error("anchor", Problem::AnchorAfterNow);
            }
            self.anchor = now.max(MIN_ANCHOR);
        }
        Ok(self)
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.problem {
            Problem::Unknown => {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                write!(f, "Unknown setting '{key}'. Known settings: {}", known.join(", "))
            }
            Problem::ServerOnly => {
                let own = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
                let own: Vec<&str> = own.map(|setting| setting.key).collect();
                write!(f, "Setting '{key}' is the server's. A request can set: {}", own.join(", "))
            }
            Problem::NotInteger(_) => write!(f, "Invalid value for setting '{key}'. It must be an integer."),
            Problem::Between(min, max) => {
                write!(f, "Invalid value for setting '{key}'. It should be between {min} and {max}.")
            }
            Problem::AtLeast(min) => {
                write!(f, "Invalid value for setting '{key}'. It must be greater than or equal to {min}.")
            }
            Problem::NotFlag(_) => write!(f, "Invalid value for setting '{key}'. Use 'true' or 'false'"),
            Problem::Form(wanted, _) => write!(f, "Invalid value for setting '{key}'. It {wanted}."),
            Problem::MoreTiesThanRecords(records) => {
                write!(f, "Invalid value for setting '{key}'. It should be between 0 and the number of records, {records}.")
            }
            Problem::AnchorAfterNow => write!(f, "Invalid value for setting '{key}'. It must not be later than 'now'."),
            Problem::Conflicting => write!(f, "Conflicting values for setting '{key}'"),
            Problem::NotPair => write!(f, "Settings are KEY=VALUE pairs separated by commas, not '{key}'"),
            Problem::SecondPrefix => f.write_str("Only one '/with/' prefix is allowed"),
        }
    }
}

impl std::error::Error for SettingError {}

fn integer(text: &str, min: u64, max: u64) -> Result<u64, Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::NotInteger(text.to_owned()));
    }
    text.parse().ok().filter(|n| (min..=max).contains(n)).ok_or(Problem::Between(min, max))
}

/// An integer whose lower bound is the one worth naming.
fn at_least(text: &str, min: u64, max: u64) -> Result<u64, Problem> {
    match integer(text, min, max) {
        Err(Problem::Between(..)) if text.starts_with('-') || text.parse().is_ok_and(|n: u64| n < min) => {
            Err(Problem::AtLeast(min))
        }
        other => other,
    }
}

fn flag(text: &str) -> Result<bool, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::NotFlag(text.to_owned())),
    }
}

fn moment(text: &str) -> Result<Timestamp, Problem> {
    let form = || Problem::Form("must be a UTC time of the form YYYY-MM-DDTHH:MM:SSZ", text.to_owned());
    Timestamp::parse(text).ok_or_else(form)
}

fn nonempty(text: &str, wanted: &'static str) -> Result<String, Problem> {
    if text.is_empty() { Err(Problem::Form(wanted, String::new())) } else { Ok(text.to_owned()) }
}
