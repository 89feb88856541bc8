//! From an operation to the fields it asks for: fragments are opened, fields with the same key merged, directives obeyed. With `checking` on
//! everything is looked at, also what directives would skip: that is the validation (section 5).

use super::Fault;
use super::document::{Argument, Directive, Document, Field, Operation, Selected, Selection};
use super::parser::MAX_DEPTH;
use super::schema::{self, Member, QUERY, Type, TypeKind};
use super::values::Variables;
use crate::dataset::form::time_format::TimeFormat;
use serde_json::Value as Json;

/// Most selections of a document, those of a fragment counted wherever it is spread. Bounds the work, and the size of an answer.
const MAX_SELECTIONS: usize = 1000;
/// So many bytes of a field's key count as one more selection: every row of the answer repeats them.
const LONG_KEY: usize = 16;

/// A field of the answer.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    pub(super) field: &'d Field<'d>,
    pub(super) definition: &'static Member,
    /// Its own type, if it has fields.
    pub(super) of: Option<&'static Type>,
    /// Its selection sets.
    sets: Vec<&'d [Selection<'d>]>,
    /// Its own fields.
    pub(super) fields: Vec<Plan<'d>>,
}

/// Reads operations, with their variables.
pub(super) struct Planner<'d> {
    document: &'d Document<'d>,
    pub(super) variables: Variables<'d>,
    checking: bool,
    /// The remaining budget of selections.
    left: usize,
    /// The names of the fragments that were spread.
    spread: Vec<&'d str>,
}

impl<'d> Planner<'d> {
    /// Checks a whole document: every operation, every fragment, every variable.
    pub(super) fn check(document: &'d Document<'d>, times: TimeFormat) -> Result<Self, Fault> {
        let variables = Variables::none(times);
        let mut planner =
            Self { document, variables, checking: true, left: MAX_SELECTIONS, spread: Vec::new() };
        let Document { operations, fragments } = document;
        for operation in operations {
            planner.check_operation(operation)?;
        }
        let mut names = Vec::new();
        for Operation { name, directives, at, .. } in operations {
            check_name("Operation", &mut names, name, *at)?;
            if name.is_empty() && operations.len() > 1 {
                return Err(Fault::new("An operation without a name must be the only one", *at));
            }
            nothing_here(directives)?;
        }
        names.clear();
        for fragment in fragments {
            check_name("Fragment", &mut names, fragment.name, fragment.at)?;
            if !planner.spread.contains(&fragment.name) {
                return Err(Fault::new(
                    format!("Fragment '{}' is never used", fragment.name),
                    fragment.at,
                ));
            }
            nothing_here(&fragment.directives)?;
        }
        Ok(planner)
    }

    fn check_operation(&mut self, operation: &'d Operation<'d>) -> Result<(), Fault> {
        let Operation { operation_type, variables, at, .. } = operation;
        if *operation_type != "query" {
            return Err(Fault::new(
                format!("This schema has no {operation_type}; it can only be queried"),
                *at,
            ));
        }
        self.spend(variables.len(), *at)?;
        self.variables = Variables::declare(operation, self.variables.times)?;
        self.plan_operation(operation)?;
        self.variables.check_use()
    }

