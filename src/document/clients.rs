//! Ready configurations for the clients that people sync with: templates filled from the hints of the endpoint table, with the address by
//! which the server was asked, and by the settings in force. A list that a client cannot walk under them is left out, with a comment.
//!
//! A template has `{name}` where a text goes.

mod airbyte;

use crate::dataset::form::time_format::TimeFormat;
use crate::document::template::fill;
use crate::request::base_url::Links;
use crate::router::{Routes, Way};
use crate::settings::Settings;
use crate::settings::behaviours::{Behaviours, Envelope};
use http::Method;
use serde_json::{Value, json};

/// The clients there are configurations for.
pub const NAMES: [&str; 4] = ["dlt", "airbyte", "singer", "fivetran"];

const STREAMS: &str = include_str!("clients/streams.py");
const FOLLOWING: &str = include_str!("clients/following.py");
/// Start of a first sync: earlier than every row, with a year of four digits.
const START: &str = "1000-01-01T00:00:00Z";
/// What a client asks GraphQL for, all members of a record.
const QUERY: &str = "query ($first: Int, $after: String, $since: DateTime) { people(first: $first, after: $after, updatedSince: $since) \
    { edges { node { id name email address company job createdAt updatedAt } } pageInfo { hasNextPage endCursor } } }";

/// The configuration of a client under the settings in force; None for one there is none for.
pub fn configuration(
    routes: &Routes,
    client: &str,
    settings: &Settings,
    links: &Links<'_>,
) -> Option<String> {
    let (template, base) = match client {
        "dlt" => (include_str!("clients/dlt.py"), base(links)),
        "singer" => (include_str!("clients/singer.py"), base(links)),
        "fivetran" => (include_str!("clients/fivetran.py"), base(links)),
        "airbyte" => {
            return Some(airbyte::manifest(&streams(routes, settings), settings, &base(links)));
        }
        _ => return None,
    };
    let mut text = String::new();
    fill(template, &|name| python(routes, name, settings, &base), &mut text);
    Some(text)
}

/// What a gap in a template of Python stands for.
fn python(routes: &Routes, name: &str, settings: &Settings, base: &str) -> Option<String> {
    let behaviours = &settings.behaviours;
    let mut text = String::new();
    match name {
        "following.py" => text.push_str(FOLLOWING),
        "streams.py" => fill(STREAMS, &|name| python(routes, name, settings, base), &mut text),
        "base" => text.push_str(base),
        "start" => text.push_str(START),
        "first_cursor" => text.push_str(if behaviours.first_cursor { "\"*\"" } else { "None" }),
        "max_offset" => {
            text = behaviours.max_offset.map_or_else(|| "None".to_owned(), |max| max.to_string())
        }
        "own" => text.push_str(if *behaviours == Behaviours::default() { "True" } else { "False" }),
        "streams" => {
            for stream in streams(routes, settings)
                .iter()
                .filter(|stream| unreached(stream, settings).is_none())
            {
                text.push_str("    ");
                text.push_str(&stream.to_string());
                text.push_str(",\n");
            }
        }
        "left" => {
            let left = |stream: &Value| Some(left_out(stream, unreached(stream, settings)?));
            text.extend(streams(routes, settings).iter().filter_map(left));
        }
        _ => return None,
    }
    Some(text)
}

/// The lists that can be walked without a parent, with name and path beside their hints, and a method that is not GET.
fn streams(routes: &Routes, settings: &Settings) -> Vec<Value> {
    let mut streams = Vec::new();
    for endpoint in routes.groups().iter().flat_map(|group| &group.endpoints) {
        let paged_by_path = endpoint.paging.is_some_and(|paging| paging.way == Way::PageInPath);
        let list = paged_by_path || !endpoint.path.contains('{');
        if let Some(mut hints) = endpoint.hints().filter(|_| list) {
            let path = endpoint.path.trim_end_matches("/{page}");
            hints["name"] = path.rsplit('/').next().unwrap_or_default().into();
            hints["path"] = endpoint.path.into();
            if endpoint.method != Method::GET {
                hints["method"] = endpoint.method.as_str().into();
            }
            streams.push(hints);
        }
    }
    streams.push(json!({
        "way": "graphql", "key": "id", "rows": "data.people.edges", "parameter": "after", "size": "first", "since": "since", "most": 50,
        "name": "graphql", "path": "/graphql", "method": "POST", "query": QUERY,
    }));
    // Clients compare times as texts, and send the newest as their filter: that takes times that sort and need no escaping.
    if settings.form.time != TimeFormat::Z {
        streams.iter_mut().filter_map(Value::as_object_mut).for_each(|hints| {
            hints.remove("since");
        });
    }
    streams
}

/// The server's address, with what could end a text or start an expression percent-encoded.
fn base(links: &Links<'_>) -> String {
    let mut text = String::new();
    for letter in links.to("").chars() {
        match letter {
            '"' => text.push_str("%22"),
            '\'' => text.push_str("%27"),
            '\\' => text.push_str("%5C"),
            '{' => text.push_str("%7B"),
            '}' => text.push_str("%7D"),
            plain => text.push(plain),
        }
    }
    text
}

/// A hint of a stream; empty where there is none.
fn text_of<'a>(stream: &'a Value, name: &str) -> &'a str {
    stream[name].as_str().unwrap_or_default()
}

