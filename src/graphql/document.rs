//! An executable document (section 2.2): operations and fragments, with names and numbers borrowed from the request's text.

/// All definitions of a document, each kind in its order.
#[derive(Debug, Default)]
pub(super) struct Document<'s> {
    pub(super) operations: Vec<Operation<'s>>,
    pub(super) fragments: Vec<Fragment<'s>>,
}

/// `query name($variables) @directives { … }` (section 2.3).
#[derive(Debug)]
pub(super) struct Operation<'s> {
    /// `query`, `mutation` or `subscription`.
    pub(super) operation_type: &'s str,
    /// Empty where it has none.
    pub(super) name: &'s str,
    pub(super) variables: Vec<Variable<'s>>,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) selections: Vec<Selection<'s>>,
    /// The byte of the document that it starts at, here and below.
    pub(super) at: usize,
}

/// `$name: of = default` (section 2.10).
#[derive(Debug)]
pub(super) struct Variable<'s> {
    pub(super) name: &'s str,
    /// The type as it is written, without its last `!`: `Int`, or `[Int!]`.
    pub(super) of: &'s str,
    /// Whether the type ends with `!`.
    pub(super) required: bool,
    pub(super) default: Option<Value<'s>>,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) at: usize,
}

/// `fragment name on of @directives { … }` (section 2.8).
#[derive(Debug)]
pub(super) struct Fragment<'s> {
    pub(super) name: &'s str,
    pub(super) of: &'s str,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) selections: Vec<Selection<'s>>,
    pub(super) at: usize,
}

/// One entry of a selection set (section 2.4).
#[derive(Debug)]
pub(super) struct Selection<'s> {
    pub(super) what: Selected<'s>,
    pub(super) directives: Vec<Directive<'s>>,
    pub(super) at: usize,
}

/// The three kinds of selections.
#[derive(Debug)]
pub(super) enum Selected<'s> {
    /// `key: name(arguments) { … }`
    Field(Field<'s>),
    /// `...name`
    Spread(&'s str),
    /// `... on of { … }`; the type may be missing.
    Inline { of: Option<&'s str>, selections: Vec<Selection<'s>> },
}

/// A field (section 2.5).
#[derive(Debug)]
pub(super) struct Field<'s> {
    /// The alias, or the name where there is none: the field's key in the response.
    pub(super) key: &'s str,
    pub(super) name: &'s str,
    pub(super) arguments: Vec<Argument<'s>>,
    /// Empty for a field without a selection set: a set itself is never empty.
    pub(super) selections: Vec<Selection<'s>>,
    pub(super) at: usize,
}

/// `name: value` (section 2.6).
#[derive(Debug)]
pub(super) struct Argument<'s> {
    pub(super) name: &'s str,
    pub(super) value: Value<'s>,
    pub(super) at: usize,
}

/// `@name(arguments)` (section 2.12).
#[derive(Debug)]
pub(super) struct Directive<'s> {
    pub(super) name: &'s str,
    pub(super) arguments: Vec<Argument<'s>>,
    pub(super) at: usize,
}

/// An input value as it is written (section 2.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'s> {
    Null,
    Boolean(bool),
    /// An integer or a float: its digits.
    Number(&'s str),
    String(String),
    Enum(&'s str),
    /// A variable's name, without `$`.
    Variable(&'s str),
    List(Vec<Value<'s>>),
    Object(Vec<(&'s str, Value<'s>)>),
}
