//! A request's path, taken apart: the mount, the settings prefix, and the rest that the routes know.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The segment that announces settings.
const WITH: &str = "with";

/// What a path names.
#[derive(Debug)]
pub(super) struct Target<'a> {
    /// The settings as they stand in the path; None without.
    pub(super) prefix: Option<&'a str>,
    /// The rest, decoded but for `%2F` and `%25`, slashes single, none at the end (B5, B6). The root is `/`.
    pub(super) path: Cow<'a, str>,
}

impl<'a> Target<'a> {
    /// Takes a raw path apart; None for one outside the mount.
    pub(super) fn of(raw: &'a str, mount: &str) -> Option<Self> {
        let raw = raw
            .strip_prefix(mount)
            .filter(|rest| mount.is_empty() || rest.is_empty() || rest.starts_with('/'))?;
        // What nearly every request asks for is a path as it stands.
        if is_normal(raw) && !raw.starts_with("/with/") {
            return Some(Self { prefix: None, path: Cow::Borrowed(raw) });
        }
        let (prefix, rest) = match take_segment(raw) {
            Some((first, rest)) if is_with(first) => match take_segment(rest) {
                Some((settings, rest)) => (Some(settings), rest),
                None => (None, raw),
            },
            _ => (None, raw),
        };
        Some(Self { prefix, path: normal(rest) })
    }

    /// Whether this is the root, with or without settings.
    pub(super) fn is_root(&self) -> bool {
        self.path == "/"
    }

    /// Whether a second prefix follows the first.
    pub(super) fn second_prefix(&self) -> bool {
        self.prefix.is_some() && take_segment(&self.path).is_some_and(|(first, _)| is_with(first))
    }
}

fn is_with(segment: &str) -> bool {
    segment == WITH || segment.contains('%') && percent_decode_str(segment).eq(WITH.bytes())
}

/// The first segment that is not empty, and what follows it.
fn take_segment(path: &str) -> Option<(&str, &str)> {
    let path = path.trim_start_matches('/');
    let end = path.find('/').unwrap_or(path.len());
    (end > 0).then(|| path.split_at(end))
}

/// Whether a path has its normal form already, as most have: decoded, slashes single and none at the end.
fn is_normal(path: &str) -> bool {
    let mut slash_before = false;
    for byte in path.bytes() {
        let slash = byte == b'/';
        if byte == b'%' || slash && slash_before {
            return false;
        }
        slash_before = slash;
    }
    path.starts_with('/') && (!slash_before || path.len() == 1)
}

/// The normal form of a path.
fn normal(path: &str) -> Cow<'_, str> {
    if is_normal(path) {
        return Cow::Borrowed(path);
    }
    let mut normal = String::with_capacity(path.len() + 1);
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        normal.push('/');
        normal.push_str(&decoded(segment));
    }
    if normal.is_empty() {
        normal.push('/');
    }
    Cow::Owned(normal)
}

/// Decodes a segment, but for `%2F` and `%25`: an encoded slash is data and never splits (RFC 3986 section 2.2). Parameters are decoded
/// once more when they are read.
fn decoded(segment: &str) -> String {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (mut decoded, mut rest) = (String::with_capacity(segment.len()), segment);
    while let Some((before, code, after)) = kept_code(rest) {
        decoded.push_str(&plain(before));
        decoded.push_str(code);
        rest = after;
    }
    decoded.push_str(&plain(rest));
    decoded
}

/// The first `%2F` or `%25` of a text, with what stands before and behind it.
fn kept_code(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.match_indices('%').map(|(at, _)| at).find(|&at| {
        text.get(at..at + 3).is_some_and(|code| code.eq_ignore_ascii_case("%2F") || code == "%25")
    })?;
    Some((&text[..at], &text[at..at + 3], &text[at + 3..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(raw: &'a str, mount: &str) -> Option<(Option<&'a str>, String)> {
        Target::of(raw, mount).map(|target| (target.prefix, target.path.into_owned()))
    }

    #[test]
    fn slashes_fold_and_letters_decode() {
        for raw in ["/a/b", "//a/b", "/a//b", "/a/b/", "/a/b//", "/%61/b", "a/b"] {
            assert_eq!(parts(raw, ""), Some((None, "/a/b".to_owned())), "{raw}");
        }
        for raw in ["", "/", "//"] {
            assert_eq!(parts(raw, ""), Some((None, "/".to_owned())), "{raw}");
        }
    }

    #[test]
    fn an_encoded_slash_is_data() {
        assert_eq!(parts("/cursors/1%2Fdepartments", "").unwrap().1, "/cursors/1%2Fdepartments");
        assert_eq!(parts("/a%252Fb%25", "").unwrap().1, "/a%252Fb%25");
        assert_eq!(parts("/a%zz%", "").unwrap().1, "/a%zz%");
        assert_eq!(parts("/%00%FF", "").unwrap().1, "/\0\u{FFFD}");
    }

    #[test]
    fn settings_are_taken_off_as_they_stand() {
        let wanted = Some((Some("a=1,b=%20"), "/x".to_owned()));
        for raw in ["/with/a=1,b=%20/x", "//with//a=1,b=%20//x/", "/%77ith/a=1,b=%20/x"] {
            assert_eq!(parts(raw, ""), wanted, "{raw}");
        }
        assert_eq!(parts("/with/a=1", ""), Some((Some("a=1"), "/".to_owned())));
        assert_eq!(parts("/with", ""), Some((None, "/with".to_owned())));
        assert_eq!(parts("/without/a=1", ""), Some((None, "/without/a=1".to_owned())));
        assert!(Target::of("/with/a=1/with/b=2/x", "").unwrap().second_prefix());
    }

    #[test]
    fn a_mount_is_taken_off_whole() {
        assert_eq!(parts("/a/b/x", "/a/b"), Some((None, "/x".to_owned())));
        assert_eq!(parts("/a/b", "/a/b"), Some((None, "/".to_owned())));
        assert_eq!(parts("/a/b/with/n=1/x", "/a/b"), Some((Some("n=1"), "/x".to_owned())));
        assert_eq!(parts("/a/bc/x", "/a/b"), None);
        assert_eq!(parts("/x", "/a/b"), None);
    }
}
