//! Runs a fuzzer and says from time to time how far it is; what it prints goes to a file.

use std::fmt;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often progress is said.
const EVERY: Duration = Duration::from_secs(10);

/// How far a fuzzer is, as its last line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Inputs that were run.
    inputs: u64,
    /// Inputs a second.
    rate: u64,
    /// Edges of the program that were reached.
    edges: u64,
    /// Edges by how often they were passed, with what was compared.
    features: u64,
}

impl Found {
    /// Reads a line as `#8 NEW cov: 20 ft: 30 corp: 4/5b exec/s: 6 rss: 7Mb`; None for other lines.
    fn of(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.strip_prefix('#')?.split_whitespace().collect();
        let behind = |name: &str| {
            let at = words.iter().position(|word| *word == name)?;
            words.get(at + 1)?.parse().ok()
        };
        Some(Self {
            inputs: words.first()?.parse().ok()?,
            rate: behind("exec/s:")?,
            edges: behind("cov:")?,
            features: behind("ft:")?,
        })
    }

    /// The last that a log says.
    fn last(log: &str) -> Option<Self> {
        log.lines().rev().find_map(Self::of)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inputs, rate, edges, features } = self;
        write!(f, "{inputs} inputs, {rate} a second; {edges} edges, {features} features reached")
    }
}

/// Runs a fuzzer to its end. It fails where that found a fault; the text is what it says of it.
pub(super) fn run(fuzzer: &mut Command, name: &str, log: &Path) -> Result<Found, String> {
    let failed = |e: std::io::Error| format!("{}: {e}", log.display());
    let read =
        || fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(failed);
    let file = File::create(log).map_err(failed)?;
    let mut child = fuzzer
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .map_err(|e| format!("the target {name} did not start: {e}"))?;
    let mut said = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        if said.elapsed() >= EVERY {
            said = Instant::now();
            if let Some(found) = Found::last(&read()?) {
                println!("      so far {found}");
            }
        }
        thread::sleep(Duration::from_millis(50));
    };
    let log = read()?;
    match Found::last(&log) {
        Some(found) if status.success() => Ok(found),
        _ => Err(format!("the target {name} found a fault ({status}):\n{}", fault(&log))),
    }
}

/// What a log says of a fault: what was broken, and in which file the input is. The end of it all where it says neither.
fn fault(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    let mut told = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if line.contains("panicked at") {
            told.extend(
                lines
                    .iter()
                    .skip(n)
                    .take_while(|line| {
                        !line.starts_with("stack backtrace") && !line.starts_with("note:")
                    })
                    .take(8),
            );
        }
        if ["ERROR: libFuzzer", "Test unit written to", "Base64: "]
            .iter()
            .any(|mark| line.contains(mark))
        {
            told.push(line);
        }
    }
    if told.is_empty() {
        told.extend(lines.iter().rev().take(10).rev());
    }
    told.iter().map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "INFO: Seed: 1\n#2\tINITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 40Mb\n\
        #4096\tpulse  cov: 20 ft: 30 corp: 4/5b lim: 4 exec/s: 2048 rss: 7Mb\n\
        thread '<unnamed>' panicked at fuzz/src/a.rs:1:2:\nHEAD and GET differ\nnote: run with\n\
        ==1== ERROR: libFuzzer: deadly signal\nartifact_prefix='f/'; Test unit written to f/crash-1\n";

    #[test]
    fn the_last_figures_of_a_log_count() {
        let found = Found { inputs: 4096, rate: 2048, edges: 20, features: 30 };
        assert_eq!(Found::last(LOG), Some(found));
        assert_eq!(Found::last("INFO: Loaded\n#x\n"), None);
    }

    #[test]
    fn a_fault_is_told_with_its_input() {
        let told = fault(LOG);
        assert!(
            told.contains("HEAD and GET differ")
                && told.contains("f/crash-1")
                && !told.contains("note:"),
            "{told}"
        );
        assert!(fault("no such file").contains("no such file"));
    }
}
