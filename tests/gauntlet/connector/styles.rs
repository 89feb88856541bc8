//! Styles of reading. Each gives pages to `land`, with the name of their list where there are several.

use super::api::{Api, joined};
use super::{ANEW, GONE, Result, SIZE, TOKEN, text, variable};
use base64::Engine as _;
use serde_json::{Map, Value, json};

type Land<'l> = &'l mut dyn FnMut(&str, Vec<Value>) -> Result;
type Style = fn(&Api, &str, Land<'_>) -> Result;

/// The style of a name.
pub(super) fn named(name: &str) -> Option<Style> {
    let styles: [(&str, Style); 9] = [
        ("page-numbers", page_numbers),
        ("offsets", offsets),
        ("links", links),
        ("cursors", cursors),
        ("keyset", keyset),
        ("session", session),
        ("export", export),
        ("two-lists", two_lists),
        ("delta", delta),
    ];
    styles.into_iter().find(|(known, _)| *known == name).map(|(_, style)| style)
}

/// The object that an answer is; a list without one does not say how to go on.
fn parsed(text: &str) -> Result<Value> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("{error}: {text}"))?;
    if value.is_object() { Ok(value) } else { Err("the answer is no object".to_owned()) }
}

fn body(api: &Api, url: &str) -> Result<Option<Value>> {
    api.ask(url)?.map(|text| parsed(&text)).transpose()
}

/// The same of a list that goes on until it says that it ends.
fn there(api: &Api, url: &str) -> Result<Value> {
    body(api, url)?.ok_or_else(|| format!("{url} is gone"))
}

fn ids(rows: &[Value]) -> Vec<Value> {
    rows.iter().map(|row| row["id"].clone()).collect()
}

/// A number, or a text that is one.
fn number(value: &Value) -> Option<usize> {
    let written = value.as_str().and_then(|text| text.parse().ok());
    value.as_u64().and_then(|number| number.try_into().ok()).or(written)
}

/// Pages by number, to the total; without one to the first page that holds nothing new.
fn page_numbers(api: &Api, since: &str, land: Land<'_>) -> Result {
    let (mut page, mut seen, mut last) = (1, 0, Vec::new());
    let order = if api.is("newest-first") { "desc" } else { "" };
    loop {
        let (at, size) = (page.to_string(), SIZE.to_string());
        let query = [
            ("page", at.as_str()),
            ("per_page", &size),
            ("updated_since", since),
            ("order_type", order),
        ];
        let Some(body) = body(api, &api.url("page_number", &query))? else { return Ok(()) };
        let Some(rows) = body["data"].as_array().cloned() else { return Ok(()) };
        page += 1;
        if rows == [json!(1)] {
            continue;
        }
        let found = ids(&rows);
        if !found.is_empty() && found == last && !api.is("repeats-forever") {
            return Ok(());
        }
        let count = rows.len();
        land("", rows)?;
        seen += count;
        last = if found.is_empty() { last } else { found };
        let pages_of =
            |total: &Value| number(total).is_some_and(|total| (page - 1) * SIZE >= total);
        let total = body.get("total_items").filter(|_| !api.is("repeats-forever"));
        let is_last = match total {
            _ if api.is("short-is-the-end") && count < SIZE => true,
            _ if api.is("empty-is-the-end") && count == 0 => true,
            None if api.is("total-pages") => return Err("no total_items".to_owned()),
            Some(total) if api.is("total-pages") && pages_of(total) => true,
            Some(Value::String(_)) if api.is("numbers-are-numbers") => {
                return Err("total_items is a text".to_owned());
            }
            Some(total) => number(total).is_some_and(|total| seen >= total),
            None => count == 0,
        };
        if is_last {
            return Ok(());
        }
    }
}

