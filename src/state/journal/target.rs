//! A request's path and query, as far as they may be kept: of a secret only its name.

use super::slot::Text;
use http::request::Parts;

/// Query parameters whose values are not kept, in lower case.
const SECRETS: [&str; 8] =
    ["token", "access_token", "refresh_token", "api_key", "apikey", "password", "secret", "client_secret"];
/// What stands for such a value.
const BLOT: &str = "***";

/// Appends path and query, secrets blotted out.
pub(super) fn write(head: &Parts, mount: &str, target: &mut Text<'_>) {
    let path = head.uri.path();
    target.push(path.strip_prefix(mount).unwrap_or(path));
    if let Some(query) = head.uri.query() {
        target.push("?");
        if has_secret(query.as_bytes()) { blot(query, target) } else { target.push(query) }
    }
}

/// Appends a query without the values of secrets.
fn blot(query: &str, target: &mut Text<'_>) {
    for (n, pair) in query.split('&').enumerate() {
        target.push(if n == 0 { "" } else { "&" });
        match pair.split_once('=').filter(|(name, _)| is_secret(name.as_bytes())) {
            Some((name, _)) => [name, "=", BLOT].iter().for_each(|part| target.push(part)),
            None => target.push(pair),
        }
    }
}

/// Whether one of a query's names is that of a secret. One look at each byte, since each request with a query comes by.
fn has_secret(query: &[u8]) -> bool {
    let (mut start, mut in_name) = (0, true);
    for (at, byte) in query.iter().enumerate() {
        match byte {
            b'&' => (start, in_name) = (at + 1, true),
            b'=' if in_name => {
                if query.get(start..at).is_some_and(is_secret) {
                    return true;
                }
                in_name = false;
            }
            _ => {}
        }
    }
    false
}

fn is_secret(name: &[u8]) -> bool {
    SECRETS.iter().any(|secret| secret.as_bytes().eq_ignore_ascii_case(name))
}
