//! The inputs to start from and the words to build others from: what `tests/exchanges.json`, the endpoint table and the list of settings hold.

use crate::requests::written;
use crate::server::{EXCHANGES, SERVERS};
use crate::targets::cursors::pagers;
use crate::targets::graphql::BETWEEN;
use crate::targets::landings::FORMATS;
use connector_playground::playground::ROUTES;
use connector_playground::request::base_url;
use connector_playground::request::parameter::Kind;
use connector_playground::settings::{SETTINGS, Scope};
use serde_json::Value;
use std::collections::BTreeSet;

/// Longest seed, in bytes.
const LONGEST: usize = 4000;

fn exchanges() -> impl Iterator<Item = &'static Value> {
    EXCHANGES["exchanges"].as_array().into_iter().flatten()
}

fn text<'e>(exchange: &'e Value, key: &str) -> &'e str {
    exchange["request"][key].as_str().unwrap_or_default()
}

fn chosen(seeds: impl Iterator<Item = String>) -> Vec<String> {
    let seeds: BTreeSet<String> = seeds.filter(|seed| seed.len() <= LONGEST).collect();
    seeds.into_iter().collect()
}

/// What a proxy in front says of a request.
const FORWARDED: &str = "x-forwarded-proto: https\nx-forwarded-host: a.test\nx-forwarded-port: 8443\nx-forwarded-prefix: /p";

/// Of `handle`: the table's requests, and the samples of every endpoint at every server; one of each asked behind a proxy.
pub fn requests() -> Vec<String> {
    let endpoints = || ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    let samples = SERVERS.iter().enumerate().flat_map(|(n, server)| {
        endpoints().flat_map(move |endpoint| {
            let (method, mount) = (&endpoint.method, server.mount);
            let path = endpoint.notes.samples.first().unwrap_or(&endpoint.path);
            [
                format!("{n}{method} {mount}{path}"),
                format!("{n}{method} {mount}{path}\n{FORWARDED}"),
            ]
        })
    });
    chosen(exchanges().map(written).chain(samples))
}

/// Of `settings`: the prefixes of the table, and each setting with what it can be.
pub fn prefixes() -> Vec<String> {
    let used = exchanges()
        .filter_map(|exchange| text(exchange, "path").strip_prefix("/with/")?.split('/').next());
    chosen(used.map(str::to_owned).chain(pairs()))
}

/// `key=value` for each setting that a request can set.
fn pairs() -> impl Iterator<Item = String> {
    SETTINGS.iter().filter(|setting| setting.scope == Scope::Request).flat_map(|setting| {
        let values = setting.value_name.split('|').chain(setting.bare).chain([setting.default]);
        values.map(|value| format!("{}={value}", setting.key))
    })
}

/// Of `cursors`: every pager with its own cursor, one further on, and none.
pub fn cursors() -> Vec<String> {
    let settings = ["", "last=cursor", "short_pages=true,empty_pages=true", "records=1000000000"];
    let templates = ["~.~.~.~.~", "~.~.~.70.~", "~.~.~.1000000000.18446744073709551615", "~", "=*"];
    let pagers = pagers().into_iter().map(|pager| pager.path);
    let all = pagers
        .flat_map(|path| settings.map(|set| (path, set)))
        .flat_map(|(path, set)| templates.map(|template| format!("{path}\n{set}\n\n{template}")));
    chosen(all)
}

/// Of `tokens`: the table's headers and logins, names and passwords of which one is right, and tokens of several ends.
pub fn credentials() -> Vec<String> {
    let header = |exchange: &Value| {
        let headers = exchange["request"]["headers"].as_object()?;
        let (_, value) =
            headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
        value.as_str().map(str::to_owned)
    };
    let logins = exchanges().filter(|exchange| text(exchange, "path").ends_with("/login"));
    let half =
        [("{session_user}", "x"), ("x", "{session_pass}"), ("{session_pass}", "{session_user}")];
    let half = half.map(|(name, password)| {
        let basic = format!("Basic {{base64:{name}:{password}}}").replace("session", "basic");
        format!("{basic}\n\n{{\"username\":\"{name}\",\"password\":\"{password}\"}}")
    });
    let ends = ["1", "0", "-1", "9000000000000"].map(|end| format!("Token {{token:{end}}}"));
    let logins = logins.map(|login| format!("\n\n{}", text(login, "body")));
    chosen(exchanges().filter_map(header).chain(logins).chain(half).chain(ends))
}