/// Pages by offset, which goes on by the rows that came.
fn offsets(api: &Api, since: &str, land: Land<'_>) -> Result {
    let (mut offset, mut last) = (0, Vec::new());
    loop {
        let (at, size) = (offset.to_string(), SIZE.to_string());
        let query = [("offset", at.as_str()), ("limit", &size), ("updated_since", since)];
        let Some(body) = body(api, &api.url("offset", &query))? else { return Ok(()) };
        let Some(rows) = body["data"].as_array().cloned() else { return Ok(()) };
        let (found, count) = (ids(&rows), rows.len());
        if !found.is_empty() && found == last {
            return Ok(());
        }
        last = if found.is_empty() { last } else { found };
        land("", rows)?;
        offset += if api.is("steps-by-limit") || count == 0 { SIZE } else { count };
        offset += usize::from(api.is("off-by-one"));
        let is_last = match body.get("total") {
            Some(total) => number(total).is_some_and(|total| offset >= total),
            None => count == 0,
        };
        if is_last {
            return Ok(());
        }
    }
}

/// Pages by the link to the next one.
fn links(api: &Api, since: &str, land: Land<'_>) -> Result {
    let size = SIZE.to_string();
    let mut url = api.url("next_page_url", &[("per_page", &size), ("updated_since", since)]);
    loop {
        let Some(body) = body(api, &url)? else { return Ok(()) };
        let rows = body["data"].as_array().cloned();
        if rows.is_none() && api.is("null-breaks") {
            return Err("data is no list".to_owned());
        }
        land("", rows.unwrap_or_default())?;
        let Some(link) = text(&body, "next_page_url") else { return Ok(()) };
        let next = if api.is("joins-by-hand") && !link.starts_with("http") {
            format!("{}{link}", api.base)
        } else {
            joined(&url, &link)
        };
        if next == url && !api.is("cursors-forever") {
            return Ok(());
        }
        url = next;
    }
}

/// Pages by cursor, to the last or to one that leads to itself.
fn cursors(api: &Api, since: &str, land: Land<'_>) -> Result {
    let (mut cursor, size) = (String::new(), SIZE.to_string());
    loop {
        let query = [("limit", size.as_str()), ("updated_since", since), ("cursor", &cursor)];
        let mut url = api.url("cursor", &query);
        if cursor.is_empty() {
            url += "&cursor=";
        }
        let body = there(api, &url)?;
        land("", body["data"].as_array().cloned().unwrap_or_default())?;
        match text(&body, "next_cursor") {
            Some(next) if next != cursor || api.is("cursors-forever") => cursor = next,
            _ => return Ok(()),
        }
    }
}

/// Pages behind the last row; a parameter of its own making skips what shares a second.
fn keyset(api: &Api, since: &str, land: Land<'_>) -> Result {
    let mut param = String::new();
    loop {
        let since = if param.is_empty() { since } else { "" };
        let url = api.url("keyset", &[("updated_since", since), ("scroll_param", &param)]);
        let body = there(api, &url)?;
        let rows = body["data"].as_array().cloned().unwrap_or_default();
        let newest = rows.last().and_then(|row| text(row, "updatedAt"));
        land("", rows)?;
        match text(&body, "scroll_param") {
            Some(next) if !next.is_empty() && next != param => param = next,
            _ => return Ok(()),
        }
        if let Some(newest) = newest.filter(|_| api.is("ties-skipped")) {
            param = base64::engine::general_purpose::STANDARD.encode(newest);
        }
    }
}

/// The ids of what was deleted since a moment.
pub(super) fn deleted(api: &Api, since: &str) -> Result<Vec<Value>> {
    let url = format!("{}/deleted?since={since}", api.base);
    Ok(there(api, &url)?["data"].as_array().map(|rows| ids(rows)).unwrap_or_default())
}

/// Ten rows behind a login, twice; a token that has ended is asked for anew.
fn session(api: &Api, _: &str, land: Land<'_>) -> Result {
    let who = json!({
        "username": variable("PLAYGROUND_SESSION_USER")?,
        "password": variable("PLAYGROUND_SESSION_PASS")?,
    });
    let login = || -> Result<String> {
        let url = format!("{}/auth/session_token/login", api.base);
        let headers = [("Content-Type", "application/json")];
        let reply = api.reply("POST", &url, &headers, &who.to_string())?;
        text(&parsed(reply.text())?, "token").ok_or_else(|| "no token".to_owned())
    };
    let url = format!("{}/auth/session_token/data", api.base);
    let read =
        |token: &str| api.reply("GET", &url, &[("Authorization", &format!("Token {token}"))], "");
    let mut token = login()?;
    for _ in 0..2 {
        let mut reply = read(&token)?;
        if reply.status == 401 && !api.is("token-kept") {
            token = login()?;
            reply = read(&token)?;
        }
        if reply.status != 200 {
            return Err(format!("{}: {}", reply.status, reply.text()));
        }
        land("", parsed(reply.text())?["data"].as_array().cloned().unwrap_or_default())?;
    }
    Ok(())
}

