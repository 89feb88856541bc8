//! From text to a document: apollo-parser reads the text, and what it found is copied into the types of `document`.
//!
//! apollo-parser reports syntax errors and keeps a tree of every token, errors included. It bounds nesting and the number of tokens, so that no
//! document overflows the stack or takes more memory than a multiple of its size.

use super::Fault;
use super::document::{
    Argument, Directive, Document, Field, Fragment, Operation, Selected, Selection, Value, Variable,
};
use apollo_parser::cst::{self, CstNode};
use apollo_parser::{Error, Parser};

/// Deepest nesting of selection sets, of values, and of lists in types.
pub(super) const MAX_DEPTH: usize = 64;
/// Most tokens of a document; blanks, commas and comments are tokens too.
const MAX_TOKENS: usize = 20_000;

/// Parses an executable document.
pub(super) fn parse(source: &str) -> Result<Document<'_>, Fault> {
    let tree = Parser::new(&without_commas(source))
        .recursion_limit(MAX_DEPTH)
        .token_limit(MAX_TOKENS)
        .parse();
    if let Some(error) = tree.errors().next() {
        return Err(fault(error));
    }
    let (reader, mut document) = (Reader { source }, Document::default());
    for definition in tree.document().definitions() {
        match definition {
            cst::Definition::OperationDefinition(it) => {
                document.operations.push(reader.operation(&it)?)
            }
            cst::Definition::FragmentDefinition(it) => {
                document.fragments.push(reader.fragment(&it)?)
            }
            // Definitions of types (section 5.1.1).
            other => return Err(reader.expected("an operation or a fragment", &other)),
        }
    }
    Ok(document)
}

/// The text with a blank in place of each comma outside of strings and comments, every other byte in its place. Commas are as insignificant
/// as blanks (section 2.1.5); apollo-parser refuses some that stand behind an alias's name or a spread's dots.
fn without_commas(source: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(source.len()), source);
    while let Some(at) = rest.find(['"', '#', ',']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let kept = match from.as_bytes() {
            [b'#', ..] => from.find(['\n', '\r']).unwrap_or(from.len()),
            [b'"', b'"', b'"', ..] => string(from, "\"\"\"", "\\\"\"\""),
            [b'"', ..] => string(from, "\"", "\\"),
            _ => 0,
        };
        let (kept, behind) = from.split_at(kept);
        text.push_str(kept);
        rest = if kept.is_empty() { behind.get(1..).unwrap_or_default() } else { behind };
        if kept.is_empty() {
            text.push(' ');
        }
    }
    text + rest
}

