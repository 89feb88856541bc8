//! Variables and arguments: what may stand where, and what stands there.

use super::Fault;
use super::document::{Argument, Definition, Literal, Operation};
use super::schema::{INPUTS, ORDER};
use crate::time::Timestamp;
use serde_json::{Map, Value};
use std::cell::Cell;

/// The variables of an operation.
#[derive(Debug)]
pub(super) struct Variables<'d> {
    entries: Vec<Variable<'d>>,
}

#[derive(Debug)]
struct Variable<'d> {
    definition: &'d Definition<'d>,
    given: Option<Literal<'d>>,
    used: Cell<bool>,
}

impl<'d> Variables<'d> {
    /// The variables an operation declares, with their defaults.
    pub(super) fn declared(operation: &'d Operation<'d>) -> Result<Self, Box<Fault>> {
        let mut variables = Self { entries: Vec::new() };
        for definition in &operation.variables {
            let Definition { name, of, default, at, .. } = definition;
            let fault = |text: &str| Fault::new(&["Invalid variable '$", name, "'. ", text], *at);
            if variables.find(name).is_some() {
                return Err(fault("It is declared twice"));
            }
            if wanted(of).is_none() {
                return Err(fault(&["No argument takes a variable of type '", of, "'"].concat()));
            }
            if let Some(default) = default {
                variables.fits(of, definition.required, default).map_err(|text| fault(&text))?;
            }
            variables.entries.push(Variable { definition, given: None, used: Cell::new(false) });
        }
        Ok(variables)
    }

    /// Takes the values that came with the request; others than the declared ones are ignored.
    pub(super) fn give(&mut self, given: &'d Map<String, Value>) -> Result<(), Box<Fault>> {
        for at in 0..self.entries.len() {
            let Some(Variable { definition, .. }) = self.entries.get(at) else { continue };
            let Definition { name, of, required, default, at: place } = *definition;
            let fault = |text: &str| Fault::new(&["Invalid value for variable '$", name, "'. ", text], *place);
            let literal = given.get(*name).map(literal);
            if literal.is_none() && *required && default.is_none() {
                return Err(fault("It is required"));
            }
            if let Some(literal) = &literal {
                self.fits(of, *required, literal).map_err(|text| fault(&text))?;
            }
            if let Some(variable) = self.entries.get_mut(at) {
                variable.given = literal;
            }
        }
        Ok(())
    }

    /// Checks a list of arguments against those that there are: each known, once, and of its type.
    pub(super) fn check(
        &self,
        arguments: &[Argument<'_>],
        known: &[(&str, &str)],
        required: bool,
    ) -> Result<(), Box<Fault>> {
        for (n, Argument { name, value, at }) in arguments.iter().enumerate() {
            let fault = |text: &str| Err(Fault::new(&["Invalid value for '", name, "'. ", text], *at));
            let Some((_, of)) = known.iter().find(|(known, _)| known == name) else {
                return Err(Fault::new(&["Unknown argument '", name, "'"], *at));
            };
            if arguments.iter().take(n).any(|before| before.name == *name) {
                return fault("It is given twice");
            }
            if let Err(text) = self.fits(of, required, value) {
                return fault(&text);
            }
        }
        Ok(())
    }

    /// Whether a value fits a type; what it should be where it does not.
    fn fits(&self, of: &str, required: bool, value: &Literal<'_>) -> Result<(), String> {
        let text = |text: &str| match of {
            "DateTime" => Timestamp::parse(text).is_some(),
            _ => matches!(of, "String" | "ID"),
        };
        let choice = |name: &str| match of {
            "PersonOrderField" => matches!(name, "CREATED_AT" | "UPDATED_AT"),
            "OrderDirection" => matches!(name, "ASC" | "DESC"),
            _ => false,
        };
        let fits = match value {
            Literal::Null => !required,
            Literal::Bool(_) => of == "Boolean",
            Literal::Int(number) => matches!(of, "Float" | "ID") || of == "Int" && i32::try_from(*number).is_ok(),
            Literal::Float => of == "Float",
            Literal::Text(given) => text(given),
            Literal::Enum(name) => choice(name),
            Literal::Given(given) => text(given) || choice(given),
            Literal::List(_) => false,
            Literal::Variable(name) => return self.stands(name, of, required),
            Literal::Object(members) if of == "PersonOrder" => return self.fit(members),
            Literal::Object(_) => false,
        };
        if fits { Ok(()) } else { Err(wanted(of).unwrap_or_default().to_owned()) }
    }

    /// Whether the members of an order fit.
    fn fit(&self, members: &[(&str, Literal<'_>)]) -> Result<(), String> {
        for (n, (name, value)) in members.iter().enumerate() {
            let known = ORDER.iter().find(|(known, _)| known == name);
            let again = members.iter().take(n).any(|(before, _)| before == name);
            let (Some((_, of)), false) = (known, again) else {
                return Err(wanted("PersonOrder").unwrap_or_default().to_owned());
            };
            // A variable that may be null can stand here, since both members have defaults (section 5.8.5).
            self.fits(of, !matches!(value, Literal::Variable(_)), value)?;
        }
        Ok(())
    }

    /// Whether a variable may stand where a type is wanted.
    fn stands(&self, name: &str, of: &str, required: bool) -> Result<(), String> {
        let variable = self.find(name).ok_or_else(|| ["The operation declares no variable '$", name, "'"].concat())?;
        variable.used.set(true);
        let Definition { of: own, required: never_null, default, .. } = variable.definition;
        if *own == of && (!required || *never_null || default.is_some()) {
            return Ok(());
        }
        let mark = if required { "!'" } else { "'" };
        Err(["Variable '$", name, "' must be declared as '", of, mark].concat())
    }

    /// The first variable that nothing uses.
    pub(super) fn unused(&self) -> Option<&'d Definition<'d>> {
        self.entries.iter().find(|variable| !variable.used.get()).map(|variable| variable.definition)
    }

    /// What a value stands for; None for a variable that was not given, and for null.
    pub(super) fn resolve<'a>(&'a self, value: &'a Literal<'d>) -> Option<&'a Literal<'d>> {
        let value = match value {
            Literal::Variable(name) => {
                let variable = self.find(name)?;
                variable.given.as_ref().or(variable.definition.default.as_ref())?
            }
            value => value,
        };
        (*value != Literal::Null).then_some(value)
    }

    fn find(&self, name: &str) -> Option<&Variable<'d>> {
        self.entries.iter().find(|variable| variable.definition.name == name)
    }
}

/// What a value of a type should be; None for a type that no argument has.
fn wanted(of: &str) -> Option<&'static str> {
    INPUTS.iter().find(|(name, _)| *name == of).map(|(_, wanted)| *wanted)
}

/// A JSON value as a literal. JSON has no enums: a string is one where the type says so.
fn literal(value: &Value) -> Literal<'_> {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(*value),
        Value::Number(number) => number.as_i64().map_or(Literal::Float, Literal::Int),
        Value::String(text) => Literal::Given(text),
        Value::Array(items) => Literal::List(items.iter().map(literal).collect()),
        Value::Object(members) => {
            Literal::Object(members.iter().map(|(name, value)| (&**name, literal(value))).collect())
        }
    }
}
