//! A server under measurement or test: started, found by the URL it prints, and ended with the value.

use anyhow::{Context, Result, bail};
use fs_err as fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{io, thread};

/// A running server.
pub(crate) struct Server {
    child: Child,
    address: String,
    /// Held open to the end, so that whatever else the server prints finds a reader.
    _output: Option<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts it and waits until it has printed its URL.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        Self::printing(command.stderr(Stdio::null()))
    }

    /// The same for one that writes a log to its standard error: a pipe, which is read as fast as it goes.
    pub(super) fn start_logging(command: &mut Command) -> Result<Self> {
        let mut server = Self::printing(command.stderr(Stdio::piped()))?;
        let mut log = server.child.stderr.take().context("a pipe was asked for")?;
        // It ends with the server.
        thread::spawn(move || io::copy(&mut log, &mut io::sink()));
        Ok(server)
    }

    /// One that prints nothing of use, and was told its port.
    pub(super) fn start_at(command: &mut Command, port: &str) -> Result<Self> {
        let child = spawn(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        Ok(Self { child, address: format!("127.0.0.1:{port}"), _output: None })
    }

    fn printing(command: &mut Command) -> Result<Self> {
        let mut child = spawn(command.stdout(Stdio::piped()))?;
        let mut output = BufReader::new(child.stdout.take().context("a pipe was asked for")?);
        let address = read_address(&mut output);
        let mut server = Self { child, address: String::new(), _output: Some(output) };
        let name = command.get_program().to_string_lossy();
        server.address = address.with_context(|| format!("{name} ended without printing a URL"))?;
        Ok(server)
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Has one 200 from it, on a connection of its own. A server may print its URL before it listens, so it is tried again for a while.
    pub(super) fn first_answer(&self, path: &str) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            match self.ask(path) {
                Ok(answer) if answer.split(' ').nth(1) == Some("200") => return Ok(()),
                Err(_) if Instant::now() < patience => thread::sleep(Duration::from_micros(200)),
                Err(e) => bail!("{}{path}: {e}", self.address),
                Ok(answer) => {
                    bail!(
                        "{}{path}: {}",
                        self.address,
                        answer.lines().next().unwrap_or("no answer")
                    );
                }
            }
        }
    }

    /// The body of an answer that comes in one piece.
    pub(crate) fn body(&self, path: &str) -> Result<String> {
        let answer = self.ask(path).with_context(|| format!("{}{path}", self.address))?;
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
        body.with_context(|| format!("{}{path}: no answer", self.address))
    }

    fn ask(&self, path: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
                .as_bytes(),
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// A line of `/proc/PID/status`, in MiB, summed over the processes it has started; only Linux has it.
    pub(super) fn memory(&self, key: &str) -> Option<f64> {
        let sizes = group(self.child.id()).into_iter().filter_map(|process| {
            let status = fs::read_to_string(process.join("status")).ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
            line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
        });
        sizes.reduce(|sum, size| sum + size)
    }

    /// Processor time that its threads have used, in seconds; only Linux tells. `schedstat` has nanoseconds where `stat` has hundredths of
    /// a second, which are too coarse for a short round.
    pub(super) fn processor(&self) -> Option<f64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let nanoseconds = threads.filter_map(|thread| {
            let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<f64>().ok()
        });
        Some(nanoseconds.sum::<f64>() / 1e9)
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::null()).spawn().with_context(|| format!("{name} did not start"))
}

/// Folders in `/proc` of the processes of a group; none where there is no `/proc`.
fn group(leader: u32) -> Vec<PathBuf> {
    let leader = leader.to_string();
    // The fields behind the name, which stands in brackets and may hold anything: state, parent, group.
    let is_in_group = |process: &PathBuf| {
        let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
        stat.rsplit(')').next().and_then(|fields| fields.split_whitespace().nth(2)) == Some(&leader)
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.map(|process| process.path()).filter(is_in_group).collect()
}

fn read_address(output: &mut BufReader<ChildStdout>) -> Option<String> {
    let mut line = String::new();
    while output.read_line(&mut line).ok()? > 0 {
        if let Some((_, rest)) = line.split_once("http://") {
            return Some(rest.split(|c: char| c == '/' || c.is_whitespace()).next()?.to_owned());
        }
        line.clear();
    }
    None
}

impl Drop for Server {
    fn drop(&mut self) {
        // The PyPI package answers from a process that its command starts, and that outlives it.
        #[cfg(unix)]
        drop(
            Command::new("kill")
                .args(["-KILL", "--", &format!("-{}", self.child.id())])
                .stderr(Stdio::null())
                .status(),
        );
        // It may have ended by itself; then there is nothing to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port for servers that cannot choose one themselves.
pub(crate) fn free_port() -> Result<String> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port().to_string())
}
