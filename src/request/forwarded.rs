//! The request as a client sent it to the proxy in front.

use super::host::authority;
use http::header::FORWARDED;
use http::{HeaderMap, HeaderName};

// Constants, so that no table of known names is searched at run time.
pub(super) const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
pub(super) const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
pub(super) const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
pub(super) const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// The original request as a proxy in front describes it: `Forwarded` (RFC 7239) before `X-Forwarded-*`, the first of several. Values that are not
/// valid count as absent.
#[derive(Default)]
pub(super) struct Forwarded<'a> {
    pub(super) scheme: Option<&'a str>,
    pub(super) host: Option<&'a str>,
    /// Where the host has none.
    pub(super) port: Option<u16>,
    pub(super) prefix: Option<&'a str>,
}

impl<'a> Forwarded<'a> {
    pub(super) fn read(headers: &'a HeaderMap) -> Self {
        let first =
            |name: HeaderName| headers.get(name)?.to_str().ok()?.split(',').next().map(str::trim);
        let standard = |key: &str| {
            let pairs = first(FORWARDED)?.split(';').filter_map(|pair| pair.split_once('='));
            let found = pairs
                .map(|(k, v)| (k.trim(), v.trim().trim_matches('"')))
                .find(|(k, _)| k.eq_ignore_ascii_case(key));
            found.map(|(_, value)| value)
        };
        let either = |key: &str, header: HeaderName| standard(key).or_else(|| first(header));
        let known_scheme = |scheme: &str| {
            ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))
        };
        // A link that begins with two slashes leads to another host, and browsers read a backslash as a slash.
        let is_path = |path: &str| {
            let local = path.starts_with('/') && !path.contains("//") && !path.contains('\\');
            local && path.parse::<http::uri::PathAndQuery>().is_ok_and(|p| p.query().is_none())
        };
        Self {
            scheme: either("proto", FORWARDED_PROTO).and_then(known_scheme),
            host: either("host", FORWARDED_HOST).filter(|host| authority(host).is_some()),
            port: first(FORWARDED_PORT).and_then(|port| port.parse().ok()),
            prefix: first(FORWARDED_PREFIX)
                .filter(|path| is_path(path))
                .map(|path| path.trim_end_matches('/')),
        }
    }
}
