//! The check of `Host` (B25), and the base URL from which the links of a response are built.

use crate::response::error::ApiError;
use crate::settings::Settings;
use http::header::{
    ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION,
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, FORWARDED, HOST, HeaderName, IF_MATCH,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, Method, Version};

/// The headers of a request that are ever read. An adapter that makes a request from texts needs no others, and no table of all known names.
pub const READ: [HeaderName; 18] = [
    HOST,
    AUTHORIZATION,
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONTENT_ENCODING,
    RANGE,
    IF_RANGE,
    IF_MATCH,
    IF_NONE_MATCH,
    ACCEPT,
    ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD,
    SEC_FETCH_SITE,
    FORWARDED,
    FORWARDED_PROTO,
    FORWARDED_HOST,
    FORWARDED_PORT,
    FORWARDED_PREFIX,
];

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// What its path names.
    Path,
    /// The server as a whole: the target of `OPTIONS *`.
    Server,
}

/// What a request is for, by the form of its target (RFC 9112 section 3.2).
///
/// # Errors
/// [`ApiError::Target`]: `*` with another method than OPTIONS, or a host alone with another than CONNECT.
pub fn aim(head: &Parts) -> Result<Aim, ApiError> {
    let uri = &head.uri;
    let host_alone = uri.scheme().is_none() && uri.authority().is_some();
    match (uri.path() == "*", &head.method) {
        (true, &Method::OPTIONS) => Ok(Aim::Server),
        (true, _) => Err(ApiError::Target),
        (false, method) if host_alone && method != Method::CONNECT => Err(ApiError::Target),
        (false, _) => Ok(Aim::Path),
    }
}

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
fn authority(text: &str) -> Option<Authority> {
    let authority: Authority = text.parse().ok()?;
    let after_host = authority.as_str().strip_prefix(authority.host())?;
    let port = after_host.strip_prefix(':').unwrap_or(after_host);
    let port_fits =
        port.is_empty() || port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (!authority.host().is_empty() && !authority.as_str().contains('@') && port_fits)
        .then_some(authority)
}

/// Whether a port stands behind the host, which may be an IPv6 address in brackets.
fn has_port(authority: &str) -> bool {
    authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'))
}

/// Room for a URL with its query, in bytes; most have less.
const ROOM: usize = 160;

/// The base URL of a response's links.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    /// The request's head.
    pub head: &'a Parts,
    /// The server's own settings.
    pub settings: &'a Settings,
    /// The path the server is mounted at, without a trailing slash.
    pub mount: &'a str,
    /// Whether requests come at one base URL alone.
    pub has_one_base: bool,
    /// The request's settings as they stand in its path, `/with/` not included; None without.
    pub prefix: Option<&'a str>,
}

impl Links<'_> {
    /// The absolute URL of a path on this server that starts with `/`; settings of the request stay in it.
    pub fn to(&self, path: &str) -> String {
        let mut url = String::with_capacity(ROOM);
        self.push_base(&mut url);
        let (with, prefix) = self.prefix.map_or(("", ""), |prefix| ("/with/", prefix));
        [with, prefix, path].iter().for_each(|part| url.push_str(part));
        url
    }

    fn push_base(&self, url: &mut String) {
        if let Some(base) = &self.settings.public_url {
            return url.push_str(base.as_str());
        }
        let forwarded = if self.settings.trust_forwarded {
            Forwarded::read(&self.head.headers)
        } else {
            Forwarded::default()
        };
        let uri = &self.head.uri;
        let host = || self.head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let scheme = forwarded.scheme.or(uri.scheme_str()).unwrap_or("http");
        let authority = forwarded
            .host
            .or(uri.authority().map(Authority::as_str))
            .or_else(host)
            .unwrap_or("localhost");
        let port = forwarded.port.filter(|port| *port != if scheme == "https" { 443 } else { 80 });
        [scheme, "://", authority].iter().for_each(|part| url.push_str(part));
        if let Some(port) = port.filter(|_| !has_port(authority)) {
            url.push(':');
            url.push_str(itoa::Buffer::new().format(port));
        }
        [forwarded.prefix.unwrap_or_default(), self.mount]
            .iter()
            .for_each(|part| url.push_str(part));
    }
}

/// Where a browser says whether a request comes from a page of this very server (Fetch Metadata, section 2.4).
pub const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

// Constants, so that no table of known names is searched at run time.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// The original request as a proxy in front describes it: `Forwarded` (RFC 7239) before `X-Forwarded-*`, the first of several. Values that are not
/// valid count as absent.
#[derive(Default)]
struct Forwarded<'a> {
    scheme: Option<&'a str>,
    host: Option<&'a str>,
    /// Where the host has none.
    port: Option<u16>,
    prefix: Option<&'a str>,
}

