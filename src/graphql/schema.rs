//! The schema: the one table that queries are checked against and that introspection reads.

mod meta;

pub(super) use meta::{SCHEMA_FIELD, TYPE_FIELD, TYPENAME};

/// A named type (section 3.4).
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) kind: TypeKind,
    pub(super) about: &'static str,
    /// An object's fields, an input object's fields, or an enum's values.
    pub(super) members: &'static [Member],
    /// The expected form, for error messages about values; unused where the members tell it.
    wanted: &'static str,
}

/// The kinds of named types that there are here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Scalar,
    Object,
    Enum,
    InputObject,
}

/// A field, an argument, an input field, or an enum's value.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    /// The type as the schema language writes it: `[PersonEdge!]`. Empty for an enum's value.
    pub(super) of: &'static str,
    pub(super) about: &'static str,
    /// The default value as a literal; empty where there is none.
    pub(super) default: &'static str,
    /// What a field takes.
    pub(super) arguments: &'static [Member],
}

/// A directive (section 3.13).
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) locations: &'static [&'static str],
    pub(super) arguments: &'static [Member],
}

/// The type that a query starts at.
pub(super) const QUERY: &str = "Query";
/// The grammar that a `DateTime` follows.
pub(super) const DATE_TIME: &str = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6";

/// All types but those of introspection.
static TYPES: &[Type] = &[
    object(QUERY, "Where a query starts.", &[PEOPLE]),
    object(
        "PersonConnection",
        "A page of records.",
        &[
            member(
                "edges",
                "[PersonEdge!]",
                "The records of the page; null where a setting has it so for an empty page.",
            ),
            member("pageInfo", "PageInfo!", "How to go on from here."),
            member(
                "totalCount",
                "Int",
                "The number of records that match, on all pages; null where a setting has it so.",
            ),
        ],
    ),
    object(
        "PersonEdge",
        "A record in its place.",
        &[
            member(
                "cursor",
                "String!",
                "The place behind this record: as `after` it gives what follows.",
            ),
            member("node", "Person!", "The record."),
        ],
    ),
    object(
        "PageInfo",
        "How to go on from a page.",
        &[
            member("hasNextPage", "Boolean!", "Whether another page follows."),
            member("hasPreviousPage", "Boolean!", "Whether a page comes before."),
            member("startCursor", "String", "The cursor of the first record."),
            member(
                "endCursor",
                "String",
                "The cursor of the last record: the next page's `after`.",
            ),
        ],
    ),
    object(
        "Person",
        "A record.",
        &[
            member("id", "ID!", "A UUID, the same for the life of the record."),
            member("name", "String!", "The person's name."),
            member("email", "String!", "An address at example.com."),
            member("address", "String!", "A postal address of two lines."),
            member("company", "String", "The employer's name; null where a setting has it so."),
            member("job", "String", "The job's title; null where a setting has it so."),
            member("createdAt", "DateTime!", "When the record was made."),
            member("updatedAt", "DateTime!", "When the record was last changed."),
            member(
                "deletedAt",
                "DateTime",
                "When the record was deleted; null for one that is not, and where records stand still.",
            ),
        ],
    ),
    Type {
        wanted: "It must be an object of 'field' and 'direction', as in {field: UPDATED_AT, direction: ASC}",
        ..named(
            TypeKind::InputObject,
            "PersonOrder",
            "An order of records.",
            &[
                member("field", "PersonOrderField!", "What they are ordered by.").or("UPDATED_AT"),
                member("direction", "OrderDirection!", "Which end comes first.").or("ASC"),
            ],
        )
    },
    named(
        TypeKind::Enum,
        "PersonOrderField",
        "What records can be ordered by.",
        &[member("CREATED_AT", "", "By `createdAt`."), member("UPDATED_AT", "", "By `updatedAt`.")],
    ),
    named(
        TypeKind::Enum,
        "OrderDirection",
        "Directions of an order.",
        &[member("ASC", "", "The oldest first."), member("DESC", "", "The newest first.")],
    ),
    scalar("Boolean", "`true` or `false`.", "It must be true or false"),
    scalar(
        "DateTime",
        "A moment in UTC, to the second: `YYYY-MM-DDTHH:MM:SSZ`.",
        "It must be a string of the form YYYY-MM-DDTHH:MM:SSZ",
    ),
    scalar("ID", "An identifier, as a string.", "It must be a string or an integer"),
    scalar("Int", "An integer of 32 bits, with a sign.", "It must be an integer of 32 bits"),
    scalar("String", "Text in UTF-8.", "It must be a string"),
];

