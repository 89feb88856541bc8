//! Answers an operation: its connections from the data, its fields in the order in which they are asked for.

use super::Fault;
use super::document::{Document, Literal, Operation};
use super::parser;
use super::plan::{self, Plan};
use super::schema::Type;
use super::values::Variables;
use crate::data::order::{Direction, OrderBy};
use crate::data::people::IdForm;
use crate::error::ApiError;
use crate::input::Call;
use crate::input::graphql::Request;
use crate::input::rows::Ordered;
use crate::paging::cursor::Mark;
use crate::time::Timestamp;
use serde_json::{Map, Value};

/// Rows of a connection where the query names no number.
const FIRST: u64 = 10;
/// Most rows of a connection.
const MOST: u64 = 50;

/// The answer to a request that could be answered, if only in part.
pub(super) fn run(request: &Request, call: &Call<'_>) -> Result<Value, Box<Fault>> {
    let document = parser::parse(&request.query)?;
    plan::check(&document)?;
    let operation = chosen(&document, request.operation_name.as_deref())?;
    let mut variables = Variables::declared(operation)?;
    variables.give(&request.variables)?;
    let (mut data, mut errors) = (Map::new(), Vec::new());
    for field in plan::fields(&document, operation, &variables)? {
        let value = match field.name {
            "people" => connection(&field, &variables, call).unwrap_or_else(|error| {
                let mut fault = Fault::new(&[&error.to_string()], field.at);
                fault.field = Some(field.key.to_owned());
                errors.push(fault.shown(&request.query));
                Value::Null
            }),
            _ => Type::Query.name().into(),
        };
        data.insert(field.key.to_owned(), value);
    }
    let mut answer = Map::new();
    if !errors.is_empty() {
        answer.insert("errors".to_owned(), errors.into());
    }
    answer.insert("data".to_owned(), data.into());
    Ok(answer.into())
}

/// The operation that is asked for: the named one, or the only one.
fn chosen<'d>(document: &'d Document<'d>, name: Option<&str>) -> Result<&'d Operation<'d>, Box<Fault>> {
    let problem = match (name, document.operations.as_slice()) {
        (None, [only]) => return Ok(only),
        (None, []) => "The document has no operation".to_owned(),
        (None, _) => "'operationName' is required: the document has several operations".to_owned(),
        (Some(name), all) => match all.iter().find(|operation| operation.name == name) {
            Some(operation) => return Ok(operation),
            None => ["The document has no operation '", name, "'"].concat(),
        },
    };
    Err(Fault::nowhere(problem))
}

/// The rows of a connection: the ones from `start` on.
fn connection(field: &Plan<'_>, variables: &Variables<'_>, call: &Call<'_>) -> Result<Value, ApiError> {
    let argument = |name: &str| {
        let argument = field.arguments.iter().find(|argument| argument.name == name)?;
        variables.resolve(&argument.value)
    };
    let first = match argument("first") {
        Some(Literal::Int(first)) => u64::try_from(*first).ok().filter(|first| (1..=MOST).contains(first)),
        _ => Some(FIRST),
    };
    let first = first.ok_or(ApiError::Between("first", 1, MOST))?;
    let ordered = ordered(argument("orderBy"), argument("updatedSince"), variables);
    let (binding, view) = (ordered.binding("graphql", call), ordered.view(call));
    let after = argument("after").and_then(text).filter(|after| !after.is_empty());
    let start = after.map_or(Ok(Mark::START), |after| binding.read("after", after))?.after.min(view.total());
    let end = start.saturating_add(first).min(view.total());
    let cursor = |after| binding.issue(Mark { after, page: 1 });
    let edge = |field: &Plan<'_>, (after, row): (u64, &Value)| match field.name {
        "cursor" => cursor(after).into(),
        _ => shape(field, Type::Person, &|field| row.get(field.name).and_then(Value::as_str).into()),
    };
    let page_info = |field: &Plan<'_>| match field.name {
        "hasNextPage" => (end < view.total()).into(),
        "hasPreviousPage" => (start > 0).into(),
        "startCursor" => (end > start).then(|| cursor(start + 1)).into(),
        _ => (end > start).then(|| cursor(end)).into(),
    };
    Ok(shape(field, Type::Connection, &|field| match field.name {
        "edges" => {
            let mut json = vec![b'['];
            call.world.people.write_json(&mut view.cursor(start..end), IdForm::Uuid, &mut json, usize::MAX);
            json.push(b']');
            let rows: Value = serde_json::from_slice(&json).unwrap_or_default();
            let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
            (start + 1..).zip(rows).map(|row| shape(field, Type::Edge, &|field| edge(field, row))).collect()
        }
        "pageInfo" => shape(field, Type::PageInfo, &page_info),
        _ => view.total().into(),
    }))
}

fn ordered(order: Option<&Literal<'_>>, since: Option<&Literal<'_>>, variables: &Variables<'_>) -> Ordered {
    let has = |wanted: &str| match order {
        Some(Literal::Object(members)) => {
            members.iter().filter_map(|(_, value)| variables.resolve(value)).any(|value| text(value) == Some(wanted))
        }
        _ => false,
    };
    Ordered {
        order: if has("CREATED_AT") { OrderBy::CreatedAt } else { OrderBy::UpdatedAt },
        direction: if has("DESC") { Direction::Desc } else { Direction::Asc },
        since: since.and_then(text).and_then(Timestamp::parse),
    }
}

fn text<'a>(value: &'a Literal<'_>) -> Option<&'a str> {
    match value {
        Literal::Text(text) => Some(text),
        Literal::Given(text) | Literal::Enum(text) => Some(text),
        _ => None,
    }
}

/// The object that a field stands for, from the values of its own fields.
fn shape(field: &Plan<'_>, of: Type, value: &dyn Fn(&Plan<'_>) -> Value) -> Value {
    let mut object = Map::new();
    for field in &field.fields {
        let value = if field.name == "__typename" { of.name().into() } else { value(field) };
        object.insert(field.key.to_owned(), value);
    }
    Value::Object(object)
}
