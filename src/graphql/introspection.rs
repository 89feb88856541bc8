//! Introspection (section 4): the schema as an answer to a query.

use super::Fault;
use super::plan::Plan;
use super::schema::{DATE_TIME, Directive, Member, QUERY, Type, TypeKind};
use serde_json::{Map, Value};

/// Most bytes of an answer, about. Types lead to fields and those to types again, so that a short query could ask for more than a server has;
/// the standard query takes a twentieth of it.
const MAX_BYTES: usize = 1_000_000;

/// What an object of introspection is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    Schema,
    /// A type as the schema language writes it.
    Type(&'static str),
    Field(&'static Member),
    Input(&'static Member),
    EnumValue(&'static Member),
    Directive(&'static Directive),
}

/// What a field of introspection gives.
enum Found {
    Leaf(Value),
    One(Subject),
    Many(Vec<Subject>),
}

/// Answers from the schema, while there is room.
pub(super) struct Introspection {
    left: usize,
}

impl Default for Introspection {
    fn default() -> Self {
        Self { left: MAX_BYTES }
    }
}

impl Introspection {
    /// What is asked for of a subject.
    pub(super) fn object(&mut self, fields: &[Plan<'_>], subject: Subject) -> Result<Value, Fault> {
        let mut object = Map::new();
        for Plan { field, fields, .. } in fields {
            let found = if field.name == "__typename" {
                leaf(subject.typename())
            } else {
                subject.get(field.name)
            };
            let value = match found {
                Found::Leaf(value) => value,
                Found::One(subject) => self.object(fields, subject)?,
                Found::Many(subjects) => {
                    let items = subjects.into_iter().map(|subject| self.object(fields, subject));
                    items.collect::<Result<_, _>>()?
                }
            };
            let bytes = field.key.len() + 8 + value.as_str().map_or(0, str::len);
            self.left = self.left.checked_sub(bytes).ok_or_else(|| {
                Fault::new(
                    format!("The answer is too large: the schema is told in {MAX_BYTES} bytes"),
                    field.at,
                )
            })?;
            object.insert(field.key.to_owned(), value);
        }
        Ok(object.into())
    }
}

fn leaf(value: impl Into<Value>) -> Found {
    Found::Leaf(value.into())
}

fn null() -> Found {
    Found::Leaf(Value::Null)
}

impl Subject {
    /// The type of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Type::all().find(|of| of.name == name).map(|of| Self::Type(of.name))
    }

    /// The type that the subject is an object of.
    const fn typename(self) -> &'static str {
        match self {
            Self::Schema => "__Schema",
            Self::Type(_) => "__Type",
            Self::Field(_) => "__Field",
            Self::Input(_) => "__InputValue",
            Self::EnumValue(_) => "__EnumValue",
            Self::Directive(_) => "__Directive",
        }
    }

    fn get(self, field: &str) -> Found {
        match self {
            Self::Schema => of_schema(field),
            Self::Type(text) => any_type(text, field),
            Self::Field(member) | Self::Input(member) | Self::EnumValue(member) => {
                of_member(member, field)
            }
            Self::Directive(directive) => of_directive(directive, field),
        }
    }
}

/// Section 4.2.1.
fn of_schema(field: &str) -> Found {
    match field {
        "description" => {
            leaf("The records of the playground as a connection, in the way of Relay.")
        }
        "types" => Found::Many(Type::all().map(|of| Subject::Type(of.name)).collect()),
        "queryType" => Found::One(Subject::Type(QUERY)),
        "directives" => Found::Many(Directive::all().iter().map(Subject::Directive).collect()),
        _ => null(),
    }
}

/// Section 4.2.2: a named type, or one that wraps another.
fn any_type(text: &'static str, field: &str) -> Found {
    let wrapped = text.strip_suffix('!').map(|within| ("NON_NULL", within));
    let list = || {
        text.strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .map(|within| ("LIST", within))
    };
    match (wrapped.or_else(list), field) {
        (Some((kind, _)), "kind") => leaf(kind),
        (Some((_, within)), "ofType") => Found::One(Subject::Type(within)),
        (None, field) => Type::of(text).map_or_else(null, |of| named_type(of, field)),
        _ => null(),
    }
}

fn named_type(of: &'static Type, field: &str) -> Found {
    let members =
        |make: fn(&'static Member) -> Subject| Found::Many(of.members.iter().map(make).collect());
    match (field, of.kind) {
        ("kind", TypeKind::Scalar) => leaf("SCALAR"),
        ("kind", TypeKind::Object) => leaf("OBJECT"),
        ("kind", TypeKind::Enum) => leaf("ENUM"),
        ("kind", TypeKind::InputObject) => leaf("INPUT_OBJECT"),
        ("name", _) => leaf(of.name),
        ("description", _) => leaf(of.about),
        ("specifiedByURL", _) if of.name == "DateTime" => leaf(DATE_TIME),
        ("fields", TypeKind::Object) => members(Subject::Field),
        ("interfaces", TypeKind::Object) => Found::Many(Vec::new()),
        ("enumValues", TypeKind::Enum) => members(Subject::EnumValue),
        ("inputFields", TypeKind::InputObject) => members(Subject::Input),
        ("isOneOf", TypeKind::InputObject) => leaf(false),
        _ => null(),
    }
}

/// Sections 4.2.3 to 4.2.5. Nothing here is deprecated.
fn of_member(member: &'static Member, field: &str) -> Found {
    match field {
        "name" => leaf(member.name),
        "description" => leaf(member.about),
        "args" => Found::Many(member.arguments.iter().map(Subject::Input).collect()),
        "type" => Found::One(Subject::Type(member.of)),
        "defaultValue" if !member.default.is_empty() => leaf(member.default),
        "isDeprecated" => leaf(false),
        _ => null(),
    }
}

/// Section 4.2.6.
fn of_directive(directive: &'static Directive, field: &str) -> Found {
    match field {
        "name" => leaf(directive.name),
        "description" => leaf(directive.about),
        "locations" => leaf(directive.locations.to_vec()),
        "args" => Found::Many(directive.arguments.iter().map(Subject::Input).collect()),
        "isRepeatable" => leaf(false),
        _ => null(),
    }
}
