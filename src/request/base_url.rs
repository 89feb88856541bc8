//! What a request is for, by the form of its target, and the base URL from which the links of its response are built.

use super::forwarded::{
    FORWARDED_HOST, FORWARDED_PORT, FORWARDED_PREFIX, FORWARDED_PROTO, Forwarded,
};
use super::host::has_port;
use crate::response::error::ApiError;
use crate::settings::Settings;
use http::Method;
use http::header::{
    ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION,
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, FORWARDED, HOST, HeaderName, IF_MATCH,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::request::Parts;
use http::uri::Authority;

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