    /// The fields that an operation, already checked, asks for.
    pub(super) fn fields(
        &mut self,
        operation: &'d Operation<'d>,
        given: &Json,
    ) -> Result<Vec<Plan<'d>>, Fault> {
        (self.checking, self.left) = (false, MAX_SELECTIONS);
        self.variables = Variables::given(operation, given, self.variables.times)?;
        self.plan_operation(operation)
    }

    fn plan_operation(&mut self, operation: &'d Operation<'d>) -> Result<Vec<Plan<'d>>, Fault> {
        Type::of(QUERY)
            .map_or_else(|| Ok(Vec::new()), |query| self.plan(query, &[&operation.selections], 1))
    }

    /// The fields of an object from all its selection sets. Fragments nest deeper than the text does: depth is counted here too.
    fn plan(
        &mut self,
        of: &'static Type,
        sets: &[&'d [Selection<'d>]],
        depth: usize,
    ) -> Result<Vec<Plan<'d>>, Fault> {
        let mut found = self.collect(of, sets)?;
        for Plan { field, of, sets, fields, .. } in &mut found {
            if let Some(of) = of {
                if depth >= MAX_DEPTH {
                    return Err(Fault::new(
                        format!("Nested deeper than {MAX_DEPTH} levels"),
                        field.at,
                    ));
                }
                *fields = self.plan(of, sets, depth + 1)?;
            }
        }
        Ok(found)
    }

    /// Section 6.3.2, by a list of open sets in place of recursion: fragments may be as many as fit into a document.
    fn collect(
        &mut self,
        of: &'static Type,
        sets: &[&'d [Selection<'d>]],
    ) -> Result<Vec<Plan<'d>>, Fault> {
        let (mut found, mut seen): (Vec<Plan<'d>>, Vec<&str>) = (Vec::new(), Vec::new());
        // The sets that are being read, innermost last, each with the name of its fragment.
        let mut open: Vec<(&[Selection<'_>], &str)> =
            sets.iter().rev().map(|set| (*set, "")).collect();
        while let Some((set, _)) = open.last_mut() {
            let Some((selection, rest)) = set.split_first() else {
                open.pop();
                continue;
            };
            *set = rest;
            let Selection { what, directives, at } = selection;
            let cost =
                if let Selected::Field(field) = what { 1 + field.key.len() / LONG_KEY } else { 1 };
            self.spend(cost, *at)?;
            if !self.included(directives)? {
                continue;
            }
            let (set, name, on) = match what {
                Selected::Field(field) => {
                    self.add(of, field, &mut found)?;
                    continue;
                }
                Selected::Inline { of, selections } => (selections, "", *of),
                Selected::Spread(name) => {
                    if open.iter().any(|(_, within)| within == name) {
                        return Err(Fault::new(format!("Fragment '{name}' contains itself"), *at));
                    }
                    let Some(fragment) =
                        self.document.fragments.iter().find(|fragment| fragment.name == *name)
                    else {
                        return Err(Fault::new(format!("Unknown fragment '{name}'"), *at));
                    };
                    (&fragment.selections, *name, Some(fragment.of))
                }
            };
            // Types have no subtypes here.
            if let Some(on) = on.filter(|on| *on != of.name) {
                return Err(Fault::new(
                    format!("A fragment on '{on}' cannot be spread on '{}'", of.name),
                    *at,
                ));
            }
            if name.is_empty() || !seen.contains(&name) {
                seen.push(name);
                self.spread.push(name);
                open.push((set, name));
            }
        }
        Ok(found)
    }

    /// Counts selections, and refuses those that are too many.
    fn spend(&mut self, selections: usize, at: usize) -> Result<(), Fault> {
        let message =
            "The document is too large: it has more than 1000 selections, or long aliases";
        self.left = self.left.checked_sub(selections).ok_or_else(|| Fault::new(message, at))?;
        Ok(())
    }

    /// Adds a field, or merges it with the one that has its key already.
    fn add(
        &mut self,
        of: &Type,
        field: &'d Field<'d>,
        found: &mut Vec<Plan<'d>>,
    ) -> Result<(), Fault> {
        let Field { key, name, arguments, selections, at } = field;
        let (definition, own) = self.check_field(of, field)?;
        let Some(plan) = found.iter_mut().find(|plan| plan.field.key == *key) else {
            found.push(Plan {
                field,
                definition,
                of: own,
                sets: vec![selections],
                fields: Vec::new(),
            });
            return Ok(());
        };
        // Section 5.3.2.
        if plan.field.name != *name || !same(&plan.field.arguments, arguments) {
            let message =
                format!("'{key}' stands for two different fields. Give one of them an alias");
            return Err(Fault::new(message, *at));
        }
        plan.sets.push(selections);
        Ok(())
    }

    /// What a field is, and its type if that has fields (sections 5.3.1, 5.3.3 and 5.4).
    fn check_field(
        &mut self,
        of: &Type,
        field: &Field<'_>,
    ) -> Result<(&'static Member, Option<&'static Type>), Fault> {
        let Field { name, arguments, selections, at, .. } = field;
        let definition = of.field(name).ok_or_else(|| {
            let there = of.names(", ");
            Fault::new(
                format!("Field '{name}' does not exist on type '{}'. There are: {there}", of.name),
                *at,
            )
        })?;
        let own = Type::of(definition.of).filter(|of| of.kind == TypeKind::Object);
        if self.checking {
            match own {
                Some(own) if selections.is_empty() => {
                    let message =
                        format!("Field '{name}' needs a selection of the fields of '{}'", own.name);
                    return Err(Fault::new(message, *at));
                }
                None if !selections.is_empty() => {
                    return Err(Fault::new(
                        format!("Field '{name}' has no fields of its own"),
                        *at,
                    ));
                }
                _ => {}
            }
            self.variables.check(arguments, definition.arguments)?;
            if let Some(lacking) = lacking(arguments, definition.arguments) {
                return Err(Fault::new(
                    format!("Field '{name}' needs the argument '{lacking}'"),
                    *at,
                ));
            }
        }
        Ok((definition, own))
    }

    /// Whether directives let a selection stand (sections 3.13 and 5.7); while checking, all do.
    fn included(&mut self, directives: &[Directive<'_>]) -> Result<bool, Fault> {
        let mut included = true;
        for (n, Directive { name, arguments, at }) in directives.iter().enumerate() {
            let known = schema::Directive::all().iter().take(2);
            let Some(definition) = { known }.find(|directive| directive.name == *name) else {
                let message =
                    format!("Directive '@{name}' does not exist. There are: @include, @skip");
                return Err(Fault::new(message, *at));
            };
            if directives.iter().take(n).any(|before| before.name == *name) {
                return Err(Fault::new(format!("Directive '@{name}' stands here twice"), *at));
            }
            if let Some(lacking) = lacking(arguments, definition.arguments) {
                return Err(Fault::new(
                    format!("Directive '@{name}' needs the argument '{lacking}'"),
                    *at,
                ));
            }
            if self.checking {
                self.variables.check(arguments, definition.arguments)?;
            } else {
                let values = self.variables.arguments(arguments, &[]);
                included &= values.get("if").and_then(Json::as_bool) == Some(*name == "include");
            }
        }
        Ok(included)
    }
}

/// Checks that an operation's or a fragment's name is unique (sections 5.2.1.1 and 5.5.1.1).
fn check_name<'d>(
    what: &str,
    names: &mut Vec<&'d str>,
    name: &'d str,
    at: usize,
) -> Result<(), Fault> {
    if names.contains(&name) {
        return Err(Fault::new(format!("{what} '{name}' is defined twice"), at));
    }
    names.push(name);
    Ok(())
}

/// Refuses directives at operations and fragments, where none of the schema's may stand (section 5.7.2).
fn nothing_here(directives: &[Directive<'_>]) -> Result<(), Fault> {
    directives.first().map_or(Ok(()), |directive| {
        Err(Fault::new(format!("Directive '@{}' cannot stand here", directive.name), directive.at))
    })
}

/// The first argument that is required and not given (section 5.4.3).
fn lacking(given: &[Argument<'_>], known: &'static [Member]) -> Option<&'static str> {
    let mut required =
        known.iter().filter(|member| member.of.ends_with('!') && member.default.is_empty());
    required
        .find(|member| !given.iter().any(|argument| argument.name == member.name))
        .map(|member| member.name)
}

/// Whether two lists have the same arguments, in any order.
fn same(one: &[Argument<'_>], other: &[Argument<'_>]) -> bool {
    let within = |a: &Argument<'_>| other.iter().any(|b| a.name == b.name && a.value == b.value);
    one.len() == other.len() && one.iter().all(within)
}
