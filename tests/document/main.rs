//! The OpenAPI document against the server that it describes. Every answer to good and bad requests, with each setting on its own, is held against
//! the document of the same prefix: its status and its headers are listed, and its body fits the schema.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod described;
mod requests;
mod schemas;
#[path = "../support/table.rs"]
#[allow(dead_code, reason = "only its requests are used here")]
mod table;

use connector_playground::Settings;
use connector_playground::settings::{SETTINGS, Scope, Setting};
use described::Described;
use requests::Server;
use serde_json::{Value, json};

/// What a setting is set to: each choice, and numbers that make a difference.
/// All changes that members have, some of them to come.
const CHANGES: &str = "add@2020-01-01T00:00:00Z+rename@2020-01-01T00:00:00Z+type@2999-01-01T00:00:00Z+drop@2999-01-01T00:00:00Z|\
    add@2999-01-01T00:00:00Z+rename@2999-01-01T00:00:00Z+type@2020-01-01T00:00:00Z+drop@2020-01-01T00:00:00Z";

fn values(setting: &Setting) -> Vec<String> {
    let values = match setting.value_name {
        "N" => "1|100",
        "G" => "15",
        "SECONDS" | "HOURS" => "1",
        "TEXT" => "other",
        "TIME" => "2025-06-01T00:00:00Z",
        "CHANGES" => CHANGES,
        choices if choices.contains('|') => choices,
        other => panic!("say which values `{}` of the form {other} can have", setting.key),
    };
    values.split('|').map(str::to_owned).collect()
}

/// A prefix for every value of every setting that a request can have, and one for none.
fn prefixes() -> Vec<String> {
    let settings = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
    let pairs = settings.flat_map(|setting| {
        values(setting).into_iter().map(|value| format!("{}={value}", setting.key))
    });
    std::iter::once(String::new()).chain(pairs.map(|pair| format!("/with/{pair}"))).collect()
}

/// Holds all answers below a prefix against the document there; the faults.
fn faults(prefix: &str) -> Vec<String> {
    let server = Server::new(prefix);
    let document = server.document();
    let exchanges = server.exchanges(&document);
    let described = Described::new(document);
    let mut faults = described.examples();
    let judged =
        exchanges.iter().filter_map(|exchange| described.fault(exchange)).collect::<Vec<_>>();
    let operations =
        exchanges.iter().filter(|exchange| described.operation(exchange).is_some()).count();
    assert!(operations > 1000, "{prefix}: {operations}");
    faults.extend(judged);
    faults
}

