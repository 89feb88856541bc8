//! Walks through every paging by the core: a right loop, and rules that make it naive.

mod next;
mod paging;
mod rules;

pub(crate) use paging::{PAGINGS, Paging};
pub(crate) use rules::{Ended, Rules};

use bytes::Bytes;
use connector_playground::{Playground, Settings, State, Timestamp};
use http::{HeaderMap, Request};
use serde_json::{Value, json};

use Paging::{
    CursorHeader, Graphql, Keyset, LinkHeader, NextPageUrl, Odata, Offset, PageNumber, PageToken,
    Path, Range, SearchCursor, SearchOffset, StartingAfter,
};

const NOW: Timestamp = Timestamp::from_seconds(1_795_597_200);
const ORIGIN: &str = "http://playground.test";
const SECURE: &str = "https://playground.test";
/// More requests than any walk needs.
const ENDLESS: usize = 1000;

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

pub(crate) struct Server {
    playground: Playground,
    /// Where alone it is reached: by TLS where its links deny that.
    origin: &'static str,
    required: bool,
    /// Id, createdAt and updatedAt of all rows, in canonical order.
    rows: Vec<[String; 3]>,
}

/// Where a walk stands.
enum At {
    Url(String),
    Page(u64),
    Offset(u64),
    Cursor(Option<String>),
}

impl Server {
    pub(crate) fn new(records: u64, ties: u64, behaviours: &str) -> Self {
        let settings = Settings::builder("walks", NOW)
            .with(&format!("records={records},ties={ties}"))
            .unwrap();
        let playground = Playground::new(settings.with(behaviours).unwrap().build().unwrap());
        let origin = if behaviours.contains("links=http") { SECURE } else { ORIGIN };
        let mut server = Self {
            playground,
            origin,
            required: behaviours.contains("first_cursor"),
            rows: Vec::new(),
        };
        let csv = server.send("GET", "/export/csv", None, None).1;
        let records =
            csv::Reader::from_reader(&*csv).into_records().map(Result::unwrap).collect::<Vec<_>>();
        server.rows = records
            .iter()
            .map(|row| [row[0].to_owned(), row[6].to_owned(), row[7].to_owned()])
            .collect();
        server
    }

    fn send(
        &self,
        method: &str,
        target: &str,
        range: Option<&str>,
        body: Option<&Value>,
    ) -> (http::response::Parts, Bytes) {
        let uri = format!("{}{target}", if target.starts_with('/') { self.origin } else { "" });
        let mut request =
            Request::builder().method(method).uri(uri).header("host", "playground.test");
        if let Some(range) = range {
            request = request.header("range", range);
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let response =
            self.playground.handle(request.body(Bytes::from(body)).unwrap(), NOW, &State::new());
        let (head, body) = response.into_parts();
        (head, body.into_bytes())
    }

    fn reply(
        &self,
        method: &str,
        target: &str,
        range: Option<&str>,
        body: Option<&Value>,
    ) -> Reply {
        let (head, body) = self.send(method, target, range, body);
        Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            body: serde_json::from_slice(&body).unwrap_or_default(),
        }
    }

    /// The answer to a GET.
    pub(crate) fn fetch_as(&self, target: &str) -> Reply {
        self.reply("GET", target, None, None)
    }

    /// The text of the answer to a GET.
    pub(crate) fn text(&self, target: &str) -> String {
        String::from_utf8(self.send("GET", target, None, None).1.to_vec()).unwrap()
    }

    /// What the checker says where these rows landed.
    pub(crate) fn verdict(&self, ids: &[String]) -> Value {
        self.verdict_on(&ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>())
    }