/// The export in CSV, by names of columns, whatever mark it begins with.
fn export(api: &Api, _: &str, land: Land<'_>) -> Result {
    let url = format!("{}/export/csv", api.base);
    let whole = api.ask(&url)?.ok_or_else(|| format!("{url} is gone"))?;
    let text = if api.is("mark-is-text") { &whole } else { whole.trim_start_matches('\u{feff}') };
    let (head, rest) = text.split_once('\n').ok_or_else(|| "the export has no rows".to_owned())?;
    let names: Vec<&str> = head.trim_end().split(',').collect();
    if !names.contains(&"id") && !api.is("mark-is-text") {
        return Err("the export has no column 'id'".to_owned());
    }
    let row = |fields: Vec<&str>| {
        let members = names.iter().zip(fields).map(|(name, field)| ((*name).into(), field.into()));
        Value::Object(members.collect::<Map<String, Value>>())
    };
    if api.is("lines-are-rows") {
        return land("", rest.lines().map(|line| row(line.split(',').collect())).collect());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rest.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(row(record.map_err(|error| error.to_string())?.iter().collect()));
    }
    land("", rows)
}

/// People and companies; one that is forbidden does not keep the other from landing, and is told of at the end.
fn two_lists(api: &Api, _: &str, land: Land<'_>) -> Result {
    let mut failed = Vec::new();
    let lists =
        [("incremental/timestamp", "data.ndjson"), ("cursors/companies", "companies.ndjson")];
    for (list, name) in lists {
        let (url, mut cursor) = (format!("{}/{list}", api.base), String::new());
        loop {
            let query =
                if cursor.is_empty() { cursor.clone() } else { format!("?cursor={cursor}") };
            let reply = api.reply("GET", &format!("{url}{query}"), &[], "")?;
            match reply.status {
                200 => {}
                403 if api.is("forbidden-ends-all") => return Err(format!("not allowed: {list}")),
                403 => {
                    failed.push(list);
                    break;
                }
                status => return Err(format!("{status}: {}", reply.text())),
            }
            let body = parsed(reply.text())?;
            let rows = body.as_object().and_then(|body| body.values().find_map(Value::as_array));
            land(name, rows.cloned().unwrap_or_default())?;
            match text(&body, "next_cursor") {
                Some(next) if !next.is_empty() => cursor = next,
                _ => break,
            }
        }
    }
    if failed.is_empty() || api.is("forbidden-is-fine") {
        Ok(())
    } else {
        Err(format!("not allowed: {failed:?}"))
    }
}

/// What changed since the last sync, by its token; everything where there is none, or where it is too old. What is gone comes as `null`.
fn delta(api: &Api, token: &str, land: Land<'_>) -> Result {
    let mut url = format!("{}/delta?limit={SIZE}&sync_token={token}", api.base);
    if token.is_empty() {
        land(ANEW, Vec::new())?;
    }
    loop {
        let reply = api.reply("GET", &url, &[], "")?;
        let body = match reply.status {
            200 => parsed(reply.text())?,
            410 if api.is("gone-is-nothing") => return Ok(()),
            410 if !token.is_empty() && !api.is("gone-fails") => return delta(api, "", land),
            status => return Err(format!("{status}: {}", reply.text())),
        };
        let rows = body["data"].as_array().cloned().unwrap_or_default();
        let (gone, rows): (Vec<Value>, Vec<Value>) =
            rows.into_iter().partition(|row| row["deleted"] == true);
        land("", rows)?;
        land(GONE, gone)?;
        match (text(&body, "next"), text(&body, "sync_token")) {
            (Some(next), _) => url = joined(&url, &next),
            (None, Some(token)) => return land(TOKEN, vec![token.into()]),
            (None, None) => return Err("neither next nor sync_token".to_owned()),
        }
    }
}
