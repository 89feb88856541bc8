//! What changed, deletions among it: a feed by sequence, deltas by sync token, and what was deleted. Each is a function of the moment, so that a
//! token is a number of events or a second, and needs no memory.

use crate::dataset::moving::log::{Deletion, Event, Op};
use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::{IdForm, People};
use crate::pagination::cursor::Binding;
use crate::pagination::links::link;
use crate::rendering::{Frame, framed, items};
use crate::request::feed::{After, DeletedSince, DeltaTokens};
use crate::request::rows::Limit;
use crate::request::{Call, input};
use crate::response::Response;
use crate::response::error::{ApiError, CursorFault};
use crate::router::{Endpoint, Notes, get};
use crate::time::Texts;

/// The JSON Schema of a page of changes: a tombstone has no row.
const CHANGES: &str = r#"{"type":"object","required":["data","next","has_more"],"properties":{"data":{"type":"array","items":{"type":"object",
"required":["seq","op","id"],"properties":{"seq":{"type":["integer","string"]},"op":{"type":"string","enum":["insert","update","delete"]},"id":{"type":"string"},
"row":{"type":"object","additionalProperties":true}}}},"next":{"type":"string"},"has_more":{"type":"boolean"}}}"#;
/// The JSON Schema of a page of a delta: rows, and ids of those that are gone.
const DELTA: &str = r#"{"type":"object","required":["data","next","sync_token"],"properties":{"data":{"type":"array","items":{"type":"object",
"required":["id"],"properties":{"id":{"type":"string"},"deleted":{"type":"boolean"}},"additionalProperties":true}},"next":{"type":["string","null"]},
"sync_token":{"type":["string","null"]}}}"#;
/// The JSON Schema of what was deleted.
const DELETED: &str = r#"{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["id","deletedAt"],
"properties":{"id":{"type":"string"},"deletedAt":{"type":"string"}}}}}}"#;

pub(super) fn rows() -> Vec<Endpoint> {
    vec![
        get(
            "/changes",
            "Change Feed",
            changes,
            &Notes {
                about: "All that happened to the records, in the order in which it was to be seen: send `next` back as `after`, while `has_more` and in \
                        each later sync. A late update comes when it is to be seen, so that none is missed. A row deleted by an update comes as one; one \
                        that is gone without a trace as a `delete` without a `row`. A token older than `retention_hours` is 410: start anew.",
                samples: &["/changes?limit=2"],
                answers: &[
                    ("data", "The events; `seq` counts them from 1 and never changes."),
                    ("next", "What to send for what comes next; at the end, too."),
                    ("has_more", "Whether events follow."),
                ],
            },
        )
        .answering(CHANGES),
        get(
            "/delta",
            "Delta Sync",
            delta,
            &Notes {
                about: "Google's and Microsoft's way: a first walk, by the links in `next`, has all records as they are when it begins, and its last page \
                        a `sync_token`. Sent later, that gives the records changed since, as they are then, and `{\"id\",\"deleted\":true}` for those \
                        that are gone; at the end there is a new one. A token older than `retention_hours` is 410: start anew.",
                samples: &["/delta?limit=2"],
                answers: &[
                    ("data", "The records, or what is gone."),
                    ("next", "URL of the next page; null on the last."),
                    ("sync_token", "What to send in the next sync; null on all pages but the last."),
                ],
            },
        )
        .answering(DELTA),
        get(
            "/deleted",
            "Deleted Records",
            deleted,
            &Notes {
                about: "The records deleted at or after `since`, those gone without a trace among them, deletedAt ascending, in one answer; without \
                        `since` all there were. A deletion that comes late has an earlier `deletedAt`, as its update has.",
                samples: &["/deleted"],
                answers: &[("data", "Their ids, and when they were deleted.")],
            },
        )
        .answering(DELETED),
    ]
}

input! {
    struct Changes {
        after: After,
        limit: Limit,
    }
}

fn changes(changes: Changes, call: &Call<'_>) -> Result<Response, ApiError> {
    let binding = Binding::new("changes", call, &[]);
    let before = match &changes.after.0 {
        None => 0,
        Some((name, text)) => match *binding.numbers(name, text)?.as_slice() {
            [before, given] => {
                check_age(call, name, given)?;
                number(name, before)?
            }
            _ => return Err(ApiError::Cursor(name, CursorFault::Malformed)),
        },
    };
    let feed = call.instance.people.feed(call.now.seconds());
    let events: Vec<_> = feed.after(before).take(size(changes.limit.0)).collect();
    let last = events.last().map_or(before, |(number, _)| *number);
    let next = binding.token(&[last.cast_signed(), call.now.seconds()]);
    let members = [("next", next.into()), ("has_more", (last < feed.total()).into())];
    let quote = if call.instance.settings.behaviours.string_numbers { "\"" } else { "" };
    let write = |(number, event): &(u64, Event), times: &mut Texts, out: &mut Vec<u8>| {
        let op = match event.op {
            Op::Insert => "insert",
            Op::Update => "update",
            Op::Delete => "delete",
        };
        let head = format!("{{\"seq\":{quote}{number}{quote},\"op\":\"{op}\",\"id\":");
        out.extend_from_slice(head.as_bytes());
        call.instance.people.write_json_id(event.place, out);
        if event.op != Op::Delete {
            out.extend_from_slice(b",\"row\":");
            call.instance.people.write_event(event, call.now.seconds(), times, out);
        }
        out.push(b'}');
    };
    Ok(items(call, &events, write, &members))
}

