//! The address by which a server is reached. One that listens on all addresses is reached at the loopback address, since not every system
//! connects to the unspecified one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The address that reaches what listens at `address`.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().to_canonical().is_unspecified() {
        let v4 = address.ip().to_canonical().is_ipv4();
        address.set_ip(if v4 {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            IpAddr::V6(Ipv6Addr::LOCALHOST)
        });
    }
    address
}

/// The host that reaches a server with this `--host`, an IPv6 address without its brackets.
pub(crate) fn reachable_host(host: &str) -> String {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<IpAddr>() {
        Ok(ip) => reachable((ip, 0).into()).ip().to_string(),
        Err(_) => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unspecified_addresses_are_reached_at_the_loopback_and_others_stay() {
        for (host, wanted) in [
            ("0.0.0.0", "127.0.0.1"),
            ("::", "::1"),
            ("[::]", "::1"),
            ("0:0:0:0:0:0:0:0", "::1"),
            ("::ffff:0.0.0.0", "127.0.0.1"),
            ("192.168.0.7", "192.168.0.7"),
            ("[fe80::1]", "fe80::1"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(reachable_host(host), wanted, "{host}");
        }
        assert_eq!(reachable("0.0.0.0:5001".parse().unwrap()).to_string(), "127.0.0.1:5001");
        assert_eq!(reachable("[::]:5001".parse().unwrap()).to_string(), "[::1]:5001");
    }
}
