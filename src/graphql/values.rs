//! Variables and arguments: what may stand where, and what stands there.

use super::document::Node;
use super::schema::{INPUTS, ORDER};
use super::{Faults, said};
use crate::time::Timestamp;
use serde_json::Value;

/// The variables of an operation, and what is wrong with their use.
#[derive(Debug, Default)]
pub(super) struct Variables<'d> {
    entries: Vec<Variable<'d>>,
    pub(super) faults: Faults,
}

#[derive(Debug)]
struct Variable<'d> {
    definition: &'d Node<'d>,
    /// What came with the request, or the default; null where there is neither.
    value: &'d Value,
    used: bool,
}

impl<'d> Variables<'d> {
    /// Takes the variables an operation declares, and their values once it runs; given ones that it does not declare are ignored.
    pub(super) fn declare(&mut self, operation: &'d Node<'d>, given: Option<&'d Value>) {
        self.entries.clear();
        for definition in &operation.arguments {
            let Node { name, of, required, value, .. } = definition;
            let mut entry = Variable { definition, value, used: false };
            let mut wrong = String::new();
            if self.find(name).is_some() {
                wrong.push_str("It is declared twice");
            } else if wanted(of).is_empty() {
                wrong = said("No argument takes a variable of type '~'", of, "");
            } else if !value.is_null() {
                wrong = self.fits(of, *required, value, false);
            }
            self.faults.wrong(definition, "Invalid variable '$~'. ~", &wrong);
            if let Some(given) = given {
                wrong.clear();
                if let Some(value) = given.get(*name) {
                    wrong = self.fits(of, *required, value, true);
                    entry.value = value;
                } else if *required && value.is_null() {
                    wrong.push_str("It is required");
                }
                self.faults.wrong(definition, "Invalid value for variable '$~'. ~", &wrong);
            }
            self.entries.push(entry);
        }
    }

    /// Checks a list of arguments against those that there are: each known, once, and of its type.
    pub(super) fn check(&mut self, arguments: &[Node<'_>], known: &[(&str, &str)], required: bool) {
        for (n, argument) in arguments.iter().enumerate() {
            let Node { name, value, .. } = argument;
            if self.faults.any() {
                break;
            }
            let of = find(known, name);
            if of.is_empty() {
                self.faults.about(argument, "Unknown argument '~'", "");
            }
            let mut wrong = self.fits(of, required, value, false);
            if named(arguments.get(..n).unwrap_or_default(), name).is_some() {
                wrong = "It is given twice".to_owned();
            }
            self.faults.wrong(argument, "Invalid value for '~'. ~", &wrong);
        }
    }

    /// What is wrong with a value where a type is wanted; empty if nothing is. A given value is JSON, in which enums are strings.
    fn fits(&mut self, of: &str, required: bool, value: &Value, given: bool) -> String {
        let fits = match value {
            Value::Null => !required,
            Value::Bool(_) => of == "Boolean",
            Value::Number(number) => of == "Int" && number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Value::String(text) => match of {
                "DateTime" => Timestamp::parse(text).is_some(),
                _ => of == "String" || given && is_choice(of, text),
            },
            Value::Object(members) if of == "PersonOrder" => {
                for (name, value) in members {
                    let of = find(ORDER, name);
                    if of.is_empty() {
                        return wanted("PersonOrder").to_owned();
                    }
                    // A variable that may be null can stand here, since both members have defaults (section 5.8.5).
                    let wrong = self.fits(of, !value.is_array(), value, given);
                    if !wrong.is_empty() {
                        return wrong;
                    }
                }
                true
            }
            Value::Array(_) if !given => match text(value) {
                Some(name) if name.starts_with('$') => return self.stands(name, of, required),
                name => is_choice(of, name.unwrap_or_default()),
            },
            _ => false,
        };
        if fits { String::new() } else { wanted(of).to_owned() }
    }

    /// What is wrong with a variable where a type is wanted.
    fn stands(&mut self, name: &str, of: &str, required: bool) -> String {
        let Some(Variable { definition, used, .. }) = self.find(name.get(1..).unwrap_or_default()) else {
            return said("The operation declares no variable '~'", name, "");
        };
        *used = true;
        if definition.of == of && (!required || definition.required || !definition.value.is_null()) {
            return String::new();
        }
        said(
            if required { "Variable '~' must be declared as '~!'" } else { "Variable '~' must be declared as '~'" },
            name,
            of,
        )
    }

    /// Notes the first variable that nothing uses.
    pub(super) fn check_use(&mut self) {
        for Variable { definition, used, .. } in &self.entries {
            if !used {
                self.faults.about(definition, "Variable '$~' is never used", "");
            }
        }
    }

    /// What a value stands for; null for a variable that was not given.
    pub(super) fn resolve(&mut self, value: &'d Value) -> &'d Value {
        match text(value).and_then(|name| self.find(name.strip_prefix('$')?)) {
            Some(variable) if value.is_array() => variable.value,
            _ => value,
        }
    }

    fn find(&mut self, name: &str) -> Option<&mut Variable<'d>> {
        self.entries.iter_mut().find(|variable| variable.definition.name == name)
    }
}

/// The text of a string, of an enum's value, or of a variable's name.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.get(0).unwrap_or(value).as_str()
}

/// The argument of a name.
pub(super) fn named<'d>(nodes: &'d [Node<'d>], name: &str) -> Option<&'d Node<'d>> {
    nodes.iter().find(|node| node.name == name)
}

/// Whether an enum has a value.
fn is_choice(of: &str, name: &str) -> bool {
    match of {
        "PersonOrderField" => matches!(name, "CREATED_AT" | "UPDATED_AT"),
        _ => of == "OrderDirection" && matches!(name, "ASC" | "DESC"),
    }
}

/// What a value of a type should be; empty for a type that no argument has.
fn wanted(of: &str) -> &'static str {
    find(INPUTS, of)
}

/// What stands beside a name in a table.
fn find<'t>(table: &[(&str, &'t str)], name: &str) -> &'t str {
    table.iter().find(|(known, _)| *known == name).map_or("", |(_, beside)| beside)
}
