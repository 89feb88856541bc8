//! From an operation to the fields it asks for: fragments are opened, fields with the same key merged, directives obeyed. With `checking` on
//! everything is looked at, also what directives would skip: that is the validation (section 5).

use super::Fault;
use super::document::Literal;
use super::document::{Argument, Directive, Document, Kind, Operation, Selection};
use super::schema::{ARGUMENTS, SCHEMA, Type};
use super::values::Variables;
use std::slice::Iter;

/// Most selections of a document, those of a fragment counted wherever it is spread. Bounds the work, and the size of an answer.
const MAX_SELECTIONS: usize = 1000;

/// A field of the answer.
#[derive(Clone, Debug)]
pub(super) struct Plan<'d> {
    /// Its name in the answer.
    pub(super) key: &'d str,
    /// Its name in the schema.
    pub(super) name: &'d str,
    pub(super) arguments: &'d [Argument<'d>],
    pub(super) at: usize,
    /// Its own fields.
    pub(super) fields: Vec<Plan<'d>>,
}

/// Checks a whole document: every operation, every fragment, every variable.
pub(super) fn check(document: &Document<'_>) -> Result<(), Box<Fault>> {
    let mut spread = vec![false; document.fragments.len()];
    let mut left = MAX_SELECTIONS;
    let Document { operations, fragments } = document;
    for (n, operation) in operations.iter().enumerate() {
        check_operation(operation, operations.get(..n).unwrap_or_default(), operations.len())?;
        let variables = Variables::declared(operation)?;
        let mut planner = Planner { document, variables: &variables, checking: true, left, spread };
        planner.plan(Type::Query, vec![&operation.selections])?;
        Planner { left, spread, .. } = planner;
        if let Some(unused) = variables.unused() {
            return Err(Fault::new(&["Variable '$", unused.name, "' is never used"], unused.at));
        }
    }
    for (n, (fragment, spread)) in fragments.iter().zip(spread).enumerate() {
        let fault = |text: &str| Err(Fault::new(&["Fragment '", fragment.name, "' ", text], fragment.at));
        if fragments.iter().take(n).any(|before| before.name == fragment.name) {
            return fault("is defined twice");
        }
        if !spread {
            return fault("is never used");
        }
        no_directives(&fragment.directives)?;
    }
    Ok(())
}

fn check_operation(operation: &Operation<'_>, before: &[Operation<'_>], count: usize) -> Result<(), Box<Fault>> {
    let Operation { kind, name, directives, at, .. } = operation;
    if *kind != "query" {
        return Err(Fault::new(&["This schema has no ", kind, "; it can only be queried"], *at));
    }
    if name.is_empty() && count > 1 {
        return Err(Fault::new(&["An operation without a name must be the only one"], *at));
    }
    if before.iter().any(|other| other.name == *name) {
        return Err(Fault::new(&["Operation '", name, "' is defined twice"], *at));
    }
    no_directives(directives)
}

fn no_directives(directives: &[Directive<'_>]) -> Result<(), Box<Fault>> {
    directives.first().map_or(Ok(()), |directive| Err(directive_fault(directive, "can not stand here")))
}

fn directive_fault(directive: &Directive<'_>, text: &str) -> Box<Fault> {
    Fault::new(&["Directive '@", directive.name, "' ", text], directive.at)
}

/// The fields that an operation, already checked, asks for.
pub(super) fn fields<'d>(
    document: &'d Document<'d>,
    operation: &'d Operation<'d>,
    variables: &Variables<'d>,
) -> Result<Vec<Plan<'d>>, Box<Fault>> {
    let planner = Planner { document, variables, checking: false, left: MAX_SELECTIONS, spread: Vec::new() };
    { planner }.plan(Type::Query, vec![&operation.selections])
}

struct Planner<'d, 'v> {
    document: &'d Document<'d>,
    variables: &'v Variables<'d>,
    checking: bool,
    /// How many more selections are looked at.
    left: usize,
    /// Which fragments were spread; while checking.
    spread: Vec<bool>,
}

/// A field that is being collected: its own type, and its selection sets so far.
type Collected<'d> = (Plan<'d>, Option<Type>, Vec<&'d [Selection<'d>]>);

