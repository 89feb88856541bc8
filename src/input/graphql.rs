//! A GraphQL request by POST: `query`, `variables` and `operationName` in a JSON body (GraphQL over HTTP, section 5.4). Other members are ignored.

use super::parameter::Parameter;
use super::{Call, Input, body};
use crate::error::ApiError;
use serde_json::{Map, Value};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The document; not yet parsed.
    pub query: String,
    /// Which of its operations, where it has several.
    pub operation_name: Option<String>,
    /// The values of the operation's variables.
    pub variables: Map<String, Value>,
}

static QUERY: Parameter =
    Parameter::member("query", "The document: one query, or several with names, and their fragments.");
static VARIABLES: Parameter = Parameter::object("variables", "The values of the operation's variables, by name.");
static OPERATION_NAME: Parameter =
    Parameter::text("operationName", "Which of the document's operations, where it has several.").in_body();

impl Input for Request {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&QUERY, &VARIABLES, &OPERATION_NAME]
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{MalformedJson, MediaType, NotAnObject, NotObject, NotString, Required, TooLarge};
        vec![
            TooLarge,
            MediaType,
            MalformedJson,
            NotAnObject,
            Required(QUERY.name),
            NotString("NAME"),
            NotObject(VARIABLES.name),
        ]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let mut request = Self::default();
        for (name, value) in body::object(call)? {
            match (name.as_str(), value) {
                ("query", Value::String(query)) => request.query = query,
                ("operationName", Value::String(name)) => request.operation_name = Some(name),
                ("variables", Value::Object(variables)) => request.variables = variables,
                (_, Value::Null) => {}
                ("query", _) => return Err(ApiError::NotString(QUERY.name)),
                ("operationName", _) => return Err(ApiError::NotString(OPERATION_NAME.name)),
                ("variables", _) => return Err(ApiError::NotObject(VARIABLES.name)),
                _ => {}
            }
        }
        if request.query.is_empty() { Err(ApiError::Required(QUERY.name)) } else { Ok(request) }
    }
}
