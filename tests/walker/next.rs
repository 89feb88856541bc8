//! Where a loop goes on after a page: what it reads of the answer, and when it ends.

use super::Paging::{
    CursorHeader, Keyset, NextPageUrl, Odata, PageToken, Range, SearchOffset, StartingAfter,
};
use super::paging::relation;
use super::{At, ORIGIN, Paging, Reply, Rules, Server, id_of};
use serde_json::Value;

impl Server {
    /// Where a loop goes on; None where it ends.
    #[allow(clippy::too_many_arguments, reason = "the whole state of a loop")]
    pub(super) fn next(
        &self,
        paging: Paging,
        reply: &Reply,
        came: u64,
        size: u64,
        at: &At,
        empties: usize,
        rules: &Rules,
    ) -> Option<At> {
        let body = &reply.body;
        match at {
            At::Page(page) => {
                let more = match number(&body["total_pages"]).filter(|_| !rules.until_empty) {
                    Some(_) if rules.as_told => below(*page, &body["total_pages"]),
                    Some(pages) => *page < pages,
                    None if rules.needs_total => false,
                    // Without a total, two empty pages in a row are the end: empty pages in the middle never meet.
                    None => empties < 2,
                };
                more.then_some(At::Page(page + 1))
            }
            At::Offset(offset) if paging == Range => {
                let range = reply.headers["content-range"].to_str().unwrap();
                let total: Option<u64> = range.rsplit('/').next().unwrap().parse().ok();
                total
                    .map_or(!rules.needs_total, |total| offset + came < total)
                    .then_some(At::Offset(offset + came))
            }
            At::Offset(offset) => {
                let next = offset + if came == 0 || rules.add_limit { size } else { came };
                let more = match number(&body["total"])
                    .filter(|_| !rules.until_empty || paging == SearchOffset)
                {
                    Some(_) if rules.as_told => below(next, &body["total"]),
                    Some(total) => next < total,
                    None if rules.needs_total => false,
                    None => empties < 2,
                };
                more.then_some(At::Offset(next))
            }
            At::Url(url) => {
                let link = match paging {
                    NextPageUrl => body["next_page_url"].as_str().map(str::to_owned),
                    Odata => body["@odata.nextLink"].as_str().map(str::to_owned),
                    _ => reply
                        .headers
                        .get("link")
                        .and_then(|links| relation(links.to_str().unwrap(), "next")),
                };
                let link =
                    if rules.whole_links { link? } else { self.resolved(url, &link?, rules) };
                (rules.follow_always || link != *url).then_some(At::Url(link))
            }
            At::Cursor(before) => {
                if !rules.follow_always && body["has_more"] == false {
                    return None;
                }
                let own = |name: &str| body[name].as_str().map(str::to_owned);
                let cursor = match paging {
                    Keyset => own("scroll_param"),
                    PageToken => own("nextPageToken"),
                    CursorHeader => reply
                        .headers
                        .get("x-next-cursor")
                        .map(|value| value.to_str().unwrap().to_owned()),
                    StartingAfter => {
                        let rows = body["data"].as_array().map(Vec::as_slice).unwrap_or_default();
                        rows.last().filter(|_| body["has_more"] == true).map(id_of)
                    }
                    _ => own("next_cursor"),
                };
                (cursor.is_some() && (rules.follow_always || cursor != *before))
                    .then_some(At::Cursor(cursor))
            }
        }
    }

    /// A link as a whole URL, resolved against the URL of its page, by the scheme that the server is reached with.
    fn resolved(&self, page: &str, link: &str, rules: &Rules) -> String {
        if let Some(path) = link.strip_prefix(ORIGIN).filter(|_| !rules.any_scheme) {
            return format!("{}{path}", self.origin);
        }
        match link.as_bytes().first() {
            Some(b'?') => format!("{}{link}", page.split('?').next().unwrap()),
            Some(b'/') => format!("{}{link}", self.origin),
            _ => link.to_owned(),
        }
    }
}

/// A number, which may come as a string; None where it is left out.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a number is below one of an answer, compared as texts where that came as one.
fn below(number: u64, told: &Value) -> bool {
    told.as_str().map_or_else(
        || told.as_u64().is_some_and(|told| number < told),
        |told| number.to_string().as_str() < told,
    )
}
