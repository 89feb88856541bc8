//! Running commands: each is printed before it runs, and a failure is one line that names it.

use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longest value of a variable that is shown, in bytes.
const LONGEST_VALUE: usize = 100;

/// Prints the command, runs it with its output going to the terminal, and fails where it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("    $ {line}");
    let status =
        command.stdin(Stdio::null()).status().with_context(|| format!("`{line}` did not start"))?;
    if status.success() { Ok(()) } else { Err(anyhow!("`{line}` failed ({status})")) }
}

/// As [`run`], but ends the command where it takes longer: for downloads from servers that may be out of reach.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("    $ {line}");
    let mut child =
        command.stdin(Stdio::null()).spawn().with_context(|| format!("`{line}` did not start"))?;
    let end = Instant::now() + limit;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{line}` failed ({status})"),
            None if Instant::now() < end => thread::sleep(Duration::from_millis(50)),
            None => {
                drop(child.kill().and_then(|()| child.wait()));
                bail!("`{line}` was ended after {}", seconds(limit));
            }
        }
    }
}

/// Runs a question quietly and returns what it printed to its standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8_lossy(&capture_bytes(command)?).into_owned())
}

/// As [`capture`], for output that is no text.
pub(crate) fn capture_bytes(command: &mut Command) -> Result<Vec<u8>> {
    let line = line(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("`{line}` did not start"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}): {}", output.status, said.trim());
    }
    Ok(output.stdout)
}

/// Whether a question can be asked at all, and is answered with yes.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    capture(command).is_ok()
}

/// Seconds with one digit, as steps end with.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

/// The command as one would type it: variables first, long ones cut short, programs without their folders.
fn line(command: &Command) -> String {
    let variables = command.get_envs().filter_map(|(key, value)| {
        let value = value?.to_string_lossy();
        let value = match value {
            path if key == "PATH" => quoted(path.split(':').next()?) + ":$PATH",
            long if long.len() > LONGEST_VALUE => "…".to_owned(),
            value => quoted(&value),
        };
        Some(format!("{}={value}", key.to_string_lossy()))
    });
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program)
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '"', '$', '*']) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut command = Command::new("/opt/bin/cargo");
        command.args(["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").env_remove("GONE");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
        command.env("RUSTDOCFLAGS", "-".repeat(200));
        assert_eq!(line(&command), "RUSTDOCFLAGS=… cargo doc --no-deps");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let problem = format!("{:#}", run(&mut Command::new("no-such-program")).unwrap_err());
        assert!(problem.starts_with("`no-such-program` did not start: "), "{problem}");
    }

    #[test]
    fn what_hangs_is_ended() {
        let problem =
            run_within(Duration::from_millis(100), Command::new("sleep").arg("60")).unwrap_err();
        assert_eq!(problem.to_string(), "`sleep 60` was ended after 0.1 s");
        run_within(Duration::from_secs(60), &mut Command::new("true")).unwrap();
    }

    #[test]
    fn times_have_one_digit_of_a_second() {
        assert_eq!(seconds(Duration::from_millis(12_345)), "12.3 s");
    }
}
