//! Syntax checks for host names and addresses in settings.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What an address to listen on must be.
pub(super) const LISTEN: &str =
    "must be an address such as 127.0.0.1 or ::1, or a host's name, without scheme, port and path";
/// What a list of hosts must be.
pub(super) const HOSTS: &str = "must be hosts such as a.test,.b.test without scheme, port and path; .b.test is b.test and all below it, * alone is all";

/// Longest name, and longest part of one, in bytes (RFC 1035, section 2.3.4).
const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;

/// Whether a text may be what a server listens on; an IPv6 address may stand in brackets and have a zone.
pub(super) fn is_address(text: &str) -> bool {
    let bare = in_brackets(text).unwrap_or(text);
    let (address, zone) = bare.split_once('%').unwrap_or((bare, "any"));
    let zone_is_word = !zone.is_empty()
        && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    address.parse::<Ipv6Addr>().is_ok() && zone_is_word || is_host(text)
}

/// Whether a text is a list of hosts: each a name, `.name` for all below it too, or `*`.
pub(super) fn are_hosts(text: &str) -> bool {
    text.split(',')
        .map(str::trim)
        .all(|host| host == "*" || is_host(host.strip_prefix('.').unwrap_or(host)))
}

/// Whether a text may be the host of a URL: a name of a server, or an address.
pub(super) fn is_host(text: &str) -> bool {
    in_brackets(text).map_or_else(|| is_name(text), |address| address.parse::<Ipv6Addr>().is_ok())
}

/// Underscores are in no host's name, but in names that containers have.
fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = text.strip_suffix('.').unwrap_or(text);
    // Four numbers are an address.
    let of_numbers = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    name.len() <= MAX_NAME
        && name.split('.').all(is_label)
        && (!of_numbers || name.parse::<Ipv4Addr>().is_ok())
}

fn in_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_listened_on_is_an_address_or_a_name() {
        for text in [
            "127.0.0.1",
            "::1",
            "[::1]",
            "::",
            "fe80::1%eth0",
            "localhost",
            "mock.internal",
            "my_host",
            "a.test.",
        ] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "",
            " ",
            "a b",
            "http://a",
            "a:80",
            "[::1]:80",
            "a/b",
            "..",
            ".a",
            "*",
            "a,b",
            "1.2.3.999",
            "::1%",
            "ä",
            "a\n",
            "-a",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn a_list_of_hosts_holds_names_that_a_request_can_have() {
        for text in [
            "a.test",
            "playground, .tunnel.test",
            "*",
            "a.test.",
            "A-1.test",
            "my_service",
            "10.0.0.1,[::1]",
            "localhost",
        ] {
            assert!(are_hosts(text), "{text}");
        }
        let long = "x".repeat(64);
        for text in [
            "",
            ",",
            "a.test,",
            "*.x.test",
            "x.*",
            "a b",
            "a/b",
            "..",
            ".",
            "a..b",
            "a.test:80",
            "http://a.test",
            "a.test/",
            "u@a.test",
            "[::1]:80",
            "::1",
            "ä.test",
            "a;b",
            "-",
            "1.2.3.4.5",
            &long,
        ] {
            assert!(!are_hosts(text), "{text}");
        }
    }
}
