//! `playground health`: asks a server whether it is there, for health checks where there is no shell and no other program, as in a container
//! with nothing but this one.

use crate::Terminal;
use api_playground::Settings;
use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// The endpoint that is asked.
const PATH: &str = "/health";
/// Most time for each of connecting, sending and reading.
const PATIENCE: Duration = Duration::from_secs(3);
/// What a status line begins with, its three digits included, in bytes.
const STATUS: usize = "HTTP/1.1 200".len();

/// A server to ask: where it listens, and the path in front of its endpoints.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    host: String,
    port: u16,
    base: String,
}

impl Probe {
    /// The server that `playground start` would start here: same flags, same variables.
    pub(crate) fn own(settings: &Settings) -> Self {
        // One that listens everywhere is reached at the loopback address.
        let host = match settings.host.trim_start_matches('[').trim_end_matches(']') {
            "0.0.0.0" => "127.0.0.1",
            "::" => "::1",
            host => host,
        };
        Self { host: host.to_owned(), port: settings.port, base: String::new() }
    }

    /// The server at a URL; none where it is not of the form `http://HOST[:PORT][/PATH]`.
    pub(crate) fn at(url: &str) -> Option<Self> {
        let rest = url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).and_then(|_| url.get(7..))?;
        if rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#@".contains(c)) {
            return None;
        }
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
            _ => (authority, 80),
        };
        let bare = host.strip_prefix('[').map_or(Some(host), |host| host.strip_suffix(']'))?;
        if bare.is_empty() || bare.contains(':') != host.starts_with('[') {
            return None;
        }
        Some(Self { host: bare.to_owned(), port, base: path.trim_end_matches('/').to_owned() })
    }

    /// Whether the server answers 200.
    fn ask(&self) -> io::Result<()> {
        let mut failed = io::Error::from(ErrorKind::NotFound);
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) => return self.talk(stream),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    fn talk(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let (authority, base) = (self.authority(), &self.base);
        let head = format!("GET {base}{PATH} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        let mut status = [0; STATUS];
        stream.read_exact(&mut status)?;
        match &status {
            b"HTTP/1.1 200" | b"HTTP/1.0 200" => Ok(()),
            other => Err(io::Error::other(format!("it answers {:?}, not 200", String::from_utf8_lossy(other)))),
        }
    }

    fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}{PATH}", self.authority(), self.base)
    }
}

/// Asks, says how it went in one line, and gives the exit code: 0 for a server that answers, else 1.
pub(crate) fn check(probe: &Probe, terminal: &mut Terminal<'_>) -> u8 {
    match probe.ask() {
        Ok(()) => {
            let _ = terminal.out.write_all(format!("{probe} answers\n").as_bytes()).and_then(|()| terminal.out.flush());
            0
        }
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => format!("no answer within {} s", PATIENCE.as_secs()),
                ErrorKind::UnexpectedEof => "no answer".to_owned(),
                _ => error.to_string(),
            };
            let _ = terminal.err.write_all(format!("error: {probe}: {why}\n").as_bytes());
            crate::FAILED
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_playground::Timestamp;

    #[test]
    fn the_own_server_is_where_start_would_listen() {
        let mut settings = Settings::new("s", Timestamp::from_seconds(0));
        let mut shown = |host: &str| {
            settings.set("host", host).unwrap();
            Probe::own(&settings).to_string()
        };
        assert_eq!(shown("127.0.0.1"), "http://127.0.0.1:5001/health");
        assert_eq!(shown("0.0.0.0"), "http://127.0.0.1:5001/health");
        assert_eq!(shown("::"), "http://[::1]:5001/health");
    }

    #[test]
    fn a_url_has_a_host_and_may_have_port_and_path() {
        for (url, wanted) in [
            ("http://localhost", "http://localhost:80/health"),
            ("HTTP://127.0.0.1:8080/", "http://127.0.0.1:8080/health"),
            ("http://[::1]:8080/api/", "http://[::1]:8080/api/health"),
            ("http://[::1]", "http://[::1]:80/health"),
        ] {
            assert_eq!(Probe::at(url).unwrap().to_string(), wanted, "{url}");
        }
        for url in [
            "",
            "localhost:5001",
            "https://localhost",
            "http://",
            "http://:80",
            "http://h:99999",
            "http://::1",
            "http://[::1",
            "http://h/a b",
            "http://h/\r\n",
            "http://u@h",
            "http://h/?a",
            "http:/é",
            "http://[a]",
        ] {
            assert_eq!(Probe::at(url), None, "{url}");
        }
    }
}
