//! Ready configurations for the clients that people sync with: templates filled from the hints of the endpoint table and with the
//! address by which the server was asked.
//!
//! A template has `{name}` where a text goes. The manifest of Airbyte is made of parts, each after a line `~NAMES`: it stands for streams
//! that have one of the names as a hint or as their way of paging, one without a name for all.

use super::template::fill;
use crate::endpoint::{Routes, Way};
use crate::endpoints::ROUTES;
use crate::json;
use crate::origin::Links;
use http::Method;
use serde_json::Value;

/// The clients there are configurations for.
pub const NAMES: [&str; 4] = ["dlt", "airbyte", "singer", "fivetran"];

const STREAMS: &str = include_str!("clients/streams.py");
const FOLLOWING: &str = include_str!("clients/following.py");
const AIRBYTE: &str = include_str!("clients/airbyte.yaml");

/// The configuration of a client; None for one there is none for.
pub fn configuration(client: &str, links: &Links<'_>) -> Option<String> {
    let template = match client {
        "dlt" => include_str!("clients/dlt.py"),
        "singer" => include_str!("clients/singer.py"),
        "fivetran" => include_str!("clients/fivetran.py"),
        "airbyte" => return Some(manifest(&streams(&ROUTES), &base(links))),
        _ => return None,
    };
    let mut text = String::new();
    fill(template, &|name| python(name, links), &mut text);
    Some(text)
}

/// What a gap in a template of Python stands for.
fn python(name: &str, links: &Links<'_>) -> Option<String> {
    let mut text = String::new();
    match name {
        "following.py" => text.push_str(FOLLOWING),
        "streams.py" => fill(STREAMS, &|name| python(name, links), &mut text),
        "base" => text = base(links),
        "streams" => {
            for stream in streams(&ROUTES) {
                text.push_str("    ");
                text.push_str(&json::text(&stream));
                text.push_str(",\n");
            }
        }
        _ => return None,
    }
    Some(text)
}

/// The lists that one request without a parent can walk, with name and path beside their hints.
fn streams(routes: &Routes) -> Vec<Value> {
    let mut streams = Vec::new();
    for endpoint in routes.groups().iter().flat_map(|group| &group.endpoints) {
        let list = endpoint.method == Method::GET && !endpoint.path.contains('{');
        // No client has a ready-made way for rows by the header Range.
        let list = list && endpoint.paging.is_some_and(|paging| paging.way != Way::Range);
        if let Some(mut hints) = endpoint.hints().filter(|_| list) {
            hints["name"] = endpoint.path.rsplit('/').next().unwrap_or_default().into();
            hints["path"] = endpoint.path.into();
            streams.push(hints);
        }
    }
    streams
}

/// The server's address, with what could end a text or start an expression percent-encoded.
fn base(links: &Links<'_>) -> String {
    let mut text = String::new();
    for letter in links.to("").chars() {
        match letter {
            '"' => text.push_str("%22"),
            '\\' => text.push_str("%5C"),
            '{' => text.push_str("%7B"),
            '}' => text.push_str("%7D"),
            plain => text.push(plain),
        }
    }
    text
}

fn manifest(streams: &[Value], base: &str) -> String {
    let (head, parts) = AIRBYTE.split_once('~').unwrap_or_default();
    let mut text = head.to_owned();
    for stream in streams {
        let way = stream["way"].as_str().unwrap_or_default();
        let gap = |name: &str| match &stream[name] {
            Value::Null if name == "base" => Some(base.to_owned()),
            // A bare array has no member for the rows.
            Value::Null if name == "rows" => Some(String::new()),
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            number => Some(json::text(number)),
        };
        for part in parts.split('~') {
            let (names, part) = part.split_once('\n').unwrap_or_default();
            // A cursor is sent alone, so there is no place for a filter beside it.
            let hinted = |name: &str| stream.get(name).is_some() && !(name == "since" && way == "cursor");
            let wanted = names.is_empty() || names.split(' ').any(|name| name == way || hinted(name));
            if wanted {
                fill(part, &gap, &mut text);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::example;
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use http::Request;

    fn made(client: &str, prefix: Option<&str>) -> String {
        let settings = Settings::new("s", Timestamp::from_seconds(0));
        let (head, ()) = Request::get("/").header("host", "a.test").body(()).unwrap().into_parts();
        configuration(client, &Links { head: &head, settings: &settings, mount: "/m", prefix }).unwrap()
    }

    #[test]
    fn each_configuration_names_every_list_and_the_servers_address_and_has_no_gap() {
        for client in NAMES {
            let text = made(client, Some("ties=15"));
            assert!(text.contains("\"http://a.test/m/with/ties=15\""), "{text}");
            for stream in streams(&ROUTES) {
                assert!(text.contains(stream["path"].as_str().unwrap()), "{client} {stream}");
            }
            for gap in [
                "{base}",
                "{streams",
                "{following",
                "{name}",
                "{rows}",
                "{size}",
                "{most}",
                "{parameter}",
                "{next}",
                "{since}",
            ] {
                assert!(!text.contains(gap), "{client} {gap}");
            }
        }
        assert!(made("airbyte", None).contains("cursor_value: \"{{ response['next_page_url'] }}\""));
    }

    #[test]
    fn nothing_of_an_address_ends_a_text_or_starts_an_expression() {
        for client in NAMES {
            let text = made(client, Some("seed=\"+{{x}}\\"));
            assert!(text.contains("\"http://a.test/m/with/seed=%22+%7B%7Bx%7D%7D%5C\""), "{text}");
        }
    }

    #[test]
    fn the_hints_are_true_of_the_answers() {
        let endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
        for endpoint in endpoints.filter(|endpoint| endpoint.paging.is_some()) {
            let hints = endpoint.hints().unwrap();
            let named = |key: &str| hints[key].as_str();
            let parameter = |name: &str| endpoint.parameters.iter().any(|parameter| parameter.name == name);
            assert!(["parameter", "size", "since"].iter().filter_map(|key| named(key)).all(parameter), "{endpoint:?}");
            assert_eq!(hints.get("size").is_some(), hints.get("most").is_some(), "{endpoint:?}");
            let (head, body) = example::response(endpoint, endpoint.notes.samples[0]).into_parts();
            let body: Value = serde_json::from_slice(&body.into_bytes()).unwrap();
            let rows = named("rows").map_or(&body, |rows| &body[rows]).as_array().unwrap();
            assert!(rows.iter().all(|row| row.get(named("key").unwrap()).is_some()), "{endpoint:?}");
            let leads_on =
                |next: &str| body.get(next).is_some() || head.headers.contains_key(next) || next == "Content-Range";
            assert!(named("next").is_none_or(leads_on), "{endpoint:?}");
        }
    }
}
