//! The public base URL of a server behind a proxy.

use super::names::is_host;
use http::Uri;

/// `http` or `https`, an authority, and a path without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
}

impl PublicUrl {
    /// Parses `http://HOST[:PORT][/PATH]`; a trailing slash is dropped. None for user names, queries, fragments and other schemes.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme))?;
        let authority = uri.authority().filter(|authority| is_host(authority.host()))?;
        // What stands behind the host is a port, or nothing.
        let port = authority.as_str().strip_prefix(authority.host())?;
        if !port.is_empty() && authority.port_u16().is_none_or(|port| port == 0) {
            return None;
        }
        if uri.query().is_some() || text.contains('#') || text.contains('?') {
            return None;
        }
        Some(Self { text: format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/')) })
    }

    /// The text to put before a path that starts with `/`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_keeps_port_and_path_and_loses_the_last_slash() {
        let parsed = |text| PublicUrl::parse(text).map(|url| url.as_str().to_owned());
        assert_eq!(
            parsed("https://api.example.test:8443/mock/").as_deref(),
            Some("https://api.example.test:8443/mock")
        );
        assert_eq!(parsed("http://[::1]:5001").as_deref(), Some("http://[::1]:5001"));
        for bad in [
            "",
            "api.example.test",
            "ftp://a",
            "https://u:p@a",
            "https://a/?x=1",
            "https://a/#x",
            "/mock",
            "http://a b",
            "http://..",
            "http://*.a",
            "http://a:",
            "http://a:0",
            "http://a:99999",
            "http://:80",
            "http://a,b",
            "http://[::1",
            "http:///a",
        ] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }
}
