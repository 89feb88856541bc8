//! The allowed host names of requests: the guard against DNS rebinding.
//!
//! A page of `evil.example` whose name is made to point at this machine is, to a browser, of one origin with the server, and may read all that
//! the server's own page may. But its requests say `Host: evil.example`. A name can be rebound, an address cannot; so addresses, `localhost` and
//! the names that the settings mention are ours. Without `allow_host` the API answers to other names too, for containers, tunnels and proxies:
//! what it gives out, pages of all origins may read anyway. Only what is kept for the server's own page is not told under a foreign name:
//! the header `Sec-Fetch-Site`, by which its browser vouches for it, counts for nothing there.

use connector_playground::Settings;
use connector_playground::request::base_url::SEC_FETCH_SITE;
use connector_playground::request::host::check_host;
use http::header::HOST;
use http::request::Parts;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The names of a server.
#[derive(Debug)]
pub(crate) struct Hosts {
    names: Vec<String>,
    /// Whether all other names are refused.
    closed: bool,
}

impl Hosts {
    /// The names that the settings mention: where it listens, how it is reached, and whom it is told to allow.
    pub(crate) fn new(settings: &Settings) -> Self {
        let public = settings.public_url.as_ref().and_then(|url| url.as_str().split("://").nth(1));
        let public = public.map(|rest| rest.split('/').next().unwrap_or(rest));
        let allowed = settings.text("allow_host");
        let names = public
            .into_iter()
            .chain([&*settings.host])
            .chain(allowed.into_iter().flat_map(|list| list.split(',')));
        Self {
            names: names.map(|name| host_name(name.trim())).collect(),
            closed: allowed.is_some(),
        }
    }

    /// Whether a request is answered; where its host is not ours, it no longer comes from our page.
    pub(crate) fn admit(&self, head: &mut Parts) -> bool {
        if !self.closed && !head.headers.contains_key(&SEC_FETCH_SITE) || self.are_ours(head) {
            return true;
        }
        head.headers.remove(&SEC_FETCH_SITE);
        // The core answers malformed hosts with an error of its own.
        !self.closed || check_host(head).is_err()
    }

    fn are_ours(&self, head: &Parts) -> bool {
        let named = head.headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
        named
            .chain(head.uri.authority().map(http::uri::Authority::as_str))
            .all(|host| self.is_ours(host))
    }

    fn is_ours(&self, host: &str) -> bool {
        let name = host_name(host);
        let local = name == "localhost" || name.ends_with(".localhost");
        let address = || {
            name.parse::<Ipv4Addr>().is_ok()
                || in_brackets(&name).is_some_and(|ip| ip.parse::<Ipv6Addr>().is_ok())
        };
        local || address() || self.names.iter().any(|ours| matches(ours, &name))
    }
}

/// Whether a name is the one of the list: `*` is all, and `.example.test` is that and all below it.
fn matches(listed: &str, name: &str) -> bool {
    match listed.strip_prefix('.') {
        Some(domain) => name
            .strip_suffix(domain)
            .is_some_and(|before| before.is_empty() || before.ends_with('.')),
        None => listed == "*" || listed == name,
    }
}

/// A host in lower case, without its port and a dot at its end.
fn host_name(host: &str) -> String {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let name = if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host };
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

fn in_brackets(name: &str) -> Option<&str> {
    name.strip_prefix('[')?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::*;
    use connector_playground::Timestamp;
    use http::Request;

    fn hosts(set: &[(&str, &str)]) -> Hosts {
        let mut settings = Settings::builder("s", Timestamp::UNIX_EPOCH);
        for (key, value) in set {
            settings = settings.set(key, value).unwrap();
        }
        Hosts::new(&settings.build().unwrap())
    }

    /// Whether a request of our own page is answered, and still counts as one.
    fn admitted(hosts: &Hosts, host: &str) -> (bool, bool) {
        let request = Request::get("/").header(HOST, host).header(SEC_FETCH_SITE, "same-origin");
        let (mut head, ()) = request.body(()).unwrap().into_parts();
        let admitted = hosts.admit(&mut head);
        (admitted, head.headers.contains_key(SEC_FETCH_SITE))
    }

    const LOCAL: [&str; 8] = [
        "127.0.0.1:5001",
        "192.168.7.1",
        "[::1]:5001",
        "localhost:5001",
        "LOCALHOST",
        "localhost.",
        "app.localhost",
        "[fe80::1]",
    ];
    const FOREIGN: [&str; 6] = [
        "evil.example:5001",
        "127.0.0.1.evil.example",
        "evil-localhost",
        "localhost.evil.example",
        "playground",
        "1.2.3",
    ];

    #[test]
    fn addresses_and_localhost_are_ours_and_other_names_get_what_pages_of_others_get() {
        let open = hosts(&[]);
        for host in LOCAL {
            assert_eq!(admitted(&open, host), (true, true), "{host}");
        }
        for host in FOREIGN {
            assert_eq!(admitted(&open, host), (true, false), "{host}");
        }
    }

    #[test]
    fn with_a_list_other_names_are_refused() {
        let closed = hosts(&[("allow_host", "playground, .tunnel.test")]);
        for host in LOCAL.into_iter().chain([
            "playground:5001",
            "a.b.tunnel.test",
            "tunnel.test",
            "Playground.",
        ]) {
            assert_eq!(admitted(&closed, host), (true, true), "{host}");
        }
        for host in ["evil.example", "eviltunnel.test", "playground.evil.example", "a.playground"] {
            assert_eq!(admitted(&closed, host), (false, false), "{host}");
        }
        // The core answers these with 400.
        assert_eq!(admitted(&closed, "a\"b<c>"), (true, false));
    }

    #[test]
    fn the_names_that_other_settings_mention_are_ours() {
        let named = hosts(&[
            ("host", "mock.internal"),
            ("public_url", "https://api.example.test:8443/mock"),
        ]);
        for host in ["mock.internal:5001", "api.example.test", "api.example.test:8443"] {
            assert_eq!(admitted(&named, host), (true, true), "{host}");
        }
        assert_eq!(admitted(&hosts(&[("allow_host", "*")]), "evil.example"), (true, true));
    }

    #[test]
    fn an_absolute_target_is_a_name_too() {
        let (mut head, ()) = Request::get("http://evil.example/")
            .header(HOST, "localhost")
            .body(())
            .unwrap()
            .into_parts();
        assert!(!hosts(&[("allow_host", "a")]).admit(&mut head));
    }
}