/// How long the string is that a text begins with, between its `quotes`; all of the text where it does not end. Behind `escape` no quotes end
/// it: in a block string that is `\"""` as a whole, in others a backslash and what follows it.
fn string(text: &str, quotes: &str, escape: &str) -> usize {
    let mut at = quotes.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(escape) {
            at += escape.len();
            at += if escape.len() == 1 { rest.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
        } else if rest.starts_with(quotes) {
            return at + quotes.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// What is wrong, in the parser's words; only names of its token kinds are put as they are written.
fn fault(error: &Error) -> Fault {
    let message = error.message();
    let found = if error.is_eof() { "the end" } else { error.data() };
    let message = match message.strip_prefix("expected ") {
        _ if message.starts_with("token limit") => {
            format!("The document is too large: it has more than {MAX_TOKENS} tokens")
        }
        _ if error.is_limit() => format!("Syntax error: Nested deeper than {MAX_DEPTH} levels"),
        Some(expected) => {
            let expected = match expected.split(", got").next().unwrap_or_default() {
                "a valid Value" => "a value",
                "R_CURLY" => "'}'",
                "R_PAREN" => "')'",
                "R_BRACK" => "']'",
                other => other,
            };
            format!("Syntax error: Expected {expected}, found {found}")
        }
        None => format!("Syntax error: {message}"),
    };
    Fault { message, at: Some(error.index()) }
}

/// Copies parts of the syntax tree. What a tree without errors always has is still checked: the parser's types leave it open.
struct Reader<'s> {
    source: &'s str,
}

impl<'s> Reader<'s> {
    /// Where a node starts.
    fn at(node: &impl CstNode) -> usize {
        node.syntax().text_range().start().into()
    }

    /// The text of a node.
    fn text(&self, node: &impl CstNode) -> &'s str {
        let range = node.syntax().text_range();
        self.source
            .get(range.start().into()..range.end().into())
            .unwrap_or_default()
            .trim_end_matches(|c: char| c.is_whitespace() || c == ',')
    }

    /// The error of a node in the wrong place.
    fn expected(&self, wanted: &str, node: &impl CstNode) -> Fault {
        let found = self.text(node).split_whitespace().next().unwrap_or("the end");
        Fault::new(format!("Syntax error: Expected {wanted}, found {found}"), Self::at(node))
    }

    /// What a node has; an error at the node where it does not.
    fn have<T>(&self, part: Option<T>, wanted: &str, within: &impl CstNode) -> Result<T, Fault> {
        part.ok_or_else(|| {
            Fault::new(
                format!("Syntax error: Expected {wanted} in {}", self.text(within)),
                Self::at(within),
            )
        })
    }

    fn name(&self, name: Option<cst::Name>, within: &impl CstNode) -> Result<&'s str, Fault> {
        self.have(name, "a name", within).map(|name| self.text(&name))
    }

    fn operation(&self, node: &cst::OperationDefinition) -> Result<Operation<'s>, Fault> {
        let mut variables = Vec::new();
        for variable in node
            .variable_definitions()
            .iter()
            .flat_map(cst::VariableDefinitions::variable_definitions)
        {
            variables.push(self.variable(&variable)?);
        }
        Ok(Operation {
            operation_type: node.operation_type().map_or("query", |kind| self.text(&kind)),
            name: node.name().map_or("", |name| self.text(&name)),
            variables,
            directives: self.directives(node.directives())?,
            selections: self.selections(node.selection_set())?,
            at: Self::at(node),
        })
    }

    fn fragment(&self, node: &cst::FragmentDefinition) -> Result<Fragment<'s>, Fault> {
        let of = node
            .type_condition()
            .and_then(|condition| condition.named_type())
            .and_then(|of| of.name());
        Ok(Fragment {
            name: self.name(node.fragment_name().and_then(|name| name.name()), node)?,
            of: self.name(of, node)?,
            directives: self.directives(node.directives())?,
            selections: self.selections(node.selection_set())?,
            at: Self::at(node),
        })
    }

    fn variable(&self, node: &cst::VariableDefinition) -> Result<Variable<'s>, Fault> {
        let of = self.have(node.ty(), "a type", node)?;
        let written = self.text(&of);
        let of = written.strip_suffix('!').unwrap_or(written);
        let default = node.default_value().and_then(|default| default.value());
        Ok(Variable {
            name: self.name(node.variable().and_then(|variable| variable.name()), node)?,
            of: of.trim_end(),
            required: of.len() < written.len(),
            default: default.map(|value| self.value(&value)).transpose()?,
            directives: self.directives(node.directives())?,
            at: Self::at(node),
        })
    }

    fn selections(&self, set: Option<cst::SelectionSet>) -> Result<Vec<Selection<'s>>, Fault> {
        let mut selections = Vec::new();
        for node in set.iter().flat_map(cst::SelectionSet::selections) {
            selections.push(self.selection(&node)?);
        }
        Ok(selections)
    }

    fn selection(&self, node: &cst::Selection) -> Result<Selection<'s>, Fault> {
        let (what, directives) = match node {
            cst::Selection::Field(it) => (Selected::Field(self.field(it)?), it.directives()),
            cst::Selection::FragmentSpread(it) => {
                let name = self.name(it.fragment_name().and_then(|name| name.name()), node)?;
                (Selected::Spread(name), it.directives())
            }
            cst::Selection::InlineFragment(it) => {
                let of = it.type_condition().and_then(|condition| condition.named_type());
                let selections = self.selections(it.selection_set())?;
                (Selected::Inline { of: of.map(|of| self.text(&of)), selections }, it.directives())
            }
        };
        Ok(Selection { what, directives: self.directives(directives)?, at: Self::at(node) })
    }

    fn field(&self, node: &cst::Field) -> Result<Field<'s>, Fault> {
        let name = self.name(node.name(), node)?;
        let key = match node.alias() {
            Some(alias) => self.name(alias.name(), node)?,
            None => name,
        };
        let (arguments, selections) =
            (self.arguments(node.arguments())?, self.selections(node.selection_set())?);
        Ok(Field { key, name, arguments, selections, at: Self::at(node) })
    }

    fn directives(&self, node: Option<cst::Directives>) -> Result<Vec<Directive<'s>>, Fault> {
        let mut directives = Vec::new();
        for node in node.iter().flat_map(cst::Directives::directives) {
            let (name, arguments) =
                (self.name(node.name(), &node)?, self.arguments(node.arguments())?);
            directives.push(Directive { name, arguments, at: Self::at(&node) });
        }
        Ok(directives)
    }

    fn arguments(&self, node: Option<cst::Arguments>) -> Result<Vec<Argument<'s>>, Fault> {
        let mut arguments = Vec::new();
        for node in node.iter().flat_map(cst::Arguments::arguments) {
            // The parser lets a name without `: value` pass.
            let value = self.have(node.value(), "': value'", &node)?;
            arguments.push(Argument {
                name: self.name(node.name(), &node)?,
                value: self.value(&value)?,
                at: Self::at(&node),
            });
        }
        Ok(arguments)
    }

    fn value(&self, node: &cst::Value) -> Result<Value<'s>, Fault> {
        Ok(match node {
            cst::Value::Variable(it) => Value::Variable(self.name(it.name(), node)?),
            cst::Value::StringValue(it) => Value::String(it.into()),
            cst::Value::IntValue(_) | cst::Value::FloatValue(_) => Value::Number(self.text(node)),
            cst::Value::BooleanValue(it) => Value::Boolean(it.true_token().is_some()),
            cst::Value::NullValue(_) => Value::Null,
            cst::Value::EnumValue(it) => Value::Enum(self.name(it.name(), node)?),
            cst::Value::ListValue(it) => {
                Value::List(it.values().map(|value| self.value(&value)).collect::<Result<_, _>>()?)
            }
            cst::Value::ObjectValue(it) => {
                let mut members = Vec::new();
                for member in it.object_fields() {
                    let value = self.have(member.value(), "': value'", &member)?;
                    members.push((self.name(member.name(), &member)?, self.value(&value)?));
                }
                Value::Object(members)
            }
        })
    }
}

#[cfg(test)]
mod tests;
