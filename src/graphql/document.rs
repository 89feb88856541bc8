//! An executable document (GraphQL, October 2021, section 2.2), as the parser understood it. All names borrow from the request.

/// Operations and fragments, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document<'s> {
    pub(super) operations: Vec<Operation<'s>>,
    pub(super) fragments: Vec<Fragment<'s>>,
}

/// `query Name($variable: Type = default) { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation<'s> {
    /// `query`, `mutation` or `subscription`.
    pub(super) kind: &'s str,
    /// Its name, empty for none.
    pub(super) name: &'s str,
    pub(super) variables: Vec<Definition<'s>>,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) selections: Vec<Selection<'s>>,
    pub(super) at: usize,
}

/// A variable as an operation declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Definition<'s> {
    pub(super) name: &'s str,
    /// The type without its last `!`, as it is written: `Int`, or `[Int!]`.
    pub(super) of: &'s str,
    /// Whether it ends with `!`.
    pub(super) required: bool,
    pub(super) default: Option<Literal<'s>>,
    pub(super) at: usize,
}

/// `fragment Name on Type { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fragment<'s> {
    pub(super) name: &'s str,
    pub(super) on: &'s str,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) selections: Vec<Selection<'s>>,
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `key: name(arguments) { … }`
    Field,
    /// `...name`
    Spread,
    /// `... on name { … }`; the name is empty where there is none.
    Inline,
}

/// What stands in a selection set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection<'s> {
    pub(super) kind: Kind,
    /// A field's alias, or its name where it has none.
    pub(super) key: &'s str,
    pub(super) name: &'s str,
    pub(super) arguments: Vec<Argument<'s>>,
    pub(super) directives: Vec<Directive<'s>>,
    /// Empty for a field without a selection set: a set is never empty itself.
    pub(super) selections: Vec<Selection<'s>>,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive<'s> {
    pub(super) name: &'s str,
    pub(super) arguments: Vec<Argument<'s>>,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument<'s> {
    pub(super) name: &'s str,
    pub(super) value: Literal<'s>,
    pub(super) at: usize,
}

/// A value, as it is written or given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal<'s> {
    Null,
    Bool(bool),
    Int(i64),
    Float,
    Text(String),
    Enum(&'s str),
    /// A JSON string among the variables: what it is, text or enum, the type says.
    Given(&'s str),
    Variable(&'s str),
    List(Vec<Literal<'s>>),
    Object(Vec<(&'s str, Literal<'s>)>),
}
