//! Variables and arguments: their validation and their values (sections 3.5 to 3.10, 5.6, 5.8, 6.1.2 and 6.4.1).

use super::Fault;
use super::document::{self, Argument, Operation, Value};
use super::schema::{Member, Type, TypeKind, find};
use crate::dataset::form::time_format::TimeFormat;
use serde_json::{Map, Value as Json};

/// The variables of an operation.
#[derive(Debug)]
pub(super) struct Variables<'d> {
    entries: Vec<Variable<'d>>,
    /// The form of times in rows, which arguments may have, too.
    pub(super) times: TimeFormat,
}

#[derive(Debug)]
struct Variable<'d> {
    definition: &'d document::Variable<'d>,
    /// The value in the request, or else the default; None where there is neither.
    value: Option<Json>,
    used: bool,
}

/// Why a value does not fit, if it does not.
type Wrong = Result<(), String>;

impl<'d> Variables<'d> {
    /// No variables.
    pub(super) const fn none(times: TimeFormat) -> Self {
        Self { entries: Vec::new(), times }
    }

    /// Checks the variables that an operation declares (sections 5.8.1, 5.8.2 and 5.6.1).
    pub(super) fn declare(operation: &'d Operation<'d>, times: TimeFormat) -> Result<Self, Fault> {
        let mut variables = Self::none(times);
        for definition in &operation.variables {
            let document::Variable { name, of, required, default, directives, at } = definition;
            let wrong = if variables.find(name).is_some() {
                Err("It is declared twice".to_owned())
            } else if input(of).is_none() {
                Err(format!("No argument takes a variable of type '{of}'"))
            } else {
                default.as_ref().map_or(Ok(()), |default| variables.fits(of, *required, default))
            };
            wrong
                .map_err(|wrong| Fault::new(format!("Invalid variable '${name}'. {wrong}"), *at))?;
            if let Some(directive) = directives.first() {
                return Err(Fault::new(
                    format!("Directive '@{}' cannot stand here", directive.name),
                    directive.at,
                ));
            }
            variables.entries.push(Variable { definition, value: None, used: false });
        }
        Ok(variables)
    }

    /// The variables of an operation, already checked, with their values (section 6.1.2). Values that it does not declare are ignored.
    pub(super) fn given(
        operation: &'d Operation<'d>,
        given: &Json,
        times: TimeFormat,
    ) -> Result<Self, Fault> {
        let mut variables = Self::none(times);
        for definition in &operation.variables {
            let document::Variable { name, of, required, default, at, .. } = definition;
            let (value, wrong) = match (given.get(name), default) {
                (Some(value), _) => (Some(value.clone()), given_fits(of, *required, value, times)),
                (None, Some(default)) => (variables.resolve(default), Ok(())),
                (None, None) if *required => (None, Err("It is required".to_owned())),
                (None, None) => (None, Ok(())),
            };
            wrong.map_err(|wrong| {
                Fault::new(format!("Invalid value for variable '${name}'. {wrong}"), *at)
            })?;
            variables.entries.push(Variable { definition, value, used: false });
        }
        Ok(variables)
    }

