//! Whether a ready file is of a server that is gone, as after SIGKILL. Its content says so: the process of its `pid` is not there, or began at
//! another moment than `started` says, since the system gives numbers again. Where the system does not tell, nobody listens at its address.

use connector_playground::Timestamp;
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};

/// How far two readings of one start may lie apart, in seconds: each is of whole seconds, of a clock that may be set.
const APART: u64 = 2;

/// Whether `content` is a ready file whose server is gone; false for any other content.
pub(super) fn is_stale(content: &[u8]) -> bool {
    let Ok(told) = serde_json::from_slice::<Value>(content) else { return false };
    let Some(pid) = told["pid"].as_u64() else { return false };
    let Some(address) = told["base_url"].as_str().and_then(|url| url.strip_prefix("http://"))
    else {
        return false;
    };
    if pid == u64::from(std::process::id()) {
        return true;
    }
    let told_start = told["started"].as_str().and_then(Timestamp::parse);
    match began(pid) {
        Began::At(moment) => {
            told_start.is_some_and(|told| told.seconds().abs_diff(moment.seconds()) > APART)
        }
        Began::Never => true,
        Began::Unknown => {
            address.parse::<SocketAddr>().is_ok_and(|address| TcpListener::bind(address).is_ok())
        }
    }
}

/// When this process began.
pub(super) fn own_start() -> Timestamp {
    match began(std::process::id().into()) {
        Began::At(moment) => moment,
        Began::Never | Began::Unknown => Timestamp::from_seconds(crate::clock::now().seconds()),
    }
}

/// When a process began, as far as the system tells.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux tells it by files"))]
enum Began {
    At(Timestamp),
    /// There is no such process.
    Never,
    /// The system does not tell.
    Unknown,
}

#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the system tells of its processes by files")]
fn began(pid: u64) -> Began {
    /// Ticks in a second, in what the system tells programs.
    const TICKS: i64 = 100;
    let boot = std::fs::read_to_string("/proc/stat").ok();
    let boot = boot.and_then(|text| {
        text.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse::<i64>().ok())
    });
    let Some(boot) = boot else { return Began::Unknown };
    let Ok(text) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return Began::Never;
    };
    // The second field is a name, in parentheses, that may hold anything; from the third on, the twenty-second is the start.
    let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    // It has ended, and nobody has taken note.
    if let Some("Z" | "X") = fields.clone().next() {
        return Began::Never;
    }
    let ticks = fields.clone().nth(19).and_then(|ticks| ticks.parse::<i64>().ok());
    ticks.map_or(Began::Unknown, |ticks| {
        Began::At(Timestamp::from_seconds(boot.saturating_add(ticks / TICKS)))
    })
}

#[cfg(not(target_os = "linux"))]
fn began(_: u64) -> Began {
    Began::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(pid: u32, started: &str, url: &str) -> Vec<u8> {
        format!("{{\"base_url\":\"{url}\",\"pid\":{pid},\"started\":\"{started}\"}}\n").into_bytes()
    }

    #[test]
    fn what_is_no_ready_file_is_not_stale() {
        for text in ["", "an old one", "{}", "[1]", "{\"pid\":1}", "{\"pid\":1,\"base_url\":2}"] {
            assert!(!is_stale(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn this_process_has_written_none_yet() {
        let own = own_start().to_string();
        assert!(is_stale(&content(std::process::id(), &own, "http://127.0.0.1:1")));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_known_by_its_number_and_its_start() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let Began::At(start) = began(child.id().into()) else { panic!("no start") };
        assert!(start.seconds().abs_diff(crate::clock::now().seconds()) < 60);
        let url = "http://127.0.0.1:1";
        assert!(!is_stale(&content(child.id(), &start.to_string(), url)));
        assert!(is_stale(&content(child.id(), "2020-01-01T00:00:00Z", url)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_stale(&content(child.id(), &start.to_string(), url)));
    }
}
