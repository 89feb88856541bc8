//! The command as a child process: started on a free port, known by its banner, ended with its value.

use super::http::{self, Connection, PATIENCE, Reply};
use std::io::Read;
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A line of the banner that every server prints near its end.
const READY: &str = "Press CTRL+C to quit";

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    stdout: Collected,
    stderr: Collected,
    /// Where it listens, as its banner says.
    pub(crate) address: SocketAddr,
    /// The same with scheme and host, as its banner says: `http://127.0.0.1:5001`.
    pub(crate) base: String,
}

/// Who may do what, from the banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) basic: (String, String),
    pub(crate) bearer: String,
    pub(crate) api_key: String,
    pub(crate) login: (String, String),
}

/// An output, read by a thread as it comes.
#[derive(Clone, Debug, Default)]
struct Collected(Arc<Mutex<Vec<u8>>>);

/// The command with these arguments and none of this process's settings.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_playground"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PLAYGROUND_") {
            command.env_remove(name);
        }
    }
    command
}

/// Exit code and output of a command that ends by itself; a panic where it does not.
pub(crate) fn ended(mut command: Command) -> (i32, String, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if awaited(&mut child, PATIENCE).is_none() {
        child.kill().unwrap();
    }
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().expect("ends by itself"), text(stdout), text(stderr))
}

impl Server {
    /// `playground start --port 0` with more flags, and the same rows each time where these name no seed: a name that is drawn may hold any word.
    pub(crate) fn start(flags: &[&str]) -> Self {
        let mut command = command(&["start", "--port", "0"]);
        command.args(flags).env("PLAYGROUND_SEED", "tests").stderr(Stdio::piped());
        Self::spawn(command)
    }

    /// Any command that starts a server. Its stderr is read where it is piped; see [`Server::log`].
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = Collected::from(child.stdout.take());
        let stderr = Collected::from(child.stderr.take());
        Self::greeted(child, stdout, stderr)
    }

    /// As [`spawn`](Self::spawn), with a stderr that nobody reads: the pipe fills up.
    pub(crate) fn spawn_unheard(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = Collected::from(child.stdout.take());
        Self::greeted(child, stdout, Collected::default())
    }

    fn greeted(mut child: Child, stdout: Collected, stderr: Collected) -> Self {
        let mut ended = false;
        let banner = stdout.wait_for(|text| {
            ended = ended || child.try_wait().unwrap().is_some();
            ended || text.contains(&format!("{READY}\n"))
        });
        if ended || !banner.contains(READY) {
            let _ = child.kill();
            panic!("no server: {banner}{}", stderr.text());
        }
        let base = base(&banner).expect("an address in the banner");
        let authority = base.trim_start_matches("http://");
        let resolved = authority.to_socket_addrs().ok().and_then(|mut found| found.next());
        // Behind a public URL the banner tells the bound port alone.
        let address = resolved.unwrap_or_else(|| ([127, 0, 0, 1], port(&banner)).into());
        Self { child, stdout, stderr, address, base }
    }

    /// Everything on stdout so far.
    pub(crate) fn banner(&self) -> String {
        self.stdout.text()
    }

    /// Everything on stderr so far, if it is read.
    pub(crate) fn log(&self) -> String {
        self.stderr.text()
    }

    /// Waits until stderr says what is wanted; returns all of it.
    pub(crate) fn log_when(&self, wanted: impl FnMut(&str) -> bool) -> String {
        self.stderr.wait_for(wanted)
    }

    /// The credentials in the banner.
    pub(crate) fn credentials(&self) -> Credentials {
        let banner = self.banner();
        let after = |row: &str, label: &str| {
            let line = banner.lines().find(|line| line.starts_with(row)).expect(row);
            let value = line.split(label).nth(1).expect(label);
            value.split_whitespace().next().expect(label).to_owned()
        };
        let both = |row: &str| (after(row, "Username:"), after(row, "Password:"));
        Credentials {
            basic: both("Http Basic Auth"),
            bearer: after("HTTP Bearer", "Bearer Token:"),
            api_key: after("Auth API Key", "API Key:"),
            login: both("Session Token Auth Login"),
        }
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address)
    }

    /// One request on a connection of its own.
    pub(crate) fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        http::request(self.address, method, target, headers, body)
    }

    /// GET on a connection of its own.
    pub(crate) fn get(&self, target: &str) -> Reply {
        http::get(self.address, target)
    }

    /// The process's id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name without SIG.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .arg("-c")
            .arg(format!("kill -{name} {}", self.id()))
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Its exit, if it comes in time.
    pub(crate) fn exit_within(&mut self, time: Duration) -> Option<ExitStatus> {
        awaited(&mut self.child, time)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Collected {
    fn from(output: Option<impl Read + Send + 'static>) -> Self {
        let collected = Self::default();
        if let Some(mut output) = output {
            let into = collected.clone();
            thread::spawn(move || {
                let mut space = [0; 16 * 1024];
                while let Ok(count @ 1..) = output.read(&mut space) {
                    into.0.lock().unwrap().extend_from_slice(&space[..count]);
                }
            });
        }
        collected
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// The text once it is as wanted, or as it is when patience ends.
    fn wait_for(&self, mut wanted: impl FnMut(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let text = self.text();
            if wanted(&text) || start.elapsed() > PATIENCE {
                return text;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The first address of a banner, without the path.
fn base(banner: &str) -> Option<String> {
    let (before, rest) = banner.split_once("://")?;
    let scheme = before.rsplit(char::is_whitespace).next()?;
    let end = rest.find(|c: char| c == '/' || c.is_whitespace()).unwrap_or(rest.len());
    Some(format!("{scheme}://{}", &rest[..end]))
}

/// The port that a banner says the server is bound to.
fn port(banner: &str) -> u16 {
    let (_, rest) = banner.split_once("on port ").unwrap();
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

fn awaited(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return Some(status),
            None if start.elapsed() > time => return None,
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}