impl<'d> Planner<'d, '_> {
    /// The fields of an object from all its selection sets. As deep as the schema: no type is within itself.
    fn plan(&mut self, of: Type, sets: Vec<&'d [Selection<'d>]>) -> Result<Vec<Plan<'d>>, Box<Fault>> {
        let mut plans = Vec::new();
        for (mut plan, of, sets) in self.collect(of, sets)? {
            if let Some(of) = of {
                plan.fields = self.plan(of, sets)?;
            }
            plans.push(plan);
        }
        Ok(plans)
    }

    /// Section 6.3.2, by a list of open sets in place of recursion: fragments may be as many as fit into a document.
    fn collect(&mut self, of: Type, sets: Vec<&'d [Selection<'d>]>) -> Result<Vec<Collected<'d>>, Box<Fault>> {
        let mut found: Vec<Collected<'d>> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        // The sets that are being read, innermost last, each with the name of its fragment.
        let mut open: Vec<(Iter<'d, Selection<'d>>, &str)> = sets.iter().rev().map(|set| (set.iter(), "")).collect();
        while let Some((set, _)) = open.last_mut() {
            let Some(selection) = set.next() else {
                open.pop();
                continue;
            };
            self.left = self.left.checked_sub(1).ok_or_else(|| {
                Fault::new(&["The document is too large: it has more than 1000 selections"], selection.at)
            })?;
            if !self.included(selection)? {
                continue;
            }
            match selection.kind {
                Kind::Field => self.add(of, selection, &mut found)?,
                Kind::Inline => {
                    spreads(of, selection.name, selection.at, selection.name.is_empty())?;
                    open.push((selection.selections.iter(), ""));
                }
                Kind::Spread => {
                    let name = selection.name;
                    if open.iter().any(|(_, within)| *within == name) {
                        return Err(Fault::new(&["Fragment '", name, "' contains itself"], selection.at));
                    }
                    let at = self.document.fragments.iter().position(|fragment| fragment.name == name);
                    let Some((at, fragment)) = at.and_then(|at| Some((at, self.document.fragments.get(at)?))) else {
                        return Err(Fault::new(&["Unknown fragment '", name, "'"], selection.at));
                    };
                    spreads(of, fragment.on, selection.at, false)?;
                    self.spread.iter_mut().skip(at).take(1).for_each(|spread| *spread = true);
                    if !seen.contains(&name) {
                        seen.push(name);
                        open.push((fragment.selections.iter(), name));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Adds a field, or merges it with the one that has its key already.
    fn add(&self, of: Type, selection: &'d Selection<'d>, found: &mut Vec<Collected<'d>>) -> Result<(), Box<Fault>> {
        let Selection { key, name, arguments, selections, at, .. } = selection;
        let own = self.check_field(of, selection)?;
        if let Some((plan, _, sets)) = found.iter_mut().find(|(plan, ..)| plan.key == *key) {
            if plan.name != *name || !same(plan.arguments, arguments) {
                let text = "' stands for two different fields. Give one of them an alias";
                return Err(Fault::new(&["'", key, text], *at));
            }
            sets.push(selections);
            return Ok(());
        }
        found.push((Plan { key, name, arguments, at: *at, fields: Vec::new() }, own, vec![selections]));
        Ok(())
    }

    /// The type of a field, once all is right with it.
    fn check_field(&self, of: Type, selection: &Selection<'_>) -> Result<Option<Type>, Box<Fault>> {
        let Selection { name, arguments, selections, at, .. } = selection;
        let fault = |text: &[&str]| Err(Fault::new(&["Field '", name, "' ", &text.concat()], *at));
        let own = match of.fields().iter().find(|(known, _)| known == name) {
            Some((_, own)) => *own,
            None if *name == "__typename" => None,
            None if of == Type::Query && matches!(*name, "__schema" | "__type") => {
                return fault(&[
                    "can not be asked for: there is no introspection. This is the schema:
",
                    SCHEMA,
                ]);
            }
            None => {
                let known: Vec<&str> = of.fields().iter().map(|(name, _)| *name).collect();
                return fault(&["does not exist on type '", of.name(), "'. There are: ", &known.join(", ")]);
            }
        };
        self.variables.check(arguments, if *name == "people" { ARGUMENTS } else { &[] }, false)?;
        match (own, selections.is_empty()) {
            (Some(own), true) => fault(&["needs a selection of the fields of '", own.name(), "'"]),
            (None, false) => fault(&["has no fields of its own"]),
            _ => Ok(own),
        }
    }

    /// Whether directives let a selection stand (section 3.13); while checking, all that are right do.
    fn included(&self, selection: &'d Selection<'d>) -> Result<bool, Box<Fault>> {
        let mut included = true;
        for (n, directive) in selection.directives.iter().enumerate() {
            let Directive { name, arguments, .. } = directive;
            let wanted = match *name {
                "include" => true,
                "skip" => false,
                _ => return Err(directive_fault(directive, "does not exist. There are: @include, @skip")),
            };
            if selection.directives.iter().take(n).any(|before| before.name == *name) {
                return Err(directive_fault(directive, "stands here twice"));
            }
            self.variables.check(arguments, &[("if", "Boolean")], true)?;
            let Some(condition) = arguments.first() else {
                return Err(directive_fault(directive, "needs the argument 'if'"));
            };
            included &= self.variables.resolve(&condition.value) == Some(&Literal::Bool(wanted));
        }
        Ok(included || self.checking)
    }
}

/// Whether a fragment on a type can be spread where an object of another stands: types have no subtypes here.
fn spreads(of: Type, on: &str, at: usize, always: bool) -> Result<(), Box<Fault>> {
    if always || on == of.name() {
        return Ok(());
    }
    Err(Fault::new(&["A fragment on '", on, "' can not be spread on '", of.name(), "'"], at))
}

/// Whether two lists have the same arguments, in any order.
fn same(one: &[Argument<'_>], other: &[Argument<'_>]) -> bool {
    let among = |a: &Argument<'_>| other.iter().any(|b| a.name == b.name && a.value == b.value);
    one.len() == other.len() && one.iter().all(among)
}
