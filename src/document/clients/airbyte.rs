//! The manifest for Airbyte: what its expressions say of each way of paging, under the settings in force.
//!
//! Its paginators for pages and offsets end at a page that is not full, and its expressions know nothing of the page before. So each list
//! goes on by `CursorPagination`, from what the answer says of itself, and a list whose end needs more than that is left out.

use super::{is_deep, left_out, text_of, unreached};
use crate::document::template::fill;
use crate::settings::Settings;
use crate::settings::behaviours::{Behaviours, Last, PastEnd};
use serde_json::{Value, json};

const HEAD: &str = include_str!("airbyte.yaml");
const STREAM: &str = include_str!("airbyte_stream.yaml");
/// The token of the page that is asked for, where there is one; else what stands behind it.
const TOKEN: &str = "next_page_token['next_page_token'] if next_page_token else";
/// The header that says which rows of a range came.
const RANGE: &str = "(headers.get('content-range') or headers.get('Content-Range'))";

/// The manifest of the streams that Airbyte can walk, with a comment for each that it cannot.
pub(super) fn manifest(streams: &[Value], settings: &Settings, base: &str) -> String {
    let (mut left, mut parts) = (String::new(), String::new());
    for stream in streams {
        if let Some(reason) = reason(stream, settings) {
            left.push_str(&left_out(stream, reason));
        } else {
            let gaps = Gaps { stream, behaviours: &settings.behaviours, base };
            fill(STREAM, &|name| gaps.get(name), &mut parts);
        }
    }
    let mut text = String::new();
    fill(HEAD, &|name| (name == "left").then(|| left.clone()), &mut text);
    text + &parts
}

/// Why Airbyte cannot walk a list under the settings in force; None where it can.
fn reason(stream: &Value, settings: &Settings) -> Option<&'static str> {
    let (way, behaviours) = (text_of(stream, "way"), &settings.behaviours);
    let counted = matches!(way, "page" | "page_in_path" | "offset" | "range");
    if (counted || matches!(way, "next_link" | "link_header")) && is_deep(settings) {
        return Some(
            "max_offset: no page starts beyond it, and a manifest has no way to begin again with a filter",
        );
    }
    let empty = behaviours.empty_pages && way != "range";
    if counted
        && behaviours.drop_total
        && (empty || behaviours.past_end == PastEnd::Repeat && behaviours.last == Last::List)
    {
        return Some(
            "drop_total with empty_pages or past_end=repeat: the end shows only beside the page before, which a manifest does not know",
        );
    }
    let named = matches!(way, "next_link" | "link_header" | "token" | "token_header");
    let endless = (named && empty && behaviours.last == Last::Cursor).then_some(
        "last=cursor with empty_pages: the end is an empty page that names itself, and a manifest does not know what it asked for",
    );
    endless.or_else(|| unreached(stream, settings))
}

/// What the gaps of the template stand for.
struct Gaps<'a> {
    stream: &'a Value,
    behaviours: &'a Behaviours,
    base: &'a str,
}