    /// What the checker says where these rows landed, as they are.
    pub(crate) fn verdict_on(&self, rows: &[Value]) -> Value {
        let reply = self.reply("POST", "/playground/check", None, Some(&rows.into()));
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// What the checker says where this CSV landed.
    pub(crate) fn verdict_on_csv(&self, text: &str) -> Value {
        let request = Request::post(format!("{}/playground/check", self.origin))
            .header("host", "playground.test")
            .header("content-type", "text/csv");
        let request = request.body(Bytes::from(text.to_owned())).unwrap();
        let body = self.playground.handle(request, NOW, &State::new()).into_body().into_bytes();
        serde_json::from_slice(&body).unwrap()
    }

    /// The first page.
    pub(crate) fn fetch(&self, paging: Paging, size: u64) -> Reply {
        self.page(paging, size, "", &self.start(paging, size, "", &Rules::RIGHT), &Rules::RIGHT)
    }

    /// The ids of all rows in an order, by sorting; None where a paging has no such order.
    pub(crate) fn wanted(&self, paging: Paging, order: &str) -> Option<Vec<String>> {
        if matches!(paging, Keyset | Odata) && !order.is_empty() {
            return None;
        }
        let mut rows: Vec<&[String; 3]> = self.rows.iter().collect();
        if order.is_empty() {
            rows.sort_by_key(|row| &row[2]);
        } else {
            rows.sort_by_key(|row| std::cmp::Reverse(&row[1]));
        }
        Some(rows.into_iter().map(|row| row[0].clone()).collect())
    }

    fn start(&self, paging: Paging, size: u64, query: &str, rules: &Rules) -> At {
        match paging {
            NextPageUrl => {
                At::Url(format!("{}/pagination/next_page_url?per_page={size}&{query}", self.origin))
            }
            LinkHeader => {
                At::Url(format!("{}/pagination/link_header?per_page={size}&{query}", self.origin))
            }
            Odata => At::Url(format!("{}/pagination/odata?$top={size}", self.origin)),
            PageNumber | Path => At::Page(1),
            Offset | Range | SearchOffset => At::Offset(0),
            _ => At::Cursor((self.required && !rules.bare_start).then(|| "*".to_owned())),
        }
    }

    fn page(&self, paging: Paging, size: u64, query: &str, at: &At, rules: &Rules) -> Reply {
        let name = paging.cursor().unwrap_or_default();
        let cursor = |path: &str, limit: &str, at: &Option<String>| {
            let cursor = at.as_ref().map(|text| format!("&{name}={text}")).unwrap_or_default();
            self.fetch_as(&format!("/pagination/{path}?{limit}&{query}{cursor}"))
        };
        let limit = format!("limit={size}");
        match (paging, at) {
            (_, At::Url(url)) => {
                let path = url.strip_prefix(self.origin);
                assert!(path.is_some() || rules.whole_links || rules.any_scheme, "{url}");
                // Elsewhere is no server, which is as good as a path that is none.
                self.fetch_as(path.unwrap_or("/elsewhere"))
            }
            (Path, At::Page(page)) => {
                self.fetch_as(&format!("/pagination/path/{page}?per_page={size}&{query}"))
            }
            (_, At::Page(page)) => self
                .fetch_as(&format!("/pagination/page_number?page={page}&per_page={size}&{query}")),
            (Range, At::Offset(first)) => {
                let range = format!("items={first}-{}", first + size - 1);
                self.reply("GET", &format!("/pagination/range?{query}"), Some(&range), None)
            }
            (SearchOffset, At::Offset(offset)) => {
                self.search(size, query, "offset", Some(json!(offset)))
            }
            (_, At::Offset(offset)) => {
                self.fetch_as(&format!("/pagination/offset?{limit}&offset={offset}&{query}"))
            }
            (Graphql, At::Cursor(at)) => self.connection(size, query, at.as_deref()),
            (SearchCursor, At::Cursor(at)) => {
                self.search(size, query, "cursor", at.clone().map(Value::from))
            }
            (Keyset, At::Cursor(at)) => {
                // The filter stands in the first request alone.
                let first = if at.as_deref().is_none_or(|at| at == "*") { query } else { "" };
                let cursor =
                    at.as_ref().map(|text| format!("&scroll_param={text}")).unwrap_or_default();
                self.fetch_as(&format!(
                    "/pagination/keyset?{first}{}",
                    if first.is_empty() { &cursor } else { "" }
                ))
            }
            (CursorHeader, At::Cursor(at)) => cursor("cursor_header", &limit, at),
            (StartingAfter, At::Cursor(at)) => cursor("starting_after", &limit, at),
            (PageToken, At::Cursor(at)) => cursor("page_token", &format!("pageSize={size}"), at),
            (_, At::Cursor(at)) => cursor("cursor", &limit, at),
        }
    }

    fn search(&self, size: u64, query: &str, name: &str, value: Option<Value>) -> Reply {
        let mut body = json!({ "limit": size });
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            body[key] = value.into();
        }
        if let Some(value) = value {
            body[name] = value;
        }
        self.reply("POST", "/pagination/search", None, Some(&body))
    }