/// Runs on two threads: each prefix is apart from the others.
#[test]
fn every_answer_under_every_setting_is_as_the_document_there_says() {
    let prefixes = prefixes();
    assert!(prefixes.len() > 40, "{prefixes:?}");
    let (one, other): (Vec<_>, Vec<_>) = prefixes.iter().enumerate().partition(|(n, _)| n % 2 == 0);
    let told: Vec<String> = std::thread::scope(|scope| {
        let runs = [one, other].map(|half| {
            scope.spawn(move || {
                half.iter().flat_map(|(_, prefix)| faults(prefix)).collect::<Vec<_>>()
            })
        });
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(told.is_empty(), "{} faults:\n{}", told.len(), told[..told.len().min(60)].join("\n"));
}

#[test]
fn every_schema_of_the_document_under_every_setting_is_complete() {
    for prefix in prefixes() {
        let lacking = schemas::lacking(&Server::new(&prefix).document());
        assert!(lacking.is_empty(), "{prefix}: {lacking:#?}");
    }
}

#[test]
fn a_setting_that_changes_no_answer_changes_no_byte_and_every_other_is_named() {
    let plain = Server::new("").document();
    for key in [
        "seed=other",
        "records=1",
        "journal=off",
        "now=2025-06-01T00:00:00Z",
        "clock_speed=60",
        "capacity=1",
        "past_end=empty",
    ] {
        assert_eq!(Server::new(&format!("/with/{key}")).document(), plain, "{key}");
    }
    for pair in [
        "drop_total=true",
        "last=null",
        "past_end=404",
        "first_cursor=required",
        "rate_limit=true",
        "csv_separator=pipe",
    ] {
        let document = Server::new(&format!("/with/{pair}")).document();
        assert!(
            document["info"]["description"].as_str().unwrap().contains(&format!("`{pair}`")),
            "{pair}"
        );
    }
}

#[test]
fn what_settings_add_and_leave_out_stands_in_the_document() {
    let of = |prefix: &str| Server::new(&format!("/with/{prefix}")).document();
    let offset = |document: &Value| document["paths"]["/pagination/offset"]["get"].clone();
    let schema = |operation: &Value| {
        operation["responses"]["200"]["content"]["application/json"]["schema"].clone()
    };

    let dropped = offset(&of("drop_total=true"));
    assert!(
        schema(&dropped)["properties"].get("total").is_none()
            && !schema(&dropped)["required"].as_array().unwrap().contains(&json!("total"))
    );
    assert!(dropped["x-paging"].get("next").is_none());
    let headers = |document: &Value| {
        document["paths"]["/pagination/link_header"]["get"]["responses"]["200"]["headers"].clone()
    };
    assert!(
        headers(&of("drop_total=true")).get("X-Total-Count").is_none()
            && headers(&of("records=1")).get("X-Total-Count").is_some()
    );

    assert_eq!(
        schema(&offset(&of("string_numbers=true")))["properties"]["total"]["type"],
        "string"
    );
    assert_eq!(
        schema(&offset(&of("last=null")))["properties"]["data"]["type"],
        json!(["array", "null"])
    );
    assert_eq!(
        schema(&of("last=null")["paths"]["/pagination/link_header"]["get"])["type"],
        json!(["array", "null"])
    );

    for (prefix, status) in
        [("past_end=404", "404"), ("past_end=400", "400"), ("max_offset=100", "400")]
    {
        let said = offset(&of(prefix))["responses"][status].to_string();
        let wanted = if prefix == "max_offset=100" {
            "No page starts beyond offset 100"
        } else {
            "This page is past the end"
        };
        assert!(said.contains(wanted), "{prefix}: {said}");
    }
    assert!(offset(&of("past_end=repeat"))["responses"].get("404").is_none());

    let cursor = |document: &Value| {
        let parameters = document["paths"]["/pagination/cursor"]["get"]["parameters"]
            .as_array()
            .unwrap()
            .clone();
        parameters.into_iter().find(|parameter| parameter["name"] == "cursor").unwrap()
    };
    assert_eq!(cursor(&of("first_cursor=required"))["required"], true);
    assert_eq!(cursor(&of("first_cursor=optional"))["required"], false);

    let limited = offset(&of("rate_limit=true"));
    assert!(limited["responses"]["429"]["headers"].get("Retry-After").is_some());
    assert!(limited["responses"]["200"]["headers"].get("X-RateLimit-Remaining").is_some());
    assert!(offset(&of("rate_limit=false"))["responses"].get("429").is_none());

    let export = of("csv_separator=pipe,csv_header=off")["paths"]["/export/csv"]["get"].to_string();
    assert!(
        export.contains("|") && !export.contains("id,name") && !export.contains("id|name"),
        "{export}"
    );
    let linked = of("links=path")["paths"]["/pagination/next_page_url"]["get"]["responses"]["200"]
        .to_string();
    assert!(
        linked.contains("\"/with/") || linked.contains("\"/pagination/next_page_url?page=2"),
        "{linked}"
    );
}

/// The page asks for the truth with these alone, before it has read any document.
#[test]
fn the_page_knows_which_settings_shape_data() {
    let data = |settings: &str| {
        let settings = settings.parse::<Settings>().unwrap();
        let clock = (settings.now, settings.clock_speed, settings.page_seconds);
        format!("{:?} {clock:?}", settings.shape())
    };
    // Some shape only data that move.
    let shapes = |setting: &&Setting| {
        values(setting).iter().any(|value| {
            let alone = format!("{}={value}", setting.key);
            let moving = if setting.key == "moving" { "" } else { "moving=on" };
            let beside = format!("{moving}{}{alone}", if moving.is_empty() { "" } else { "," });
            data(&alone) != data("")
                || beside.parse::<Settings>().is_ok() && data(&beside) != data(moving)
        })
    };
    let settings = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
    let keys = settings.filter(shapes).map(|setting| format!("{:?}", setting.key));
    let line = format!("const DATA = [{}];", keys.collect::<Vec<_>>().join(", "));
    // However it is broken into lines.
    let plain = |text: &str| text.split_whitespace().collect::<String>().replace(",]", "]");
    let page = include_str!("../../www/model/settings.js");
    assert!(plain(page).contains(&plain(&line)), "www/model/settings.js should have:\n{line}");
}
