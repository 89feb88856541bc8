//! The types and fields of introspection, and the directives (sections 3.13 and 4): the same in every schema.

use super::{Directive, Member, Type, TypeKind, member, named, object};

/// `__typename`, which every object has (section 4.4).
pub(in crate::graphql) static TYPENAME: Member =
    member("__typename", "String!", "The name of the object's type.");
/// `__schema` of the type that a query starts at.
pub(in crate::graphql) static SCHEMA_FIELD: Member = member("__schema", "__Schema!", "The schema.");
/// `__type` of the type that a query starts at.
pub(in crate::graphql) static TYPE_FIELD: Member = member(
    "__type",
    "__Type",
    "A type by its name.",
)
.takes(&[member("name", "String!", "The type's name.")]);

/// Whether deprecated members are listed too. There are none in this schema.
const DEPRECATED: &[Member] =
    &[member("includeDeprecated", "Boolean", "Whether deprecated ones are listed too.")
        .or("false")];

const NAME: Member = member("name", "String!", "The name.");
const DESCRIPTION: Member = member("description", "String", "What it is, in Markdown.");
const IS_DEPRECATED: Member =
    member("isDeprecated", "Boolean!", "Whether it should no longer be used.");
const REASON: Member = member("deprecationReason", "String", "Why it should no longer be used.");
const ARGS: Member = member("args", "[__InputValue!]!", "The arguments.").takes(DEPRECATED);
const TYPE: Member = member("type", "__Type!", "The type.");

/// The types of introspection (section 4.2).
pub(super) static TYPES: &[Type] = &[
    object(
        "__Schema",
        "A schema: its types, the types operations start at, and its directives.",
        &[
            DESCRIPTION,
            member("types", "[__Type!]!", "All types."),
            member("queryType", "__Type!", "The type that queries start at."),
            member("mutationType", "__Type", "The type that mutations start at."),
            member("subscriptionType", "__Type", "The type that subscriptions start at."),
            member("directives", "[__Directive!]!", "All directives."),
        ],
    ),
    object(
        "__Type",
        "A type; which of its fields are not null depends on its kind.",
        &[
            member("kind", "__TypeKind!", "What kind of type it is."),
            member("name", "String", "The name; null for lists and non-null types."),
            DESCRIPTION,
            member("specifiedByURL", "String", "Where a scalar's form is specified."),
            member("fields", "[__Field!]", "The fields of an object or an interface.")
                .takes(DEPRECATED),
            member("interfaces", "[__Type!]", "The interfaces of an object or an interface."),
            member("possibleTypes", "[__Type!]", "The objects of an interface or a union."),
            member("enumValues", "[__EnumValue!]", "The values of an enum.").takes(DEPRECATED),
            member("inputFields", "[__InputValue!]", "The fields of an input object.")
                .takes(DEPRECATED),
            member("ofType", "__Type", "The type within a list or a non-null type."),
            member(
                "isOneOf",
                "Boolean",
                "Whether an input object takes exactly one of its fields.",
            ),
        ],
    ),
    named(
        TypeKind::Enum,
        "__TypeKind",
        "Kinds of types.",
        &[
            member("SCALAR", "", "A scalar."),
            member("OBJECT", "", "An object: it has fields and interfaces."),
            member("INTERFACE", "", "An interface: it has fields, interfaces and possible types."),
            member("UNION", "", "A union: it has possible types."),
            member("ENUM", "", "An enum: it has values."),
            member("INPUT_OBJECT", "", "An input object: it has input fields."),
            member("LIST", "", "A list of another type."),
            member("NON_NULL", "", "Another type without null."),
        ],
    ),
    object(
        "__Field",
        "A field of an object or an interface.",
        &[NAME, DESCRIPTION, ARGS, TYPE, IS_DEPRECATED, REASON],
    ),
    object(
        "__InputValue",
        "An argument, or a field of an input object.",
        &[
            NAME,
            DESCRIPTION,
            TYPE,
            member("defaultValue", "String", "The default, as a literal of the query language."),
            IS_DEPRECATED,
            REASON,
        ],
    ),
    object("__EnumValue", "A value of an enum.", &[NAME, DESCRIPTION, IS_DEPRECATED, REASON]),
    object(
        "__Directive",
        "A directive.",
        &[
            NAME,
            DESCRIPTION,
            member("isRepeatable", "Boolean!", "Whether it may stand at a place more than once."),
            member("locations", "[__DirectiveLocation!]!", "Where it may stand."),
            ARGS,
        ],
    ),
    named(
        TypeKind::Enum,
        "__DirectiveLocation",
        "Where directives may stand.",
        &[
            member("QUERY", "", "A query."),
            member("MUTATION", "", "A mutation."),
            member("SUBSCRIPTION", "", "A subscription."),
            member("FIELD", "", "A field of a document."),
            member("FRAGMENT_DEFINITION", "", "A fragment."),
            member("FRAGMENT_SPREAD", "", "A fragment's spread."),
            member("INLINE_FRAGMENT", "", "An inline fragment."),
            member("VARIABLE_DEFINITION", "", "A variable."),
            member("SCHEMA", "", "A schema."),
            member("SCALAR", "", "A scalar."),
            member("OBJECT", "", "An object type."),
            member("FIELD_DEFINITION", "", "A field of a type."),
            member("ARGUMENT_DEFINITION", "", "An argument of a field or a directive."),
            member("INTERFACE", "", "An interface."),
            member("UNION", "", "A union."),
            member("ENUM", "", "An enum."),
            member("ENUM_VALUE", "", "A value of an enum."),
            member("INPUT_OBJECT", "", "An input object type."),
            member("INPUT_FIELD_DEFINITION", "", "A field of an input object type."),
        ],
    ),
];

const SELECTIONS: &[&str] = &["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"];

/// The directives: two for documents, two for schemas.
pub(super) static DIRECTIVES: &[Directive] = &[
    Directive {
        name: "include",
        about: "Takes the selection only when `if` is true.",
        locations: SELECTIONS,
        arguments: &[member("if", "Boolean!", "Whether the selection is taken.")],
    },
    Directive {
        name: "skip",
        about: "Takes the selection only when `if` is false.",
        locations: SELECTIONS,
        arguments: &[member("if", "Boolean!", "Whether the selection is left out.")],
    },
    Directive {
        name: "deprecated",
        about: "Marks what should no longer be used.",
        locations: &[
            "FIELD_DEFINITION",
            "ARGUMENT_DEFINITION",
            "INPUT_FIELD_DEFINITION",
            "ENUM_VALUE",
        ],
        arguments: &[member("reason", "String", "Why, and what to use instead.")
            .or("\"No longer supported\"")],
    },
    Directive {
        name: "specifiedBy",
        about: "Says where a scalar's form is specified.",
        locations: &["SCALAR"],
        arguments: &[member("url", "String!", "The specification's address.")],
    },
];