/// The connection of all records.
const PEOPLE: Member = member("people", "PersonConnection", "The records, page by page.").takes(&[
    member("first", "Int", "Records of a page: 1 to 50.").or("10"),
    member("after", "String", "The cursor that the page starts behind; the first page without it."),
    member("orderBy", "PersonOrder", "The order of the records, the same on every page."),
    member(
        "updatedSince",
        "DateTime",
        "Only records whose `updatedAt` is at or after this moment.",
    ),
]);

const fn named(
    kind: TypeKind,
    name: &'static str,
    about: &'static str,
    members: &'static [Member],
) -> Type {
    Type { name, kind, about, members, wanted: "" }
}

const fn object(name: &'static str, about: &'static str, members: &'static [Member]) -> Type {
    named(TypeKind::Object, name, about, members)
}

const fn scalar(name: &'static str, about: &'static str, wanted: &'static str) -> Type {
    Type { wanted, ..named(TypeKind::Scalar, name, about, &[]) }
}

const fn member(name: &'static str, of: &'static str, about: &'static str) -> Member {
    Member { name, of, about, default: "", arguments: &[] }
}

impl Member {
    /// The member with a default.
    const fn or(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    /// The field with arguments.
    const fn takes(mut self, arguments: &'static [Self]) -> Self {
        self.arguments = arguments;
        self
    }
}

impl Type {
    /// The type that a type's text is about: `PersonEdge` of `[PersonEdge!]`.
    pub(super) fn of(text: &str) -> Option<&'static Self> {
        let name = text.trim_matches(['[', ']', '!']);
        Self::all().find(|of| of.name == name)
    }

    /// All types, those of introspection last.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        TYPES.iter().chain(meta::TYPES)
    }

    /// A field of the type, by its name; also those that each type has, and each schema (section 4.1).
    pub(super) fn field(&self, name: &str) -> Option<&'static Member> {
        match name {
            "__typename" => Some(&TYPENAME),
            "__schema" if self.name == QUERY => Some(&SCHEMA_FIELD),
            "__type" if self.name == QUERY => Some(&TYPE_FIELD),
            name => find(self.members, name),
        }
    }

    /// The names of its members.
    pub(super) fn names(&self, between: &str) -> String {
        self.members.iter().map(|member| member.name).collect::<Vec<_>>().join(between)
    }

    /// The expected form, for error messages about values.
    pub(super) fn wanted(&self) -> String {
        if self.kind == TypeKind::Enum {
            format!("Use {}", self.names(" or "))
        } else {
            self.wanted.to_owned()
        }
    }
}

impl Directive {
    /// All directives, those of documents first.
    pub(super) const fn all() -> &'static [Self] {
        meta::DIRECTIVES
    }
}

/// The member of a name.
pub(super) fn find(members: &'static [Member], name: &str) -> Option<&'static Member> {
    members.iter().find(|member| member.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_is_named_exists_and_has_what_its_kind_asks_for() {
        for of in Type::all() {
            assert!(!of.about.is_empty(), "{}", of.name);
            assert_eq!(of.members.is_empty(), of.kind == TypeKind::Scalar, "{}", of.name);
            for member in
                of.members.iter().flat_map(|member| std::iter::once(member).chain(member.arguments))
            {
                assert_eq!(
                    Type::of(member.of).is_none(),
                    of.kind == TypeKind::Enum,
                    "{}.{}",
                    of.name,
                    member.name
                );
            }
        }
        let arguments = Directive::all().iter().flat_map(|directive| directive.arguments);
        assert!(
            arguments.clone().count() > 3
                && arguments.map(|member| Type::of(member.of)).all(|of| of.is_some())
        );
    }
}
