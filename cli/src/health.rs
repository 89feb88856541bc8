//! `playground health`: asks a server whether it answers, for health checks where there is no shell and no other program, as in a container
//! that holds nothing but this one.

use crate::Terminal;
use crate::reach::reachable_host;
use bytes::Bytes;
use connector_playground::Settings;
use http::uri::{Authority, Scheme};
use http::{StatusCode, Uri};
use http_body_util::Empty;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::Ipv6Addr;
use std::str::FromStr;
use std::time::Duration;
use tokio::time::timeout;

/// The endpoint that is requested.
const PATH: &str = "/health";
/// Most time for the whole exchange.
const PATIENCE: Duration = Duration::from_secs(3);

/// The URL to request.
#[derive(Clone, Debug)]
pub(crate) struct Probe(Uri);

impl Probe {
    /// The server that `playground start` would start here: same flags, same variables.
    pub(crate) fn own(settings: &Settings) -> Option<Self> {
        let host = reachable_host(&settings.host);
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        format!("http://{host}:{}", settings.port).parse().ok()
    }
}

impl FromStr for Probe {
    type Err = &'static str;

    /// Reads a base URL.
    fn from_str(url: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "it must be http://HOST[:PORT][/PATH]";
        let base: Uri = url.parse().map_err(|_| FORM)?;
        let authority =
            base.authority().filter(|authority| is_host_and_port(authority)).ok_or(FORM)?;
        if base.scheme() != Some(&Scheme::HTTP) || base.query().is_some() {
            return Err(FORM);
        }
        let (host, port) = (authority.host(), authority.port_u16().unwrap_or(80));
        let path = base.path().trim_end_matches('/');
        format!("http://{host}:{port}{path}{PATH}").parse().map(Self).map_err(|_| FORM)
    }
}

/// Whether an authority is of the form `HOST[:PORT]`, without user and with an IPv6 address in brackets.
fn is_host_and_port(authority: &Authority) -> bool {
    let host = authority.host();
    let bracketed =
        host.strip_prefix('[').map(|rest| rest.trim_end_matches(']').parse::<Ipv6Addr>().is_ok());
    let whole = authority.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
    !host.is_empty() && bracketed.unwrap_or(true) && authority.as_str() == whole
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Requests the URL, prints the result in one line, and gives the exit code: 0 for a server that answers 200, else 1.
pub(crate) fn check(probe: &Probe, terminal: &mut Terminal<'_>) -> u8 {
    let (text, to, code): (_, &mut dyn io::Write, _) = match request(probe) {
        Ok(StatusCode::OK) => (format!("{probe} answers\n"), &mut *terminal.out, 0),
        Ok(status) => {
            let text =
                format!("error: {probe}: it answers \"HTTP/1.1 {}\", not 200\n", status.as_u16());
            (text, &mut *terminal.err, crate::FAILED)
        }
        Err(why) => (format!("error: {probe}: {why}\n"), &mut *terminal.err, crate::FAILED),
    };
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    code
}

/// The status of the response, or why there is none.
fn request(probe: &Probe) -> Result<StatusCode, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    let response = runtime.block_on(async {
        let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
        timeout(PATIENCE, client.get(probe.0.clone())).await
    });
    runtime.shutdown_background();
    match response {
        Ok(Ok(response)) => Ok(response.status()),
        Ok(Err(error)) => Err(cause(&error)),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

/// The innermost cause: the system's words, where the error comes from there.
fn cause(mut error: &dyn Error) -> String {
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_server_is_where_start_would_listen() {
        let shown =
            |host: &str| Probe::own(&format!("host={host}").parse().unwrap()).unwrap().to_string();
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
            assert_eq!(url.parse::<Probe>().unwrap().to_string(), wanted, "{url}");
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
            assert!(url.parse::<Probe>().is_err(), "{url}");
        }
    }
}
