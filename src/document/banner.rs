//! The text that a terminal shows when the server starts (contract, section 15).

use crate::credentials::Credentials;
use crate::request::parameter::{Kind, Location, Parameter};
use crate::response::error::Challenge;
use crate::router::{Endpoint, Group, Routes};
use crate::settings::Settings;
use std::fmt::Write;

const RULE: usize = 140;
const FIRST_COLUMN: usize = 30;
const COLUMN: usize = 50;

/// The banner of a server bound to `authority`.
pub fn text(
    routes: &Routes,
    settings: &Settings,
    credentials: &Credentials,
    authority: &str,
) -> String {
    let url = settings
        .public_url
        .as_ref()
        .map_or_else(|| format!("http://{authority}"), |url| url.as_str().to_owned());
    let port = authority.rsplit(':').next().unwrap_or_default();
    let rule = "-".repeat(RULE);
    let mut text = String::new();
    if !settings.is_given("rate_limit") {
        text.push_str("No --rate-limit value specified, defaulting to disabled.\n");
    }
    let _ = writeln!(text, "Starting Local API on port {port} ...");
    let _ = writeln!(text, "Open {url}/ in a browser: the tutorial and the reference are there.\n");
    for group in routes.groups() {
        table(group, credentials, &url, &rule, &mut text);
    }
    let _ = writeln!(
        text,
        "You can read about the API documentation for each endpoint on:\n{url}/\n{rule}"
    );
    text.push_str("For your observability the API requests will be logged here!\n");
    text.push_str("Keep this process up and running until you finish trying out the API.\n\n");
    if settings.rate_limit {
        let _ = writeln!(
            text,
            "Rate limiting enabled: capacity: {} tokens, refill rate: 10 tokens/s\n",
            settings.capacity
        );
    }
    text.push_str("Press CTRL+C to quit\n");
    text
}

fn table(group: &Group, credentials: &Credentials, url: &str, rule: &str, text: &mut String) {
    let rows: Vec<(&Endpoint, Option<String>)> =
        group.endpoints.iter().map(|endpoint| (endpoint, note(endpoint, credentials))).collect();
    let third =
        if rows.iter().any(|(_, note)| note.is_some()) { Some("Credentials") } else { None };
    let _ = writeln!(text, "{rule}\n{}\n{rule}", line(group.heading, "Endpoint", third));
    for (endpoint, note) in &rows {
        let path = endpoint.path.replace('{', "<").replace('}', ">");
        let _ = writeln!(
            text,
            "{}",
            line(endpoint.title, &format!("{} {url}{path}", endpoint.method), note.as_deref())
        );
    }
    let _ = writeln!(text, "{rule}");
}

fn line(first: &str, second: &str, third: Option<&str>) -> String {
    let third = third.map(|third| format!(" | {third:COLUMN$}")).unwrap_or_default();
    format!("{first:FIRST_COLUMN$} | {second:COLUMN$}{third}")
}

/// The credentials that an endpoint accepts, from the parameters it declares.
fn note(endpoint: &Endpoint, credentials: &Credentials) -> Option<String> {
    let c = credentials;
    let of = |parameter: &&Parameter| match (parameter.kind, parameter.location) {
        (Kind::Credentials(Challenge::Basic), _) => {
            Some(format!("Username: {} Password: {}", c.basic_user, c.basic_pass))
        }
        (Kind::Credentials(Challenge::Bearer), _) => Some(format!("Bearer Token: {}", c.bearer)),
        (Kind::Credentials(Challenge::ApiKey), _) => Some(format!("API Key: {}", c.api_key)),
        (Kind::Credentials(Challenge::Token), _) => {
            Some("Use Token Received from Login endpoint".to_owned())
        }
        (_, Location::Body) if parameter.name == "username" => {
            Some(format!("Username: {}  Password: {}", c.session_user, c.session_pass))
        }
        _ => None,
    };
    endpoint.parameters.iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::ROUTES;
    use crate::time::Timestamp;

    fn banner(set: &[(&str, &str)]) -> String {
        let mut settings = Settings::builder("banner", Timestamp::UNIX_EPOCH);
        for (key, value) in set {
            settings = settings.set(key, value).unwrap();
        }
        let settings = settings.build().unwrap();
        text(&ROUTES, &settings, &Credentials::new("banner"), "127.0.0.1:5001")
    }

    #[test]
    fn the_hint_at_limits_is_there_only_without_the_flag() {
        let hint = "No --rate-limit value specified, defaulting to disabled.\n";
        assert!(banner(&[]).starts_with(hint));
        assert!(!banner(&[("rate_limit", "false")]).contains(hint));
        let limited = banner(&[("rate_limit", "true"), ("capacity", "5")]);
        assert!(
            !limited.contains(hint)
                && limited.contains(
                    "Rate limiting enabled: capacity: 5 tokens, refill rate: 10 tokens/s\n"
                )
        );
    }

    #[test]
    fn the_page_is_named_before_the_tables_and_again_behind_them() {
        for (set, url) in [
            (&[][..], "http://127.0.0.1:5001/"),
            (&[("public_url", "https://a.test/mock")], "https://a.test/mock/"),
        ] {
            let text = banner(set);
            let lines: Vec<&str> = text.lines().collect();
            let start = lines
                .iter()
                .position(|line| *line == "Starting Local API on port 5001 ...")
                .unwrap();
            assert_eq!(
                lines[start + 1],
                format!("Open {url} in a browser: the tutorial and the reference are there.")
            );
            let end = lines.iter().rposition(|line| *line == url).unwrap();
            assert_eq!(
                lines[end - 1],
                "You can read about the API documentation for each endpoint on:"
            );
        }
    }

    #[test]
    fn columns_rules_and_credentials_are_the_contracts() {
        let text = banner(&[]);
        let c = Credentials::new("banner");
        for line in [
            "-".repeat(140),
            format!("{:30} | {:50}", "Pagination Type", "Endpoint"),
            format!("{:30} | {:50}", "Offset Pagination", "GET http://127.0.0.1:5001/pagination/offset"),
            format!("{:30} | {:50} | {:50}", "Authentication Endpoint Type", "Endpoint", "Credentials"),
            format!(
                "{:30} | {:50} | {:50}",
                "Auth API Key",
                "GET http://127.0.0.1:5001/auth/api_key",
                format!("API Key: {}", c.api_key)
            ),
            "Departments by Company Cursor  | GET http://127.0.0.1:5001/cursors/<company_id>/departments".to_owned(),
            "Starting Local API on port 5001 ...".to_owned(),
            "http://127.0.0.1:5001/".to_owned(),
            "Press CTRL+C to quit".to_owned(),
        ] {
            assert!(text.lines().any(|found| found == line), "{line}");
        }
        assert!(
            banner(&[("public_url", "https://api.test/mock")])
                .contains("GET https://api.test/mock/export/csv")
        );
    }
}
