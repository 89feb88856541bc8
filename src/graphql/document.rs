//! An executable document (GraphQL, October 2021, section 2.2), as the parser understood it. All names borrow from the request.

use serde_json::Value;

/// What a node of a document is, where its place does not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// `query key name($arguments) { … }`
    Operation,
    /// `fragment name on of { … }`
    Fragment,
    /// `key: name(arguments) { … }`; also a variable, an argument, a directive.
    #[default]
    Field,
    /// `...name`
    Spread,
    /// `... on of { … }`; the type is empty where there is none.
    Inline,
}

/// An operation, a fragment, a selection, a variable, an argument, a directive. What one has not is empty.
#[derive(Debug, Default)]
pub(super) struct Node<'s> {
    pub(super) kind: Kind,
    /// A field's alias, or its name where it has none; `query`, `mutation` or `subscription` of an operation.
    pub(super) key: &'s str,
    pub(super) name: &'s str,
    /// A fragment's type; a variable's, without its last `!`, as it is written: `Int`, or `[Int!]`.
    pub(super) of: &'s str,
    /// Whether a variable's type ends with `!`.
    pub(super) required: bool,
    /// An argument's value, or a variable's default. Text, numbers, booleans, null and objects are as in JSON; an enum's value `A` is
    /// `["A"]`, a variable `$a` is `["$a"]`, and a list is `[]`, since the schema has none.
    pub(super) value: Value,
    /// Arguments, or the variables of an operation.
    pub(super) arguments: Vec<Node<'s>>,
    pub(super) directives: Vec<Node<'s>>,
    /// A selection set; empty for a field without one: a set is never empty itself.
    pub(super) nodes: Vec<Node<'s>>,
    pub(super) at: usize,
}
