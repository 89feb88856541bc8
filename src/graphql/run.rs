//! Answers an operation: its connections from the data, its fields in the order in which they are asked for (section 6).

use super::document::{Document, Field, Operation};
use super::introspection::{Introspection, Subject};
use super::parser;
use super::plan::{Plan, Planner};
use super::schema::{QUERY, Type};
use super::{Fault, object};
use crate::dataset::form::time_format::TimeFormat;
use crate::dataset::order::{Direction, OrderBy};
use crate::dataset::people::IdForm;
use crate::pagination::cursor::Mark;
use crate::pagination::pages::Pages;
use crate::pagination::walk::Walk;
use crate::request::Call;
use crate::request::graphql::Request;
use crate::request::rows::Ordered;
use crate::response::error::ApiError;
use serde_json::{Map, Value};

/// Rows of a connection where the query says null; the schema has the same number as the default.
const FIRST: u64 = 10;
/// Most rows of a connection.
const MOST: u64 = 50;

/// The answer to a request that could be answered, if only in part.
pub(super) fn run(request: &Request, call: &Call<'_>) -> Result<Value, Fault> {
    let document = parser::parse(request.query())?;
    let mut planner = Planner::check(&document, call.instance.settings.form.time)?;
    let operation = chosen(&document, request.operation_name())?;
    let (mut data, mut errors, mut introspection) =
        (Map::new(), Vec::new(), Introspection::default());
    for plan in planner.fields(operation, request.variables())? {
        let Field { key, name, arguments, at, .. } = plan.field;
        let arguments = planner.variables.arguments(arguments, plan.definition.arguments);
        let value = match (*name, plan.of) {
            ("__schema", _) => introspection.object(&plan.fields, Subject::Schema)?,
            ("__type", _) => {
                match arguments.get("name").and_then(Value::as_str).and_then(Subject::named) {
                    Some(subject) => introspection.object(&plan.fields, subject)?,
                    None => Value::Null,
                }
            }
            (_, Some(of)) => {
                connection(&plan.fields, of, &arguments, call).unwrap_or_else(|error| {
                    errors
                        .push(Fault::new(error.to_string(), *at).shown(request.query(), Some(key)));
                    Value::Null
                })
            }
            _ => QUERY.into(),
        };
        data.insert((*key).to_owned(), value);
    }
    let mut answer = Map::new();
    if !errors.is_empty() {
        answer.insert("errors".to_owned(), errors.into());
    }
    answer.insert("data".to_owned(), data.into());
    Ok(answer.into())
}

/// The operation that is asked for: the named one, or the only one (section 6.1).
fn chosen<'d>(document: &'d Document<'d>, name: Option<&str>) -> Result<&'d Operation<'d>, Fault> {
    let mut wanted = document
        .operations
        .iter()
        .filter(|operation| name.is_none_or(|name| operation.name == name));
    let message = match (wanted.next(), wanted.next()) {
        (Some(operation), None) => return Ok(operation),
        (Some(_), _) => {
            "'operationName' is required: the document has several operations".to_owned()
        }
        _ => format!("The document has no operation '{}'", name.unwrap_or_default()),
    };
    Err(Fault { message, at: None })
}

/// The rows of a connection, as the field asks for them.
fn connection(
    fields: &[Plan<'_>],
    of: &Type,
    arguments: &Map<String, Value>,
    call: &Call<'_>,
) -> Result<Value, ApiError> {
    let first = match arguments.get("first") {
        None | Some(Value::Null) => FIRST,
        Some(first) => first.as_u64().unwrap_or_default(),
    };
    if !(1..=MOST).contains(&first) {
        return Err(ApiError::Between("first", 1, MOST));
    }
    let mut ordered = ordered(arguments, call.instance.settings.form.time);
    ordered.since = call.cut(ordered.since);
    let after = arguments.get("after").and_then(Value::as_str);
    let behaviours = &call.instance.settings.behaviours;
    let cursor = match after {
        None if behaviours.first_cursor => return Err(ApiError::FirstCursor("after")),
        Some("*") if behaviours.first_cursor => None,
        cursor => cursor.filter(|cursor| !cursor.is_empty()),
    };
    let walk = Walk::resume(ordered.binding("graphql", call), &ordered, ("after", cursor), call)?;
    let (list, start) = (&walk.list, walk.mark);
    let page = Pages::new(call, first, list.total()).resumed(start)?;
    let mut edges = Value::Null;
    // Only for those who ask for rows: a query may ask for very many connections.
    if !page.null && fields.iter().any(|plan| plan.field.name == "edges") {
        let mut json = vec![b'['];
        let (people, mut rows) = (&call.instance.people, list.rows(page.rows.clone()));
        match people.kept_json(&rows, IdForm::Typed) {
            Some(kept) => json.extend_from_slice(kept),
            None => people.write_json(&mut rows, IdForm::Typed, &mut json, usize::MAX),
        }
        json.push(b']');
        edges = serde_json::from_slice(&json).unwrap_or_default();
    }
    // After any row of a page comes the next page.
    let cursor =
        |after| Value::from(walk.issue(Mark { after, page: start.page.saturating_add(1) }));
    let mut after = page.rows.start;
    for row in edges.as_array_mut().into_iter().flatten() {
        after += 1;
        *row = object([("cursor", cursor(after)), ("node", row.take())]);
    }
    let (mut first, mut last) = (Value::Null, Value::Null);
    if !page.rows.is_empty() {
        (first, last) = (cursor(page.rows.start + 1), cursor(page.rows.end));
    }
    // A page without rows has a cursor, too, where another follows.
    if let Some(next) = page.next {
        last = walk.issue(next).into();
    }
    let info = object([
        ("hasNextPage", page.more.into()),
        ("hasPreviousPage", (page.rows.start > 0).into()),
        ("startCursor", first),
        ("endCursor", last),
    ]);
    let count = match (behaviours.drop_total, behaviours.string_numbers) {
        (true, _) => Value::Null,
        (_, true) => list.total().to_string().into(),
        _ => list.total().into(),
    };
    let whole = object([("edges", edges), ("pageInfo", info), ("totalCount", count)]);
    Ok(shape(fields, of, &whole))
}

/// The order and the filter that a field asks for.
fn ordered(arguments: &Map<String, Value>, times: TimeFormat) -> Ordered {
    let since = arguments.get("updatedSince").and_then(|since| times.read_value(since));
    let mut ordered = Ordered { order: OrderBy::UpdatedAt, direction: Direction::Asc, since };
    if let Some(Value::Object(members)) = arguments.get("orderBy") {
        for value in members.values() {
            match value.as_str() {
                Some("CREATED_AT") => ordered.order = OrderBy::CreatedAt,
                Some("DESC") => ordered.direction = Direction::Desc,
                _ => {}
            }
        }
    }
    ordered
}

/// The requested fields of the connection as a whole.
fn shape(fields: &[Plan<'_>], of: &Type, whole: &Value) -> Value {
    if whole.is_null() {
        return Value::Null;
    }
    if let Value::Array(items) = whole {
        return items.iter().map(|item| shape(fields, of, item)).collect();
    }
    let mut object = Map::new();
    for Plan { field, of: own, fields, .. } in fields {
        let value = match (whole.get(field.name), own) {
            (Some(value), Some(own)) => shape(fields, own, value),
            (Some(value), None) => value.clone(),
            (None, _) if field.name == "__typename" => of.name.into(),
            // Rows that stand still do not say when they were deleted, and a setting leaves members out.
            _ => Value::Null,
        };
        object.insert(field.key.to_owned(), value);
    }
    object.into()
}