    /// A page of the connection, in the form of the other lists: its errors as a refusal, its totals absent where they are null.
    fn connection(&self, size: u64, query: &str, after: Option<&str>) -> Reply {
        let asked = "query($first: Int, $after: String, $order: PersonOrder, $since: DateTime) { \
            people(first: $first, after: $after, orderBy: $order, updatedSince: $since) { \
            totalCount edges { node { id updatedAt } } pageInfo { hasNextPage endCursor } } }";
        let mut variables = json!({ "first": size, "order": { "direction": "ASC" } });
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match (key, value) {
                ("updated_since", since) => variables["since"] = since.into(),
                (_, "createdAt") => variables["order"]["field"] = "CREATED_AT".into(),
                (_, "desc") => variables["order"]["direction"] = "DESC".into(),
                _ => {}
            }
        }
        if let Some(after) = after {
            variables["after"] = after.into();
        }
        let body = json!({ "query": asked, "variables": variables });
        let reply = self.reply("POST", "/graphql", None, Some(&body));
        if let Some(error) = reply.body["errors"][0]["message"].as_str() {
            return Reply { status: 400, body: json!({ "error": error }), ..reply };
        }
        let people = &reply.body["data"]["people"];
        let (info, edges) = (&people["pageInfo"], people["edges"].as_array());
        // A client that believes in `hasNextPage` must have something to go on with.
        assert!(info["hasNextPage"] == false || info["endCursor"].is_string(), "{people}");
        let rows =
            edges.map(|edges| edges.iter().map(|edge| edge["node"].clone()).collect::<Vec<_>>());
        let mut body = json!({ "data": rows, "has_more": info["hasNextPage"], "next_cursor": info["endCursor"] });
        if !people["totalCount"].is_null() {
            body["total"] = people["totalCount"].clone();
        }
        Reply { body, ..reply }
    }

    /// All ids that a loop gets, and how it ends.
    pub(crate) fn walk(
        &self,
        paging: Paging,
        size: u64,
        query: &str,
        rules: &Rules,
    ) -> (Vec<String>, Ended) {
        let (rows, ended) = self.walk_rows(paging, size, query, rules);
        (rows.iter().map(id_of).collect(), ended)
    }

    /// All rows that a loop gets, and how it ends.
    pub(crate) fn walk_rows(
        &self,
        paging: Paging,
        size: u64,
        query: &str,
        rules: &Rules,
    ) -> (Vec<Value>, Ended) {
        let (mut ids, mut at, mut empties) =
            (Vec::<Value>::new(), self.start(paging, size, query, rules), 0);
        let mut began = None;
        for _ in 0..ENDLESS {
            let reply = self.page(paging, size, query, &at, rules);
            match reply.status {
                200 | 206 => {}
                416 => return (ids, Ended::Done),
                // A page past the end, which a right loop takes for the end.
                404 | 400 if past_end(&reply) && !rules.refusal_fails => return (ids, Ended::Done),
                _ => {
                    return (
                        ids,
                        Ended::Failed(reply.body["error"].as_str().unwrap_or_default().to_owned()),
                    );
                }
            }
            let reply = if matches!(paging, LinkHeader | Range) { reply } else { wrapped(reply) };
            let list = reply.body.get("data").or(reply.body.get("value")).unwrap_or(&reply.body);
            if list.is_null() && rules.null_fails {
                return (ids, Ended::Failed("null".to_owned()));
            }
            let rows = list.as_array().map(Vec::as_slice).unwrap_or_default();
            let came: Vec<String> = rows.iter().map(id_of).collect();
            let counted = matches!(at, At::Page(_) | At::Offset(_)) || paging == StartingAfter;
            if counted && !rules.until_empty && began.is_some() && began == came.first().cloned() {
                // The page before came again, so that was the last.
                return (ids, Ended::Done);
            }
            began = came.first().cloned().or(began);
            ids.extend(rows.iter().cloned());
            let (came, size) = (rows.len() as u64, if paging == Keyset { 50 } else { size });
            empties = if came == 0 { empties + 1 } else { 0 };
            let stop = rules.stop_short && came < size
                || (rules.stop_empty || rules.until_empty) && came == 0;
            match self.next(paging, &reply, came, size, &at, empties, rules).filter(|_| !stop) {
                Some(next) => at = next,
                None => return (ids, Ended::Done),
            }
        }
        (ids, Ended::Endless)
    }
}

/// A page without an object around its list as one that has it, with what the headers say in their members' places.
fn wrapped(reply: Reply) -> Reply {
    let Some(rows) = reply.body.as_array() else { return reply };
    let header = |name: &str| reply.headers.get(name).map(|value| value.to_str().unwrap());
    let link = header("link").and_then(|links| paging::relation(links, "next"));
    let cursor = header("x-next-cursor");
    let body = json!({
        "data": rows, "next_page_url": link, "@odata.nextLink": link, "next_cursor": cursor, "nextPageToken": cursor, "scroll_param": cursor,
        // Whether more follow is only said by what leads on; behind an id, by the next page.
        "has_more": if cursor.is_some() || !rows.is_empty() { json!(true) } else { Value::Null },
    });
    Reply { body, ..reply }
}

/// The id of a row, which may be a text or an integer.
pub(crate) fn id_of(row: &Value) -> String {
    let id = &row["id"];
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn past_end(reply: &Reply) -> bool {
    reply.body["error"] == "This page is past the end"
}
