// How files of the page are sent: their types, and the headers that all of them have. The command, the tasks and the local servers read it
// here, so that a file has the same headers wherever the page comes from.

/// What stands in a page before its policy, and after it.
const POLICY: (&str, char) = ("http-equiv=\"Content-Security-Policy\" content=\"", '"');

/// The media type of a file, by its name. All texts are UTF-8.
pub(crate) fn kind(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    }
}

/// The headers of every file: the policy that the page itself states, and two that pages cannot.
pub(crate) fn headers(page: &str) -> Option<[(&'static str, &str); 3]> {
    let (_, rest) = page.split_once(POLICY.0)?;
    let (policy, _) = rest.split_once(POLICY.1)?;
    Some([
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ])
}
