//! The schema: five object types, and the types of arguments.

/// The schema in its own language: what a query for `__schema` is told.
pub(super) const SCHEMA: &str = "type Query { people(first: Int = 10, after: String, orderBy: PersonOrder, updatedSince: DateTime): PersonConnection }
type PersonConnection { edges: [PersonEdge!]! pageInfo: PageInfo! totalCount: Int! }
type PersonEdge { cursor: String! node: Person! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type Person { id: ID! name: String! email: String! address: String! company: String! job: String! createdAt: DateTime! updatedAt: DateTime! }
input PersonOrder { field: PersonOrderField! = UPDATED_AT direction: OrderDirection! = ASC }
enum PersonOrderField { CREATED_AT UPDATED_AT }
enum OrderDirection { ASC DESC }
scalar DateTime";

/// The arguments of `people`, and their types.
pub(super) const ARGUMENTS: &[(&str, &str)] =
    &[("first", "Int"), ("after", "String"), ("orderBy", "PersonOrder"), ("updatedSince", "DateTime")];

/// The members of `PersonOrder`, and their types.
pub(super) const ORDER: &[(&str, &str)] = &[("field", "PersonOrderField"), ("direction", "OrderDirection")];

/// The types of arguments and of what is in them, with what a value that does not fit is told.
pub(super) const INPUTS: &[(&str, &str)] = &[
    ("Boolean", "It must be true or false"),
    ("DateTime", "It must be a string of the form YYYY-MM-DDTHH:MM:SSZ"),
    ("Float", "It must be a number"),
    ("ID", "It must be a string or an integer"),
    ("Int", "It must be an integer of 32 bits"),
    ("OrderDirection", "Use ASC or DESC"),
    ("PersonOrder", "It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}"),
    ("PersonOrderField", "Use CREATED_AT or UPDATED_AT"),
    ("String", "It must be a string"),
];

/// An object type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Query,
    Connection,
    Edge,
    PageInfo,
    Person,
}

/// A field: its name, and the type of its fields if it has some.
type Field = (&'static str, Option<Type>);

impl Type {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Connection => "PersonConnection",
            Self::Edge => "PersonEdge",
            Self::PageInfo => "PageInfo",
            Self::Person => "Person",
        }
    }

    pub(super) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Query => &[("people", Some(Self::Connection))],
            Self::Connection => {
                &[("edges", Some(Self::Edge)), ("pageInfo", Some(Self::PageInfo)), ("totalCount", None)]
            }
            Self::Edge => &[("cursor", None), ("node", Some(Self::Person))],
            Self::PageInfo => {
                &[("hasNextPage", None), ("hasPreviousPage", None), ("startCursor", None), ("endCursor", None)]
            }
            Self::Person => &[
                ("id", None),
                ("name", None),
                ("email", None),
                ("address", None),
                ("company", None),
                ("job", None),
                ("createdAt", None),
                ("updatedAt", None),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members of a type in the schema's text: name and type, without `!`, brackets and defaults.
    fn written(name: &str) -> Vec<(&'static str, &'static str)> {
        let line = SCHEMA.lines().find(|line| line.split(' ').nth(1) == Some(name)).unwrap();
        let inner = line.split_once('{').unwrap().1.trim_end_matches(['}', ' ']);
        let mut words = inner.split([' ', ',', ')', '(']).filter(|word| !word.is_empty()).peekable();
        let mut members = Vec::new();
        while let Some(word) = words.next() {
            if let Some(name) = word.strip_suffix(':') {
                members.push((name, words.next().unwrap().trim_matches(['[', ']', '!'])));
            }
        }
        members
    }

    #[test]
    fn the_text_and_the_tables_say_the_same() {
        for of in [Type::Connection, Type::Edge, Type::PageInfo, Type::Person] {
            let fields: Vec<&str> = of.fields().iter().map(|field| field.0).collect();
            let members = written(of.name());
            assert_eq!(members.iter().map(|member| member.0).collect::<Vec<_>>(), fields);
            for ((_, sub), (_, named)) in of.fields().iter().zip(members) {
                assert!(sub.is_none_or(|sub| sub.name() == named), "{named}");
            }
        }
        assert_eq!(written("PersonOrder"), ORDER);
        assert!(SCHEMA.starts_with("type Query { people("));
        let arguments = SCHEMA.lines().next().unwrap().replace(" people(", " ").replace(" = 10", "");
        assert!(ARGUMENTS.iter().all(|(name, of)| arguments.contains(&format!("{name}: {of}"))), "{arguments}");
        assert!(ARGUMENTS.iter().chain(ORDER).all(|(_, of)| INPUTS.iter().any(|(name, _)| name == of)));
    }
}
