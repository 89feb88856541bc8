//! Cursors of every pager. The input has a line each for the pager's path, the settings, the query (of GraphQL: the arguments; of a POST: members of the
//! body), and the cursor to send for the second page. A `~` in it stands for what is there in the cursor that the first page gave, between
//! two dots; behind a `=` it is taken as it stands.

use crate::invariants::{Answered, check};
use crate::server::{SERVERS, Server};
use crate::{Target, requests, seeds};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connector_playground::State;
use connector_playground::playground::ROUTES;
use connector_playground::router::{Paging, Way};
use http::{HeaderValue, Method, Request};
use serde_json::{Map, Value, json};

/// The target.
pub const TARGET: Target = Target { name: "cursors", run, seeds: seeds::cursors };

/// The pager whose cursors stand in a query of its own.
const GRAPHQL: &str = "/graphql";
/// Pages of a walk.
const MOST: usize = 4;

/// A list that is walked by cursor.
#[derive(Clone, Copy, Debug)]
pub struct Pager {
    /// Its path.
    pub path: &'static str,
    /// How it is told; None for GraphQL.
    paging: Option<Paging>,
    method: &'static Method,
}

/// All pagers with cursors, from the endpoint table.
pub fn pagers() -> Vec<Pager> {
    let endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    let by_cursor = endpoints.filter(|endpoint| {
        let way = endpoint.paging.map(|paging| paging.way);
        matches!(way, Some(Way::Cursor | Way::Token | Way::TokenHeader | Way::LastKey))
            || endpoint.path == GRAPHQL
    });
    by_cursor.map(|it| Pager { path: it.path, paging: it.paging, method: &it.method }).collect()
}

fn run(input: &[u8]) {
    let server = &SERVERS[0];
    let mut lines = input
        .splitn(4, |&byte| byte == b'\n')
        .map(|line| String::from_utf8_lossy(line).into_owned());
    let mut line = || lines.next().unwrap_or_default();
    let (path, settings, query, template) = (line(), line(), line(), line());
    let Some(pager) = pagers().into_iter().find(|pager| pager.path == path) else { return };
    let walk = Walk {
        server,
        pager,
        settings: requests::encoded(settings.as_bytes()).replace(['/', '?'], ""),
        query,
    };
    let Some(first) = walk.page(None) else { return };
    let Some(real) = walk.next(&first) else { return };
    let cursor = filled(&template, &real);
    let Some(second) = walk.page(Some(&cursor)) else { return };
    assert!(
        cursor != real || is_page(&second),
        "its own cursor {real} is answered with {second:?}"
    );
    walk.on(second);
}

/// One walk of a list.
struct Walk {
    server: &'static Server,
    pager: Pager,
    settings: String,
    query: String,
}

impl Walk {
    /// A page; None where the request can't be made.
    fn page(&self, cursor: Option<&str>) -> Option<Answered> {
        let with = if self.settings.is_empty() {
            String::new()
        } else {
            format!("/with/{}", self.settings)
        };
        let path = format!("{with}{}", self.pager.path);
        let request = if self.pager.method == Method::POST {
            self.post(&path, cursor)?
        } else {
            self.get(&path, cursor)?
        };
        Some(check(self.server, &request, &State::new()))
    }

    fn get(&self, path: &str, cursor: Option<&str>) -> Option<Request<bytes::Bytes>> {
        let query = requests::encoded(self.query.as_bytes());
        let name = self.pager.paging?.parameter;
        let cursor = cursor.map(|text| {
            format!(
                "&{name}={}",
                requests::encoded(text.as_bytes()).replace('&', "%26").replace('+', "%2B")
            )
        });
        self.server.request("GET", &format!("{path}?{query}{}", cursor.unwrap_or_default()))
    }

    fn post(&self, path: &str, cursor: Option<&str>) -> Option<Request<bytes::Bytes>> {
        let body = match self.pager.paging {
            Some(paging) => {
                let mut members: Map<String, Value> =
                    serde_json::from_str(&format!("{{{}}}", self.query)).ok()?;
                if let Some(cursor) = cursor {
                    members.insert(paging.parameter.to_owned(), cursor.into());
                }
                Value::Object(members)
            }
            None => json!({
                "query": format!("query Q($c: String) {{ people(after: $c {}) {{ totalCount edges {{ cursor }} pageInfo {{ endCursor hasNextPage }} }} }}", self.query),
                "variables": { "c": cursor },
            }),
        };
        let mut request = self.server.request("POST", path)?;
        request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        *request.body_mut() = body.to_string().into();
        Some(request)
    }

    /// The cursor of the page behind this one.
    fn next(&self, page: &Answered) -> Option<String> {
        let body = page.json();
        let Some(paging) = self.pager.paging else {
            let info = &body["data"]["people"]["pageInfo"];
            return info["endCursor"]
                .as_str()
                .filter(|_| info["hasNextPage"] == true)
                .map(str::to_owned);
        };
        let text = match paging.way {
            Way::TokenHeader => {
                return page.headers.get(paging.next)?.to_str().ok().map(str::to_owned);
            }
            Way::LastKey => &body[paging.rows].as_array()?.last()?[paging.key],
            _ => &body[paging.next],
        };
        text.as_str().map(str::to_owned)
    }

    /// Every cursor that a page gives leads to a page.
    fn on(&self, mut page: Answered) {
        for _ in 0..MOST {
            let Some(next) = self.next(&page).filter(|_| is_page(&page)) else { return };
            page = self.page(Some(&next)).expect("a cursor needs no escaping");
            // A page past the end may be refused, where the settings say so.
            let refused =
                self.settings.contains("past_end") && [400, 404].contains(&page.status.as_u16());
            assert!(is_page(&page) || refused, "{next} leads to {page:?}");
        }
    }
}

fn is_page(answered: &Answered) -> bool {
    answered.status == 200 && answered.json().get("errors").is_none()
}

/// The cursor that a template makes of a real one.
fn filled(template: &str, real: &str) -> String {
    if let Some(raw) = template.strip_prefix('=') {
        return raw.to_owned();
    }
    let decoded = URL_SAFE_NO_PAD.decode(real).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(decoded) = decoded.filter(|text| text.contains('.')) else {
        return template.replace('~', real);
    };
    let mut parts = decoded.split('.');
    let filled: Vec<String> = template
        .split('.')
        .map(|part| part.replace('~', parts.next().unwrap_or_default()))
        .collect();
    URL_SAFE_NO_PAD.encode(filled.join(".").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_parts_of_a_real_cursor() {
        let real = URL_SAFE_NO_PAD.encode(b"cursor.1.2.3.4");
        assert_eq!(filled("~.~.~.~.~", &real), real);
        assert_eq!(URL_SAFE_NO_PAD.decode(filled("x~.~.~.70", &real)).unwrap(), b"xcursor.1.2.70");
        assert_eq!(
            (filled("=~", &real), filled("a~", "2026-01-01T00:00:00Z")),
            ("~".to_owned(), "a2026-01-01T00:00:00Z".to_owned())
        );
    }

    #[test]
    fn the_first_two_pages_of_every_pager_follow_each_other() {
        assert_eq!(pagers().len(), 8);
        for pager in pagers() {
            let walk =
                Walk { server: &SERVERS[0], pager, settings: String::new(), query: String::new() };
            let first = walk.page(None).unwrap();
            let next = walk.next(&first).unwrap_or_else(|| panic!("{pager:?} {first:?}"));
            let second = walk.page(Some(&next)).unwrap();
            assert!(is_page(&second) && second.body != first.body, "{pager:?} {second:?}");
        }
    }
}