input! {
    struct Delta {
        tokens: DeltaTokens,
        limit: Limit,
    }
}

/// A page of a delta.
struct Step {
    /// The moment of the last sync; None in a first walk.
    from: Option<i64>,
    /// The moment of this one.
    to: i64,
    /// How many rows of the list come before the page, or events of the feed.
    before: u64,
}

impl Step {
    fn of(tokens: &DeltaTokens, binding: &Binding, call: &Call<'_>) -> Result<Self, ApiError> {
        let (now, people) = (call.now.seconds(), &call.instance.people);
        let Some((name, text)) = tokens.page.as_ref().or(tokens.sync.as_ref()) else {
            return Ok(Self { from: None, to: now, before: 0 });
        };
        let numbers = binding.numbers(name, text)?;
        let (given, step) = match (numbers.as_slice(), tokens.page.is_some()) {
            (&[to, before], true) => (to, Self { from: None, to, before: number(name, before)? }),
            (&[from, to, before], true) => {
                (to, Self { from: Some(from), to, before: number(name, before)? })
            }
            (&[from], false) => {
                // A clock that was moved back takes no change back.
                let (to, before) = (now.max(from), people.feed(from).total());
                (from, Self { from: Some(from), to, before })
            }
            _ => return Err(ApiError::Cursor(name, CursorFault::Malformed)),
        };
        check_age(call, name, given).map(|()| step)
    }

    /// Where the walk goes on behind so many rows or events, or what the next one begins with: the members of the envelope.
    fn members(
        &self,
        after: Option<u64>,
        binding: &Binding,
        call: &Call<'_>,
        limit: u64,
    ) -> [(&'static str, serde_json::Value); 2] {
        let next = after.map(|after| {
            let numbers = [self.from, Some(self.to), Some(after.cast_signed())];
            let token = binding.token(&numbers.into_iter().flatten().collect::<Vec<_>>());
            format!("{}?page_token={token}&limit={limit}", link(call, "/delta"))
        });
        let sync = after.is_none().then(|| binding.token(&[self.to]));
        [("next", next.into()), ("sync_token", sync.into())]
    }
}

fn delta(delta: Delta, call: &Call<'_>) -> Result<Response, ApiError> {
    let (binding, limit) = (Binding::new("delta", call, &[]), delta.limit.0);
    let step = Step::of(&delta.tokens, &binding, call)?;
    let people = &call.instance.people;
    let all = people.list((OrderBy::UpdatedAt, Direction::Asc), None, step.to);
    let members = |after: Option<u64>| step.members(after, &binding, call, limit);
    if step.from.is_none() {
        let end = step.before.saturating_add(limit).min(all.total());
        let after = (end < all.total()).then_some(end);
        let rows = all.rows(step.before..end);
        return Ok(framed(call, Frame::Data, rows, IdForm::Uuid, &members(after)));
    }
    let feed = people.feed(step.to);
    let mut events: Vec<_> = feed.changes(step.before, &all).take(size(limit) + 1).collect();
    let more = events.len() > size(limit);
    events.truncate(size(limit));
    let after = events.last().filter(|_| more).map(|(number, _)| *number);
    let write = |(_, event): &(u64, Event), times: &mut Texts, out: &mut Vec<u8>| match event.op {
        Op::Delete => write_gone(people, event.place, b",\"deleted\":true}", out),
        _ => people.write_event(event, step.to, times, out),
    };
    Ok(items(call, &events, write, &members(after)))
}

fn deleted(since: DeletedSince, call: &Call<'_>) -> Result<Response, ApiError> {
    let people = &call.instance.people;
    let since = since.0.map(|since| since.seconds());
    let deletions = people.feed(call.now.seconds()).deletions(since);
    let write = |deletion: &Deletion, _: &mut Texts, out: &mut Vec<u8>| {
        write_gone(people, deletion.place, b",\"deletedAt\":", out);
        people.write_json_time(deletion.deleted, deletion.place, out);
        out.push(b'}');
    };
    Ok(items(call, &deletions, write, &[]))
}

/// Appends the id of a row that is gone, and what stands behind it.
fn write_gone(people: &People, place: u64, behind: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"id\":");
    people.write_json_id(place, out);
    out.extend_from_slice(behind);
}

/// 410 for a token that was given too long ago.
fn check_age(call: &Call<'_>, name: &'static str, given: i64) -> Result<(), ApiError> {
    let hours = call.instance.settings.retention_hours;
    let oldest = call.now.seconds().saturating_sub_unsigned(hours * 3600);
    if given < oldest { Err(ApiError::Expired(name, hours)) } else { Ok(()) }
}

/// A number of rows or events in a token.
fn number(name: &'static str, number: i64) -> Result<u64, ApiError> {
    u64::try_from(number).map_err(|_| ApiError::Cursor(name, CursorFault::Malformed))
}

fn size(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