/// Why no client can walk a list under the settings in force; None where one can. Others begin again with a filter.
fn unreached(stream: &Value, settings: &Settings) -> Option<&'static str> {
    const COUNTED: [&str; 6] =
        ["next_link", "link_header", "page", "page_in_path", "offset", "range"];
    let way = text_of(stream, "way");
    let object = !text_of(stream, "rows").is_empty() && way != "graphql";
    if object && settings.behaviours.envelope != Envelope::On {
        return Some("envelope: the object that says how to go on is not on every page");
    }
    let deep = COUNTED.contains(&way) && stream.get("since").is_none() && is_deep(settings);
    let reason = deep.then_some(
        "max_offset: no page starts beyond it, and this list has no filter to reach the rest by",
    );
    reason.or(windowed(stream, settings))
}

/// Why a list cannot be walked as a whole; None where it can.
fn windowed(stream: &Value, settings: &Settings) -> Option<&'static str> {
    let bounded = settings.max_window_hours.is_some() && text_of(stream, "since") == "start";
    bounded.then_some("max_window_hours: it has to be walked window by window")
}

/// The comment for a list that is left out.
fn left_out(stream: &Value, reason: &str) -> String {
    format!("# Not here: {}, by {reason}.\n", text_of(stream, "name"))
}

/// Whether a walk may ask for a page that starts beyond the highest offset. Short and empty pages make a walk longer, by three fifths at
/// most, and without a total it asks for a page more.
fn is_deep(settings: &Settings) -> bool {
    let behaviours = &settings.behaviours;
    let stretched = if behaviours.short_pages || behaviours.empty_pages {
        settings.records / 5 * 3 + 50
    } else {
        0
    };
    let reach = settings.records + stretched + if behaviours.drop_total { 50 } else { 0 };
    behaviours.max_offset.is_some_and(|max| max < reach)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::example;
    use crate::playground::{API, ROUTES};
    use crate::settings::Settings;
    use http::Request;

    fn made(client: &str, prefix: Option<&str>) -> String {
        let settings = Settings::default();
        let (head, ()) = Request::get("/").header("host", "a.test").body(()).unwrap().into_parts();
        let changed = settings.with_prefix(prefix.unwrap_or("records=200")).unwrap();
        configuration(
            &ROUTES,
            client,
            &changed,
            &Links { head: &head, settings: &settings, mount: "/m", has_one_base: false, prefix },
        )
        .unwrap()
    }

    #[test]
    fn each_configuration_names_every_list_and_the_servers_address_and_has_no_gap() {
        for client in NAMES {
            let text = made(client, Some("ties=15"));
            assert!(text.contains("\"http://a.test/m/with/ties=15\""), "{text}");
            for stream in streams(&ROUTES, &Settings::default()) {
                assert!(
                    text.contains(text_of(&stream, "path").trim_end_matches("{page}")),
                    "{client} {stream}"
                );
            }
            let word = |gap: &str| {
                gap.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                    || gap.contains(".py")
            };
            let gaps = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
            let gaps: Vec<&str> = gaps.filter(|gap| !gap.is_empty() && word(gap)).collect();
            // What the hint of a path has in braces.
            assert!(gaps.iter().all(|gap| *gap == "page"), "{client} {gaps:?}");
        }
        assert!(made("airbyte", None).contains("cursor_value: \"{{ response['next_cursor'] }}\""));
    }

    #[test]
    fn a_list_that_a_client_cannot_walk_is_left_out_with_a_reason() {
        let left =
            |client: &str, prefix: &str| made(client, Some(prefix)).matches("# Not here: ").count();
        for client in NAMES {
            assert_eq!(left(client, "ties=15"), 0, "{client}");
            assert_eq!(left(client, "max_window_hours=24"), 1, "{client}");
            assert_eq!(
                left(client, "max_offset=100"),
                if client == "airbyte" { 7 } else { 1 },
                "{client}"
            );
        }
        assert_eq!(left("airbyte", "drop_total=true,past_end=repeat"), 4);
        assert_eq!(left("airbyte", "drop_total=true,past_end=repeat,last=null"), 0);
        assert_eq!(left("airbyte", "drop_total=true,empty_pages=true"), 3);
        assert_eq!(left("airbyte", "last=cursor,empty_pages=true"), 8);
        assert_eq!(left("dlt", "last=cursor,empty_pages=true,drop_total=true,past_end=repeat"), 0);
    }

    #[test]
    fn nothing_of_an_address_ends_a_text_or_starts_an_expression() {
        for client in NAMES {
            let text = made(client, Some("seed=\"'+{{x}}\\"));
            assert!(
                text.contains("\"http://a.test/m/with/seed=%22%27+%7B%7Bx%7D%7D%5C\""),
                "{text}"
            );
        }
    }

    #[test]
    fn the_hints_are_true_of_the_answers() {
        let endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
        for endpoint in endpoints.filter(|endpoint| endpoint.paging.is_some()) {
            let hints = endpoint.hints().unwrap();
            let named = |key: &str| hints[key].as_str();
            let parameter =
                |name: &str| endpoint.parameters.iter().any(|parameter| parameter.name == name);
            assert!(
                ["parameter", "size", "since"].iter().filter_map(|key| named(key)).all(parameter),
                "{endpoint:?}"
            );
            assert_eq!(hints.get("size").is_some(), hints.get("most").is_some(), "{endpoint:?}");
            let (head, body) = example::Server::new(API, &[])
                .response(endpoint, endpoint.notes.samples[0])
                .into_parts();
            let body: Value = serde_json::from_slice(&body.into_bytes()).unwrap();
            let rows = named("rows").map_or(&body, |rows| &body[rows]).as_array().unwrap();
            assert!(
                rows.iter().all(|row| row.get(named("key").unwrap()).is_some()),
                "{endpoint:?}"
            );
            let leads_on = |next: &str| {
                body.get(next).is_some()
                    || head.headers.contains_key(next)
                    || next == "Content-Range"
            };
            assert!(named("next").is_none_or(leads_on), "{endpoint:?}");
        }
    }
}