    /// Checks arguments against those that there are (section 5.4): each is known, given once, and of its type; none that is required lacks.
    pub(super) fn check(
        &mut self,
        arguments: &[Argument<'_>],
        known: &'static [Member],
    ) -> Result<(), Fault> {
        for (n, Argument { name, value, at }) in arguments.iter().enumerate() {
            let Some(member) = find(known, name) else {
                return Err(Fault::new(format!("Unknown argument '{name}'"), *at));
            };
            let twice = arguments.iter().take(n).any(|before| before.name == *name);
            let wrong = if twice {
                Err("It is given twice".to_owned())
            } else {
                self.fits_member(member, value)
            };
            wrong
                .map_err(|wrong| Fault::new(format!("Invalid value for '{name}'. {wrong}"), *at))?;
        }
        Ok(())
    }

    /// Whether a value fits an argument or an input field. Where that has a default, a variable that may be null fits too (section 5.8.5).
    fn fits_member(&mut self, member: &Member, value: &Value<'_>) -> Wrong {
        let required = member.of.ends_with('!');
        let may_lack = matches!(value, Value::Variable(_)) && !member.default.is_empty();
        self.fits(member.of.trim_end_matches('!'), required && !may_lack, value)
    }

    /// Whether a literal fits a type (section 5.6.1).
    fn fits(&mut self, of: &str, required: bool, value: &Value<'_>) -> Wrong {
        let of = match value {
            Value::Variable(name) => return self.stands(name, of, required),
            _ => input(of).ok_or_else(|| format!("Type '{of}' takes no value"))?,
        };
        let fits = match value {
            Value::Null => !required,
            Value::Boolean(_) => of.name == "Boolean",
            Value::Number(digits) => match of.name {
                "DateTime" => self.times.is_number() && self.times.read(digits).is_some(),
                name => name == "Int" && digits.parse::<i32>().is_ok(),
            },
            Value::String(text) => text_fits(of, text, self.times),
            Value::Enum(name) => of.kind == TypeKind::Enum && find(of.members, name).is_some(),
            Value::Object(members) if of.kind == TypeKind::InputObject => {
                for (n, (name, value)) in members.iter().enumerate() {
                    let twice = members.iter().take(n).any(|before| before.0 == *name);
                    let member =
                        find(of.members, name).filter(|_| !twice).ok_or_else(|| of.wanted())?;
                    self.fits_member(member, value)?;
                }
                true
            }
            _ => false,
        };
        if fits { Ok(()) } else { Err(of.wanted()) }
    }

    /// Whether a variable may stand where a type is wanted (section 5.8.5).
    fn stands(&mut self, name: &str, of: &str, required: bool) -> Wrong {
        let Some(Variable { definition, used, .. }) =
            self.entries.iter_mut().find(|known| known.definition.name == name)
        else {
            return Err(format!("The operation declares no variable '${name}'"));
        };
        *used = true;
        let never_null = definition.required
            || definition.default.as_ref().is_some_and(|default| *default != Value::Null);
        if definition.of == of && (!required || never_null) {
            return Ok(());
        }
        let mark = if required { "!" } else { "" };
        Err(format!("Variable '${name}' must be declared as '{of}{mark}'"))
    }

    /// Whether every variable is used (section 5.8.4).
    pub(super) fn check_use(&self) -> Result<(), Fault> {
        self.entries.iter().find(|variable| !variable.used).map_or(Ok(()), |unused| {
            let document::Variable { name, at, .. } = unused.definition;
            Err(Fault::new(format!("Variable '${name}' is never used"), *at))
        })
    }

    /// The values of arguments, by name (section 6.4.1). What is not given has its default; what has none is not there.
    pub(super) fn arguments(&self, given: &[Argument<'_>], known: &[Member]) -> Map<String, Json> {
        let given = given.iter().map(|argument| (argument.name, &argument.value));
        self.members(given, known)
    }

    fn members<'v>(
        &self,
        given: impl Iterator<Item = (&'v str, &'v Value<'v>)>,
        known: &[Member],
    ) -> Map<String, Json> {
        let mut values = Map::new();
        for (name, value) in given {
            if let Some(value) = self.resolve(value) {
                values.insert(name.to_owned(), value);
            }
        }
        for Member { name, default, .. } in known {
            if !default.is_empty() && !values.contains_key(*name) {
                let value = default.parse::<i64>().map_or_else(|_| (*default).into(), Json::from);
                values.insert((*name).to_owned(), value);
            }
        }
        values
    }

    /// What a literal stands for, as JSON; None for a variable that has no value. Enums are strings.
    pub(super) fn resolve(&self, value: &Value<'_>) -> Option<Json> {
        Some(match value {
            Value::Null => Json::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Number(digits) => digits.parse::<i64>().ok()?.into(),
            Value::String(text) => text.as_str().into(),
            Value::Enum(name) => (*name).into(),
            Value::Variable(name) => return self.find(name)?.value.clone(),
            Value::List(items) => items.iter().filter_map(|item| self.resolve(item)).collect(),
            Value::Object(members) => {
                self.members(members.iter().map(|(name, value)| (*name, value)), &[]).into()
            }
        })
    }

    fn find(&self, name: &str) -> Option<&Variable<'d>> {
        self.entries.iter().find(|variable| variable.definition.name == name)
    }
}

/// The type of a name, if values may be given of it; no argument has a list here.
fn input(of: &str) -> Option<&'static Type> {
    let named = Type::of(of)?;
    (named.name == of && named.kind != TypeKind::Object).then_some(named)
}

/// Whether a variable's value, which is JSON, fits its type. Enums are strings there.
fn given_fits(of: &str, required: bool, value: &Json, times: TimeFormat) -> Wrong {
    let of = input(of).ok_or_else(|| format!("Type '{of}' takes no value"))?;
    let fits = match value {
        Json::Null => !required,
        Json::Bool(_) => of.name == "Boolean",
        Json::Number(_) if of.name == "DateTime" => times.read_value(value).is_some(),
        Json::Number(number) => {
            of.name == "Int" && number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        Json::String(text) => {
            text_fits(of, text, times)
                || of.kind == TypeKind::Enum && find(of.members, text).is_some()
        }
        Json::Object(members) if of.kind == TypeKind::InputObject => {
            for (name, value) in members {
                let member = find(of.members, name).ok_or_else(|| of.wanted())?;
                let required = member.of.ends_with('!');
                given_fits(member.of.trim_end_matches('!'), required, value, times)?;
            }
            true
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(of.wanted()) }
}

/// Whether a string is a value of a scalar.
fn text_fits(of: &Type, text: &str, times: TimeFormat) -> bool {
    match of.name {
        "DateTime" => times.read(text).is_some(),
        name => name == "String",
    }
}
