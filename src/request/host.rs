//! The host that a request names: the check of `Host` (B25), and what counts as a host.

use crate::response::error::ApiError;
use http::Version;
use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;

/// Refuses an HTTP/1.1 request without exactly one valid `Host` (RFC 9112 section 3.2). Adapters without a `Host` of their own pass the
/// request's absolute URL and a version of 2, where `:authority` has its place.
///
/// # Errors
/// [`ApiError::Host`].
pub fn check_host(head: &Parts) -> Result<(), ApiError> {
    let mut hosts = head.headers.get_all(HOST).iter();
    let valid = match (hosts.next(), hosts.next()) {
        (None, _) => head.version != Version::HTTP_11,
        (Some(host), None) => {
            is_plain(host.as_bytes()) || host.to_str().is_ok_and(|host| authority(host).is_some())
        }
        (Some(_), Some(_)) => false,
    };
    if valid { Ok(()) } else { Err(ApiError::Host) }
}

/// Whether a host is letters, digits, dots and hyphens, with a port or none: what nearly every request has, told without a parser.
fn is_plain(host: &[u8]) -> bool {
    let colon = host.iter().position(|&byte| byte == b':').unwrap_or(host.len());
    let (name, port) = host.split_at(colon);
    let digits = port.get(1..).unwrap_or_default();
    let named = name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let fits = digits.len() < 5 || digits.len() == 5 && digits <= b"65535".as_slice();
    !name.is_empty() && named && fits && digits.iter().all(u8::is_ascii_digit)
}

/// A host with an optional port; None for user names, broken brackets and ports that are none.
pub(super) fn authority(text: &str) -> Option<Authority> {
    let authority: Authority = text.parse().ok()?;
    let after_host = authority.as_str().strip_prefix(authority.host())?;
    let port = after_host.strip_prefix(':').unwrap_or(after_host);
    let port_fits =
        port.is_empty() || port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (!authority.host().is_empty() && !authority.as_str().contains('@') && port_fits)
        .then_some(authority)
}

/// Whether a port stands behind the host, which may be an IPv6 address in brackets.
pub(super) fn has_port(authority: &str) -> bool {
    authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn head(hosts: &[&str]) -> Parts {
        let request =
            hosts.iter().fold(Request::builder(), |request, host| request.header(HOST, *host));
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn exactly_one_valid_host_passes() {
        for host in [
            "a.example",
            "127.0.0.1:5001",
            "[::1]:5001",
            "a.example:",
            "a:65535",
            "a:00080",
            "EXAMPLE",
        ] {
            assert_eq!(check_host(&head(&[host])), Ok(()), "{host}");
        }
        for host in [
            "", "a\"b<c>", "a b", "u@a", "a:b", "a:65536", "a:99999", "a:6553x", "a:123456",
            "[::1", "a/b",
        ] {
            assert_eq!(check_host(&head(&[host])), Err(ApiError::Host), "{host}");
        }
        assert_eq!(check_host(&head(&[])), Err(ApiError::Host));
        assert_eq!(check_host(&head(&["a", "a"])), Err(ApiError::Host));
        let mut old = head(&[]);
        old.version = Version::HTTP_10;
        assert_eq!(check_host(&old), Ok(()));
    }
}