impl Gaps<'_> {
    fn get(&self, name: &str) -> Option<String> {
        Some(match name {
            "name" | "key" => self.hint(name).to_owned(),
            "base" => self.base.to_owned(),
            "path" => self.hint("path").replace("{page}", &format!("{{{{ {TOKEN} 1 }}}}")),
            "method" => if self.is_post() { "POST" } else { "GET" }.to_owned(),
            "fields" if self.hint("way") == "graphql" => "data, people, edges, \"*\", node".to_owned(),
            // A bare array has no member for the rows.
            "fields" => self.hint("rows").to_owned(),
            // Where an answer is a bare array, an error would be a row.
            "filter" if self.hint("way") == "range" => {
                "        record_filter: {type: RecordFilter, condition: \"{{ 'error' not in record }}\"}\n".to_owned()
            }
            "filter" => String::new(),
            "asks" => self.asks(),
            "paginator" => self.paginator().unwrap_or_default(),
            "since" => self.since(),
            _ => return None,
        })
    }

    fn hint(&self, name: &str) -> &str {
        text_of(self.stream, name)
    }

    fn is_post(&self) -> bool {
        self.stream.get("method").is_some()
    }

    /// Whether the first request must send a cursor, so that the token is no paginator's to send.
    fn asks_first(&self) -> bool {
        self.behaviours.first_cursor
            && matches!(self.hint("way"), "cursor" | "token" | "token_header" | "last_key")
    }

    /// What each request asks for: in the query, in a header or in the body.
    fn asks(&self) -> String {
        let token = |first: &str| Value::from(format!("{{{{ {TOKEN} '{first}' }}}}"));
        let mut asks = json!({});
        if let Some(most) = self.stream.get("most").filter(|_| !self.hint("size").is_empty()) {
            // Airbyte takes texts alone in a query.
            asks[self.hint("size")] =
                if self.is_post() { most.clone() } else { most.to_string().into() };
        }
        if self.asks_first() {
            asks[self.hint("parameter")] = token("*");
        }
        let (place, asks) = match self.hint("way") {
            "range" => ("request_headers", json!({ "Range": token("items=0-49") })),
            "graphql" => {
                asks["after"] = token(if self.behaviours.first_cursor { "*" } else { "" });
                ("request_body_json", json!({ "query": self.hint("query"), "variables": asks }))
            }
            _ if self.is_post() => ("request_body_json", asks),
            _ => ("request_parameters", asks),
        };
        format!("        {place}: {asks}\n")
    }

    fn paginator(&self) -> Option<String> {
        let (value, stop) = self.expressions()?;
        let place = if self.is_post() { "body_json" } else { "request_parameter" };
        let option = match self.hint("way") {
            "next_link" | "link_header" => {
                "        page_token_option: {type: RequestPath}\n".to_owned()
            }
            "page_in_path" | "range" | "graphql" => String::new(),
            _ if self.asks_first() => String::new(),
            _ => format!(
                "        page_token_option: {{type: RequestOption, inject_into: {place}, field_name: \"{}\"}}\n",
                self.hint("parameter")
            ),
        };
        Some(format!(
            "      paginator:\n        type: DefaultPaginator\n{option}        pagination_strategy:\n          type: CursorPagination\n          \
             cursor_value: \"{{{{ {value} }}}}\"\n          stop_condition: \"{{{{ {stop} }}}}\"\n"
        ))
    }

    /// The value that leads to the next page, and whether there is none.
    fn expressions(&self) -> Option<(String, String)> {
        let (next, rows) = (self.hint("next"), self.rows());
        // Where the end names itself as the next page, it is the one without rows.
        let ends = if self.behaviours.last == Last::Cursor {
            format!(" or not {rows}")
        } else {
            String::new()
        };
        // A total, or where none is told a page without rows.
        let total = |reached: String| {
            if self.behaviours.drop_total { format!("not {rows}") } else { reached }
        };
        // Whole or not, a link differs from its page in the query alone.
        let link =
            |url: &str| format!("'{}{}?' ~ {url}.split('?')[1]", self.base, self.hint("path"));
        Some(match self.hint("way") {
            "next_link" => {
                (link(&format!("response['{next}']")), format!("not response.get('{next}'){ends}"))
            }
            "link_header" => (
                link("headers['link']['next']['url']"),
                format!("'next' not in headers['link']{ends}"),
            ),
            "page" | "page_in_path" => (
                "response['page']|int + 1".to_owned(),
                total(format!("response['page']|int >= response['{next}']|int")),
            ),
            "offset" => {
                let value =
                    format!("response['offset']|int + ({rows}|length or response['limit']|int)");
                (value.clone(), total(format!("{value} >= response['{next}']|int")))
            }
            "range" => {
                let value = format!("{RANGE}.split('/')[0].split('-')[1]|int + 1");
                let known = format!(" or {value} >= {RANGE}.split('/')[1]|int");
                let reached = if self.behaviours.drop_total { "" } else { &known };
                (
                    format!("'items=' ~ ({value}) ~ '-' ~ ({value} + 49)"),
                    format!("'error' in response{reached}"),
                )
            }
            "cursor" | "token" => {
                (format!("response['{next}']"), format!("not response.get('{next}'){ends}"))
            }
            "token_header" => {
                (format!("headers['{next}']"), format!("'{next}' not in headers{ends}"))
            }
            "last_key" => {
                (format!("last_record['{}']", self.hint("key")), format!("not response['{next}']"))
            }
            "graphql" => {
                let info = "response['data']['people']['pageInfo']";
                (format!("{info}['endCursor']"), format!("not {info}['hasNextPage']"))
            }
            _ => return None,
        })
    }

    /// The rows of an answer, which may be null.
    fn rows(&self) -> String {
        match self.hint("rows") {
            "" => "response".to_owned(),
            rows => format!("(response.get('{rows}') or [])"),
        }
    }

    /// The filter of an incremental sync. A cursor is sent alone, so there is no place for one beside it, nor is there in GraphQL's variables.
    fn since(&self) -> String {
        let (since, place) =
            (self.hint("since"), if self.is_post() { "body_json" } else { "request_parameter" });
        if since.is_empty() || matches!(self.hint("way"), "cursor" | "graphql") {
            return String::new();
        }
        format!(
            "    incremental_sync:\n      type: DatetimeBasedCursor\n      cursor_field: updatedAt\n      datetime_format: \"%Y-%m-%dT%H:%M:%SZ\"\n      \
             start_datetime: \"{}\"\n      start_time_option: {{type: RequestOption, inject_into: {place}, field_name: {since}}}\n",
            super::START
        )
    }
}