impl<'a> Forwarded<'a> {
    fn read(headers: &'a HeaderMap) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn head(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn link(settings: &Settings, head: &Parts) -> String {
        Links { head, settings, mount: "", has_one_base: false, prefix: None }.to("/x?y=1")
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
            assert_eq!(check_host(&head("/", &[("host", host)])), Ok(()), "{host}");
        }
        for host in [
            "", "a\"b<c>", "a b", "u@a", "a:b", "a:65536", "a:99999", "a:6553x", "a:123456",
            "[::1", "a/b",
        ] {
            assert_eq!(check_host(&head("/", &[("host", host)])), Err(ApiError::Host), "{host}");
        }
        assert_eq!(check_host(&head("/", &[])), Err(ApiError::Host));
        assert_eq!(check_host(&head("/", &[("host", "a"), ("host", "a")])), Err(ApiError::Host));
        let mut old = head("/", &[]);
        old.version = Version::HTTP_10;
        assert_eq!(check_host(&old), Ok(()));
    }

    #[test]
    fn a_target_is_a_path_or_the_server_as_a_whole() {
        let aimed = |method: &str, target: &str| {
            aim(&Request::builder().method(method).uri(target).body(()).unwrap().into_parts().0)
        };
        assert_eq!(aimed("OPTIONS", "*"), Ok(Aim::Server));
        for (method, target) in
            [("GET", "/"), ("OPTIONS", "/*"), ("GET", "http://a.test"), ("CONNECT", "a.test:443")]
        {
            assert_eq!(aimed(method, target), Ok(Aim::Path), "{method} {target}");
        }
        for (method, target) in
            [("GET", "*"), ("HEAD", "*"), ("GET", "foo"), ("GET", "a.test:443"), ("OPTIONS", "foo")]
        {
            assert_eq!(aimed(method, target), Err(ApiError::Target), "{method} {target}");
        }
    }

    #[test]
    fn links_follow_the_host_and_ignore_proxies_that_are_not_trusted() {
        let proxied = head(
            "/",
            &[
                ("host", "a.example:8443"),
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "evil.example"),
            ],
        );
        assert_eq!(link(&Settings::default(), &proxied), "http://a.example:8443/x?y=1");
        assert_eq!(
            link(&Settings::default(), &head("https://b.example/p", &[])),
            "https://b.example/x?y=1"
        );
    }

    #[test]
    fn trusted_proxies_shape_links() {
        let trusting: Settings = "trust_forwarded=true".parse().unwrap();
        let cases: [(&[(&str, &str)], &str); 12] = [
            (
                &[("host", "api.example.test"), ("x-forwarded-proto", "https")],
                "https://api.example.test/x?y=1",
            ),
            (
                &[("host", "api.example.test:8443"), ("x-forwarded-proto", "https, http")],
                "https://api.example.test:8443/x?y=1",
            ),
            (
                &[
                    ("host", "in"),
                    ("forwarded", "for=1.2.3.4;host=\"out.test:1\";proto=HTTPS, host=x"),
                ],
                "https://out.test:1/x?y=1",
            ),
            (
                &[
                    ("host", "in"),
                    ("x-forwarded-host", "out.test"),
                    ("x-forwarded-prefix", "/mock/"),
                ],
                "http://out.test/mock/x?y=1",
            ),
            (
                &[("host", "in"), ("x-forwarded-host", "a\"<b"), ("x-forwarded-proto", "gopher")],
                "http://in/x?y=1",
            ),
            (
                &[
                    ("host", "out.test"),
                    ("x-forwarded-proto", "https"),
                    ("x-forwarded-port", "8443"),
                ],
                "https://out.test:8443/x?y=1",
            ),
            (
                &[("host", "[::1]"), ("x-forwarded-proto", "https"), ("x-forwarded-port", "443")],
                "https://[::1]/x?y=1",
            ),
            (&[("host", "[::1]"), ("x-forwarded-port", "8080, 80")], "http://[::1]:8080/x?y=1"),
            (&[("host", "in:5001"), ("x-forwarded-port", "8080")], "http://in:5001/x?y=1"),
            (&[("host", "in"), ("x-forwarded-prefix", "//evil.test")], "http://in/x?y=1"),
            (&[("host", "in"), ("x-forwarded-prefix", "/\\evil.test")], "http://in/x?y=1"),
            (&[("host", "in"), ("x-forwarded-prefix", "/a//evil.test, /b")], "http://in/x?y=1"),
        ];
        for (headers, wanted) in cases {
            assert_eq!(link(&trusting, &head("/", headers)), wanted);
            // Adapters that pass on only what is read must pass on these.
            assert!(
                headers.iter().all(|(name, _)| READ.iter().any(|read| read == name)),
                "{headers:?}"
            );
        }
    }

    #[test]
    fn a_public_url_wins_and_prefixes_stay() {
        let public: Settings = "public_url=https://api.example.test/mock/".parse().unwrap();
        let head = head("/", &[("host", "in")]);
        assert_eq!(link(&public, &head), "https://api.example.test/mock/x?y=1");
        let links = Links {
            head: &head,
            settings: &Settings::default(),
            mount: "/a/b",
            has_one_base: false,
            prefix: Some("ties=15,seed=a%20b"),
        };
        assert_eq!(links.to("/x"), "http://in/a/b/with/ties=15,seed=a%20b/x");
    }
}
