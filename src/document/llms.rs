//! The API as `llms.txt` (llmstxt.org): what an agent reads first. A heading, a quote, and lists of links with a sentence each, made from the
//! endpoint table and from the trials of the settings. Links are relative, so that one text stands below every mount and prefix.

use crate::router::{Endpoint, Routes};
use crate::settings::{SETTINGS, Scope, Setting};
use std::fmt::Write;

/// Where the text is read, which decides where its links lead.
#[derive(Debug)]
pub struct Place<'p> {
    /// What stands beside it, as a list of links.
    pub documents: &'p str,
    /// Where an endpoint is described.
    pub endpoint: fn(&Endpoint) -> String,
    /// Where a setting is described; the number is its place among those that a request can have.
    pub setting: fn(usize, &Setting) -> String,
    /// What stands before the name of a lesson.
    pub lessons: &'p str,
}

/// At the root of a server, whose OpenAPI document describes all, each by a JSON pointer (RFC 6901, section 6).
pub const SERVER: Place<'_> = Place {
    documents: "- [OpenAPI 3.1](openapi.json): every endpoint with its parameters, answers and errors; all settings are in `x-settings`.\n\
        - [The page](./): a tutorial for people; programs get the list of endpoints. Credentials are in what the server printed at its start.\n",
    endpoint: |endpoint| {
        let path = endpoint.path.replace('/', "~1").replace('{', "%7B").replace('}', "%7D");
        ["openapi.json#/paths/", &path, "/", &endpoint.method.as_str().to_ascii_lowercase()]
            .concat()
    },
    setting: |at, _| ["openapi.json#/x-settings/", &at.to_string()].concat(),
    lessons: "./#/",
};

/// The text of a place.
pub fn text(routes: &Routes, place: &Place<'_>) -> String {
    let mut text = [HEAD, place.documents].concat();
    for group in routes.groups() {
        // Writing to a string does not fail.
        let _ = write!(text, "\n## {}\n\n", group.heading.trim_end_matches(" Type"));
        for endpoint in &group.endpoints {
            let Endpoint { title, method, path, .. } = endpoint;
            let (link, about) = ((place.endpoint)(endpoint), sentence(endpoint.notes.about));
            let _ = writeln!(text, "- [{title}]({link}): `{method} {path}`. {about}");
        }
    }
    text.push_str("\n## Behaviours of real APIs\n\n");
    let settable = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
    for (at, setting) in settable.enumerate() {
        for trial in setting.trials {
            let (link, name) = ((place.setting)(at, setting), trial.settings);
            let _ = write!(text, "- [`{name}`]({link}): {}", trial.about);
            if !trial.lesson.is_empty() {
                let _ = write!(text, " [Lesson]({}{}).", place.lessons, trial.lesson);
            }
            text.push('\n');
        }
    }
    text
}

const HEAD: &str = concat!(
    "# Connector Playground\n\n\
     > An API to practise and test data connectors on. Its rows are a function of a seed, so that it knows which of them a sync lost, and why. \
     Version ",
    env!("CARGO_PKG_VERSION"),
    ".\n\n\
     To test a connector of any language, run `playground gauntlet --json -- COMMAND`. It runs the command against each behaviour below, kills \
     it and lets it go on; exit code 0: all cases passed, 1: some failed, 2: it could not run. `playground gauntlet --help` says what the \
     command is told and what counts as landed, `playground gauntlet --schema` what the report holds, and the skill `verify-sync`, which \
     comes with the packages for Python and npm, how to mend by it.\n\n\
     Settings stand before any path: `/with/records=100000,ties=15/pagination/keyset`. What landed is judged by `POST /playground/check` or \
     `playground check FILE`. Links are relative to this file.\n\n\
     ## Documents\n\n"
);

/// The first sentence.
fn sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::example;
    use crate::playground::{Playground, ROUTES};
    use crate::settings::Settings;
    use crate::state::State;

    #[test]
    fn the_form_is_that_of_llmstxt_org() {
        let text = text(&ROUTES, &SERVER);
        let mut lines = text.lines().filter(|line| !line.is_empty());
        assert_eq!(lines.next(), Some("# Connector Playground"));
        assert!(lines.next().is_some_and(|line| line.starts_with("> ")));
        assert!(!text.contains("\n# ") && !text.contains("\n\n\n") && text.ends_with('\n'));
        let (_, lists) = text.split_once("\n## ").unwrap();
        for line in lines.skip_while(|line| !line.starts_with("## ")) {
            let is_link = line.starts_with("- [") && line.contains("](") && line.ends_with('.');
            assert!(is_link || line.starts_with("## "), "{line}");
        }
        assert!(lists.lines().count() > 50);
    }

    #[test]
    fn every_endpoint_and_every_trial_has_its_line() {
        let text = text(&ROUTES, &SERVER);
        let has = |part: &str| text.lines().filter(|line| line.contains(part)).count();
        for endpoint in ROUTES.groups().iter().flat_map(|group| &group.endpoints) {
            let call = format!("): `{} {}`. ", endpoint.method, endpoint.path);
            assert_eq!(has(&call), 1, "{endpoint:?}");
        }
        for trial in SETTINGS.iter().flat_map(|setting| setting.trials) {
            assert_eq!(has(&format!("- [`{}`]", trial.settings)), 1, "{trial:?}");
        }
    }

    #[test]
    fn the_bytes_are_the_same_below_every_mount_and_prefix() {
        let at = |base: &str, path: &str| {
            let playground = Playground::new(Settings::default()).mounted_at(base);
            let request = http::Request::get(path).header("host", "a.test");
            let request = request.body(bytes::Bytes::new()).unwrap();
            let answer = playground.handle(request, example::ANCHOR, &State::new());
            String::from_utf8(answer.into_body().into_bytes().to_vec()).unwrap()
        };
        for (base, path) in [
            ("", "/llms.txt"),
            ("", "/with/ties=15/llms.txt"),
            ("/mock/", "/mock/llms.txt"),
            ("http://a.test/mock", "/mock/with/seed=1/llms.txt"),
        ] {
            assert!(at(base, path) == text(&ROUTES, &SERVER), "{path}");
        }
    }
}
