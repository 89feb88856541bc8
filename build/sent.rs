// How files of the page are sent: their types, and the headers that all of them have. The command's build, the tasks and the local servers
// read it here, so that a file has the same headers wherever the page comes from.

/// Media types by the ends of names.
pub(crate) const KINDS: [(&str, &str); 10] = [
    ("css", "text/css; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("toml", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
];

/// What stands in a page before its policy, and after it.
const POLICY: (&str, char) = ("http-equiv=\"Content-Security-Policy\" content=\"", '"');

/// The media type of a file, by its name.
pub(crate) fn kind(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    KINDS.iter().find(|(known, _)| *known == end).map_or("application/octet-stream", |(_, kind)| kind)
}

/// The headers of every file: the policy that the page itself states, and two that pages can't.
pub(crate) fn headers(page: &str) -> Option<[(&'static str, &str); 3]> {
    let (_, rest) = page.split_once(POLICY.0)?;
    let (policy, _) = rest.split_once(POLICY.1)?;
    Some([
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ])
}
