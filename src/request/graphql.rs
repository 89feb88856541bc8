//! A GraphQL request by POST: `query`, `variables` and `operationName` in a JSON body (GraphQL over HTTP, section 5.4). Other members are ignored.

use super::parameter::Parameter;
use super::{Call, Input, body};
use crate::response::error::ApiError;
use serde_json::{Map, Value};

/// What is asked: a body whose members are of their types.
#[derive(Clone, Debug)]
pub struct Request(Map<String, Value>);

impl Request {
    /// The document; not yet parsed.
    #[must_use]
    pub fn query(&self) -> &str {
        self.text(&QUERY).unwrap_or_default()
    }

    /// Which of its operations, where it has several.
    #[must_use]
    pub fn operation_name(&self) -> Option<&str> {
        self.text(&OPERATION_NAME)
    }

    /// The values of the operation's variables: an object, or null.
    #[must_use]
    pub fn variables(&self) -> &Value {
        self.0.get(VARIABLES.name).unwrap_or(&Value::Null)
    }

    fn text(&self, parameter: &Parameter) -> Option<&str> {
        self.0.get(parameter.name)?.as_str()
    }

    /// Whether a member is given, and is not null.
    fn has(&self, parameter: &Parameter) -> bool {
        self.0.get(parameter.name).is_some_and(|value| !value.is_null())
    }
}

static QUERY: Parameter = Parameter::member(
    "query",
    "The document: one query, or several with names, and their fragments.",
);
static VARIABLES: Parameter =
    Parameter::object("variables", "The values of the operation's variables, by name.");
static OPERATION_NAME: Parameter =
    Parameter::text("operationName", "Which of the document's operations, where it has several.")
        .in_body();

impl Input for Request {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&QUERY, &VARIABLES, &OPERATION_NAME]
    }

    fn errors() -> Vec<ApiError> {
        use ApiError::{
            Coding, MalformedJson, MediaType, NotAnObject, NotObject, NotString, Required, TooLarge,
        };
        vec![
            TooLarge,
            Coding,
            MediaType,
            MalformedJson,
            NotAnObject,
            Required(QUERY.name),
            NotString("NAME"),
            NotObject(VARIABLES.name),
        ]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let request = Self(body::object(call)?);
        for text in [&QUERY, &OPERATION_NAME] {
            if request.has(text) && request.text(text).is_none() {
                return Err(ApiError::NotString(text.name));
            }
        }
        if request.has(&VARIABLES) && !request.variables().is_object() {
            return Err(ApiError::NotObject(VARIABLES.name));
        }
        if request.query().is_empty() { Err(ApiError::Required(QUERY.name)) } else { Ok(request) }
    }
}
