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
    ("Int", "It must be an integer of 32 bits"),
    ("OrderDirection", "Use ASC or DESC"),
    ("PersonOrder", "It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}"),
    ("PersonOrderField", "Use CREATED_AT or UPDATED_AT"),
    ("String", "It must be a string"),
];

/// An object type.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: &'static str,
    /// The names of its fields.
    pub(super) fields: &'static str,
    /// The field that is of this type.
    field: &'static str,
}

/// All object types; the first is where a query starts.
static TYPES: [Type; 5] = [
    QUERY,
    Type { name: "PersonConnection", fields: "edges, pageInfo, totalCount", field: "people" },
    Type { name: "PersonEdge", fields: "cursor, node", field: "edges" },
    Type { name: "PageInfo", fields: "hasNextPage, hasPreviousPage, startCursor, endCursor", field: "pageInfo" },
    Type { name: "Person", fields: "id, name, email, address, company, job, createdAt, updatedAt", field: "node" },
];

pub(super) const QUERY: Type = Type { name: "Query", fields: "people", field: "" };

impl Type {
    /// Whether it has a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.split(',').any(|field| field.strip_prefix(' ').unwrap_or(field) == name)
    }

    /// The type of a field that has fields of its own.
    pub(super) fn of(field: &str) -> Option<&'static Self> {
        TYPES.iter().find(|of| of.field == field)
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
        for of in TYPES.iter().skip(1) {
            let members = written(of.name);
            assert_eq!(members.iter().map(|member| member.0).collect::<Vec<_>>().join(", "), of.fields);
            for (field, named) in members {
                assert!(of.has(field) && Type::of(field).is_none_or(|sub| sub.name == named), "{named}");
            }
        }
        assert_eq!(Type::of("people").map(|of| of.name), Some("PersonConnection"));
        assert_eq!(written("PersonOrder"), ORDER);
        assert!(SCHEMA.starts_with("type Query { people("));
        let arguments = SCHEMA.lines().next().unwrap().replace(" people(", " ").replace(" = 10", "");
        assert!(ARGUMENTS.iter().all(|(name, of)| arguments.contains(&format!("{name}: {of}"))), "{arguments}");
        assert!(ARGUMENTS.iter().chain(ORDER).all(|(_, of)| INPUTS.iter().any(|(name, _)| name == of)));
    }
}