/// Of `uploads`: those of the table.
pub fn uploads() -> Vec<String> {
    let checks = exchanges().filter(|it| {
        text(it, "method") == "POST" && text(it, "path").contains("/playground/check")
    });
    chosen(checks.map(|exchange| {
        let (path, query) =
            text(exchange, "path").split_once('?').unwrap_or((text(exchange, "path"), ""));
        let settings =
            path.strip_prefix("/with/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let media_type =
            exchange["request"]["headers"]["content-type"].as_str().unwrap_or_default();
        format!("{settings}\n{query}\n{media_type}\n{}", text(exchange, "body"))
    }))
}

/// Of `landings`: every damage of every format, near the beginning, in the middle and at the end, and none.
pub fn landings() -> Vec<String> {
    const DAMAGES: [&str; 9] = [
        "",
        "cut ~",
        "hole ~ 40",
        "move ~ 900 30",
        "flip ~ 3",
        "glue 2",
        "write ~ \"",
        "write ~ ,\n",
        "write ~ 0000",
    ];
    let exports = FORMATS
        .iter()
        .flat_map(|(format, _)| ["0 0", "9 4", "59 15"].map(|size| format!("{format} {size}")));
    let all = exports.flat_map(|export| {
        DAMAGES.iter().flat_map(move |damage| {
            let export = export.clone();
            ["3", "700", "5003"].map(|at| format!("{export}\n{}", damage.replace('~', at)))
        })
    });
    chosen(all)
}

/// Of `graphql`: the documents of the table.
pub fn documents() -> Vec<String> {
    let posts = exchanges().filter(|exchange| text(exchange, "path").ends_with("/graphql"));
    chosen(posts.filter_map(|post| {
        let body: Value = serde_json::from_str(text(post, "body")).ok()?;
        let mut seed = body.get("query")?.as_str()?.to_owned();
        if let Some(variables) = body.get("variables") {
            seed += &format!("{BETWEEN}{variables}");
        }
        if let Some(name) = body.get("operationName").and_then(Value::as_str) {
            seed += &format!("{BETWEEN}{name}");
        }
        Some(seed)
    }))
}

/// Marks of the inputs' own forms, and the ends of what texts can say.
const OTHERS: [&str; 23] = [
    "\ncut ",
    "\nhole ",
    "\nmove ",
    "\nflip ",
    "\nwrite ",
    "/with/",
    "%2F",
    "%25",
    "HEAD ",
    "\n###\n",
    BETWEEN,
    "~.~.~.~.~",
    "{token:",
    "{base64:",
    "2026-11-25T09:00:00Z",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "1000000000",
    "4294967295",
    "9223372036854775807",
    "18446744073709551615",
    "-1",
];

/// Words worth putting into an input, as libFuzzer reads them: a quoted text a line.
pub fn dictionary() -> String {
    let endpoints = || ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    let mut words: BTreeSet<String> =
        endpoints().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path)).collect();
    words.extend(endpoints().flat_map(|endpoint| &endpoint.parameters).flat_map(|parameter| {
        let values: &[&str] =
            if let Kind::Choice { values, .. } = parameter.kind { values } else { &[] };
        values.iter().map(|value| (*value).to_owned()).chain([format!("{}=", parameter.name)])
    }));
    words.extend(pairs());
    words.extend(base_url::READ.iter().map(|name| format!("\n{name}: ")));
    words.extend(SERVERS[0].names().map(|(name, _)| name.to_owned()));
    words.extend(OTHERS.map(str::to_owned));
    let escaped = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02X}"),
    };
    words
        .iter()
        .map(|word| format!("\"{}\"\n", word.bytes().map(escaped).collect::<String>()))
        .collect()
}
