//! Redaction of secrets in request targets. The journal, its HAR and the access log all use this one rule.
//!
//! A secret is the value of a parameter whose name says so, however the name is spelt: names are compared decoded, in small letters, without
//! hyphens and the like. So are what stands before `@` in an absolute URL, and the server's own seed, since it is the credentials.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// What stands for a secret.
const MASK: &str = "***";
/// Longest name that is looked at, in bytes; a longer one is masked without a look.
const LONGEST: usize = 96;
/// Parts of names that mark a parameter as secret.
const WITHIN: [&str; 18] = [
    "secret",
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "accesskey",
    "privatekey",
    "sharedkey",
    "subscriptionkey",
    "signature",
    "credential",
    "authorization",
    "bearer",
    "sessionid",
    "sessid",
    "sessionkey",
    "assertion",
    "verifier",
];
/// Whole names that mark a parameter as secret; too short to be looked for inside other names.
const WHOLE: [&str; 24] = [
    "auth",
    "xauth",
    "basic",
    "code",
    "csrf",
    "xsrf",
    "sas",
    "authkey",
    "basicauth",
    "oauth",
    "key",
    "pass",
    "passcode",
    "pwd",
    "passwrd",
    "pw",
    "sig",
    "hmac",
    "session",
    "sid",
    "jwt",
    "otp",
    "pin",
    "cookie",
];
/// Endings of names that mark a parameter as secret.
const ENDS: [&str; 4] = ["pwd", "session", "jwt", "passkey"];
/// Parts of names that end with "token" and mean a page token, which is no secret.
const PAGING: [&str; 15] = [
    "page",
    "paging",
    "pagination",
    "next",
    "prev",
    "continu",
    "skip",
    "sync",
    "delta",
    "cursor",
    "resum",
    "start",
    "scroll",
    "marker",
    "offset",
];
/// What has a meaning in a path or an address.
const SEGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'%').add(b'/').add(b'?').add(b'#').add(b'"').add(b'<').add(b'>');

/// A target (a path with its query, or an absolute URL) without its secrets; `seed` is the server's own.
pub fn masked<'t>(target: &'t str, seed: &str) -> Cow<'t, str> {
    let (path, query) =
        target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let anonymous = masked_authority(path).map_or(Cow::Borrowed(path), Cow::Owned);
    let clean = masked_path(&anonymous, seed).map_or(anonymous, Cow::Owned);
    let query = query.map(|query| masked_query(query, seed));
    match (&clean, &query) {
        (Cow::Borrowed(_), None | Some(Cow::Borrowed(_))) => target.into(),
        (path, None) => path.to_string().into(),
        (path, Some(query)) => [path, "?", query].concat().into(),
    }
}

/// Whether a parameter of this name, as it stands in a query, has a secret for a value.
pub fn is_secret(name: &str) -> bool {
    // Some clients encode twice.
    if name.contains("%25") {
        return is_secret(&percent_decode_str(name).decode_utf8_lossy());
    }
    let (mut folded, mut length) = ([0; LONGEST], 0);
    for byte in percent_decode_str(name).filter(u8::is_ascii_alphanumeric) {
        let Some(place) = folded.get_mut(length) else { return true };
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    let name =
        folded.get(..length).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
    // A number at the end, as of the second of several.
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.strip_suffix("token") {
        Some(of) => !PAGING.iter().any(|word| of.contains(word)),
        None => {
            WHOLE.contains(&name)
                || ENDS.iter().any(|end| name.ends_with(end))
                // Most names are shorter than these words, which costs no search.
                || WITHIN.iter().any(|word| word.len() <= name.len() && name.contains(word))
        }
    }
}

/// An absolute URL without the user's name and password; None where there are none.
fn masked_authority(path: &str) -> Option<String> {
    let start =
        path.find("://").filter(|&at| !path.get(..at).unwrap_or_default().contains('/'))? + 3;
    let (scheme, rest) = path.split_at_checked(start)?;
    let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
    let (_, host) = authority.rsplit_once('@')?;
    Some([scheme, MASK, "@", host, path].concat())
}

/// A path whose settings have the server's own seed, or the value of a secret, without it; None for every other.
fn masked_path(path: &str, seed: &str) -> Option<String> {
    // Nearly no path has settings in it, and none without one of these.
    if !path.bytes().any(|byte| matches!(byte, b'=' | b'%')) {
        return None;
    }
    let mut found = false;
    let mut segments = path.split('/').map(|segment| {
        let clean = masked_settings(segment, seed);
        found |= clean.is_some();
        clean.map_or(Cow::Borrowed(segment), Cow::Owned)
    });
    let mut text = segments.next().unwrap_or_default().into_owned();
    segments.for_each(|segment| {
        text.push('/');
        text.push_str(&segment);
    });
    found.then_some(text)
}

/// A segment with settings, read as they are read, without its secrets.
fn masked_settings(segment: &str, seed: &str) -> Option<String> {
    let decoded = percent_decode_str(segment).decode_utf8_lossy();
    let secret = |part: &str| {
        part.split_once('=')
            .filter(|(name, value)| hides(name, value, seed))
            .map(|(name, _)| name.to_owned())
    };
    if !decoded.split(',').any(|part| secret(part).is_some()) {
        return None;
    }
    let mut text = String::new();
    for part in decoded.split(',') {
        text.push_str(if text.is_empty() { "" } else { "," });
        match secret(part) {
            Some(name) => [&*encoded(&name), "=", MASK].iter().for_each(|part| text.push_str(part)),
            None => text.push_str(&encoded(part)),
        }
    }
    Some(text)
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Whether a pair's value is a secret; both as they stand.
fn hides(name: &str, value: &str, seed: &str) -> bool {
    let is_seed_of = |value: &str| percent_decode_str(value).eq(seed.bytes());
    is_secret(name) || is_seed(name) && (is_seed_of(value) || is_seed_of(&value.replace('+', " ")))
}

fn is_seed(name: &str) -> bool {
    percent_decode_str(name).map(|byte| byte.to_ascii_lowercase()).eq(*b"seed")
}

/// A query without its secrets. What divides pairs in some readings, divides them here.
fn masked_query<'q>(query: &'q str, seed: &str) -> Cow<'q, str> {
    let pairs = || query.split_inclusive(['&', ';']);
    let secret = |pair: &str| {
        let pair = pair.trim_end_matches(['&', ';']);
        pair.split_once('=')
            .filter(|(name, value)| hides(name, value, seed))
            .map(|(name, _)| name.len() + 1)
    };
    if !pairs().any(|pair| secret(pair).is_some()) {
        return query.into();
    }
    let mut text = String::new();
    for pair in pairs() {
        match secret(pair).and_then(|at| pair.split_at_checked(at)) {
            Some((name, value)) => {
                let end = value.trim_start_matches(|c| c != '&' && c != ';');
                [name, MASK, end].iter().for_each(|part| text.push_str(part));
            }
            None => text.push_str(pair),
        }
    }
    text.into()
}

#[cfg(test)]
mod tests;
