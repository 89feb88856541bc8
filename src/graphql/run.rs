//! Answers an operation: its connections from the data, its fields in the order in which they are asked for.

use super::document::{Kind, Node};
use super::parser;
use super::plan::{Plan, Planner};
use super::schema::{QUERY, Type};
use super::values::{Variables, named, text};
use super::{Fault, NOWHERE, said};
use crate::data::order::{Direction, OrderBy};
use crate::data::people::IdForm;
use crate::error::ApiError;
use crate::input::Call;
use crate::input::graphql::Request;
use crate::input::rows::Ordered;
use crate::json;
use crate::paging::cursor::Mark;
use crate::time::Timestamp;
use serde_json::{Map, Value};

/// Rows of a connection where the query names no number.
const FIRST: u64 = 10;
/// Most rows of a connection.
const MOST: u64 = 50;

/// All that there is to a connection.
const WHOLE: &str = r#"{"edges":"$0","pageInfo":{"hasNextPage":"$1","hasPreviousPage":"$2","startCursor":"$3","endCursor":"$4"},"totalCount":"$5"}"#;

/// The answer to a request that could be answered, if only in part.
pub(super) fn run(request: &Request, call: &Call<'_>) -> Result<Value, Fault> {
    let document = parser::parse(request.query())?;
    let mut planner = Planner::check(&document)?;
    let operation = chosen(&document, request.operation_name())?;
    let (mut data, mut errors) = (Map::new(), Vec::new());
    for field in planner.fields(operation, request.variables())? {
        let Node { key, at, .. } = *field.node;
        let value = match field.of {
            Some(of) => connection(&field, of, &mut planner.variables, call).unwrap_or_else(|error| {
                let mut shown = Fault { message: error.to_string(), at }.shown(request.query());
                shown["path"] = vec![key].into();
                errors.push(shown);
                Value::Null
            }),
            None => QUERY.name.into(),
        };
        data.insert(key.to_owned(), value);
    }
    let mut answer = Map::new();
    if !errors.is_empty() {
        answer.insert("errors".to_owned(), errors.into());
    }
    answer.insert("data".to_owned(), data.into());
    Ok(answer.into())
}

/// The operation that is asked for: the named one, or the only one.
fn chosen<'d>(document: &'d [Node<'d>], name: Option<&str>) -> Result<&'d Node<'d>, Fault> {
    let mut found = None;
    let mut problem = said("The document has no operation '~'", name.unwrap_or_default(), "");
    for node in document {
        if node.kind == Kind::Operation && name.is_none_or(|name| node.name == name) {
            if found.is_some() {
                problem = "'operationName' is required: the document has several operations".to_owned();
                found = None;
                break;
            }
            found = Some(node);
        }
    }
    found.ok_or(Fault { message: problem, at: NOWHERE })
}

/// The rows of a connection, as the field asks for them.
fn connection<'d>(
    field: &Plan<'d>,
    of: &Type,
    variables: &mut Variables<'d>,
    call: &Call<'_>,
) -> Result<Value, ApiError> {
    let mut argument = |name: &str| {
        let argument = named(&field.node.arguments, name);
        argument.map_or(&Value::Null, |argument| variables.resolve(&argument.value))
    };
    let first = argument("first");
    let first = if first.is_null() { FIRST } else { first.as_u64().unwrap_or_default() };
    if !(1..=MOST).contains(&first) {
        return Err(ApiError::Between("first", 1, MOST));
    }
    let since = text(argument("updatedSince")).and_then(Timestamp::parse);
    let after = text(argument("after")).unwrap_or_default();
    let mut ordered = Ordered { order: OrderBy::UpdatedAt, direction: Direction::Asc, since };
    if let Value::Object(members) = argument("orderBy") {
        for value in members.values() {
            match text(variables.resolve(value)) {
                Some("CREATED_AT") => ordered.order = OrderBy::CreatedAt,
                Some("DESC") => ordered.direction = Direction::Desc,
                _ => {}
            }
        }
    }
    let (binding, view) = (ordered.binding("graphql", call), ordered.view(call));
    let start = if after.is_empty() { Mark::START } else { binding.read("after", after)? }.after.min(view.total());
    let end = start.saturating_add(first).min(view.total());
    let mut edges = Value::Null;
    // Only for those who ask for rows: a query may ask for very many connections.
    if field.fields.iter().any(|field| field.node.name == "edges") {
        let mut json = vec![b'['];
        let (people, mut rows) = (&call.world.people, view.cursor(start..end));
        match people.kept_json(&rows, IdForm::Uuid) {
            Some(kept) => json.extend_from_slice(kept),
            None => people.write_json(&mut rows, IdForm::Uuid, &mut json, usize::MAX),
        }
        json.push(b']');
        edges = json::read(&json).unwrap_or_default();
    }
    let cursor = |after| Value::from(binding.issue(Mark { after, page: 1 }));
    let mut after = start;
    for row in edges.as_array_mut().into_iter().flatten() {
        after += 1;
        *row = json::object(&mut [("cursor", cursor(after)), ("node", row.take())]);
    }
    let (first, last) = if end > start { (cursor(start + 1), cursor(end)) } else { (Value::Null, Value::Null) };
    let more = (end < view.total()).into();
    let whole = json::filled(WHOLE, &mut [edges, more, (start > 0).into(), first, last, view.total().into()]);
    Ok(shape(&field.fields, of, &whole))
}

/// What is asked for of a whole.
fn shape(fields: &[Plan<'_>], of: &Type, whole: &Value) -> Value {
    if let Value::Array(items) = whole {
        let mut shaped = Vec::new();
        for item in items {
            shaped.push(shape(fields, of, item));
        }
        return shaped.into();
    }
    let mut object = Map::new();
    for Plan { node, of: own, fields, .. } in fields {
        let value = match (whole.get(node.name), own) {
            (Some(value), Some(own)) => shape(fields, own, value),
            (Some(value), None) => value.clone(),
            _ => of.name.into(),
        };
        object.insert(node.key.to_owned(), value);
    }
    object.into()
}
