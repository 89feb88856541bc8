//! From an operation to the fields it asks for: fragments are opened, fields with the same key merged, directives obeyed. With `checking` on
//! everything is looked at, also what directives would skip: that is the validation (section 5).

use super::Fault;
use super::document::{Kind, Node};
use super::schema::{ARGUMENTS, QUERY, SCHEMA, Type};
use super::values::{Variables, named};
use serde_json::Value;

/// Most selections of a document, those of a fragment counted wherever it is spread. Bounds the work, and the size of an answer.
const MAX_SELECTIONS: usize = 1000;
/// So many bytes of a field's key count as one more selection: every row of the answer repeats them.
const LONG_KEY: usize = 16;

/// A field of the answer.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    pub(super) node: &'d Node<'d>,
    /// Its own type, if it has fields.
    pub(super) of: Option<&'static Type>,
    /// Its selection sets.
    sets: Vec<&'d [Node<'d>]>,
    /// Its own fields.
    pub(super) fields: Vec<Plan<'d>>,
}

/// Reads operations, with their variables.
pub(super) struct Planner<'d> {
    document: &'d [Node<'d>],
    pub(super) variables: Variables<'d>,
    checking: bool,
    /// How many more selections are looked at.
    left: usize,
    /// The names of the fragments that were spread.
    spread: Vec<&'d str>,
}

impl<'d> Planner<'d> {
    /// Checks a whole document: every operation, every fragment, every variable.
    pub(super) fn check(document: &'d [Node<'d>]) -> Result<Self, Fault> {
        let variables = Variables::default();
        let mut planner = Self { document, variables, checking: true, left: MAX_SELECTIONS, spread: Vec::new() };
        let mut operations = 0;
        for node in document {
            if node.kind == Kind::Operation {
                operations += 1;
                planner.check_operation(node);
                planner.variables.faults.settle()?;
            }
        }
        for (n, node) in document.iter().enumerate() {
            let Node { kind, name, directives, .. } = node;
            let mut fault = |text| planner.variables.faults.about(node, text, "");
            let operation = *kind == Kind::Operation;
            if document.iter().take(n).any(|before| before.kind == *kind && before.name == *name) {
                fault(if operation { "Operation '~' is defined twice" } else { "Fragment '~' is defined twice" });
            }
            if operation {
                if name.is_empty() && operations > 1 {
                    fault("An operation without a name must be the only one");
                }
            } else if !planner.spread.contains(name) {
                fault("Fragment '~' is never used");
            }
            if let Some(directive) = directives.first() {
                planner.variables.faults.about(directive, "Directive '@~' can not stand here", "");
            }
            planner.variables.faults.settle()?;
        }
        Ok(planner)
    }

    fn check_operation(&mut self, operation: &'d Node<'d>) {
        let Node { key, at, .. } = operation;
        if *key != "query" {
            self.variables.faults.add("This schema has no ~; it can only be queried", key, "", *at);
        }
        self.variables.declare(operation, None);
        self.plan(&QUERY, &[&operation.nodes]);
        self.variables.check_use();
    }

    /// The fields that an operation, already checked, asks for.
    pub(super) fn fields(&mut self, operation: &'d Node<'d>, given: &'d Value) -> Result<Vec<Plan<'d>>, Fault> {
        (self.checking, self.left) = (false, MAX_SELECTIONS);
        self.variables.declare(operation, Some(given));
        let fields = self.plan(&QUERY, &[&operation.nodes]);
        self.variables.faults.settle().map(|()| fields)
    }

    /// The fields of an object from all its selection sets. As deep as the schema: no type is within itself.
    fn plan(&mut self, of: &Type, sets: &[&'d [Node<'d>]]) -> Vec<Plan<'d>> {
        let mut found = self.collect(of, sets);
        for Plan { of, sets, fields, .. } in &mut found {
            if let Some(of) = of {
                *fields = self.plan(of, sets);
            }
        }
        found
    }

    /// Section 6.3.2, by a list of open sets in place of recursion: fragments may be as many as fit into a document.
    fn collect(&mut self, of: &Type, sets: &[&'d [Node<'d>]]) -> Vec<Plan<'d>> {
        let mut found = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        // The sets that are being read, innermost last, each with the name of its fragment.
        let mut open: Vec<(&[Node<'_>], &str)> = Vec::new();
        for set in sets.iter().rev() {
            open.push((set, ""));
        }
        while let Some((set, _)) = open.last_mut() {
            let Some((selection, rest)) = set.split_first() else {
                open.pop();
                continue;
            };
            *set = rest;
            let Node { kind, key, name, at, .. } = selection;
            let cost = 1 + key.len() / LONG_KEY;
            if self.left < cost || self.variables.faults.any() {
                let text = "The document is too large: it has more than 1000 selections, or long aliases";
                self.variables.faults.about(selection, text, "");
                break;
            }
            self.left -= cost;
            if !self.included(selection) {
                continue;
            }
            let fragment = match kind {
                Kind::Inline => selection,
                Kind::Spread => {
                    if open.iter().any(|(_, within)| within == name) {
                        self.variables.faults.about(selection, "Fragment '~' contains itself", "");
                    }
                    let fragments = self.document.iter().filter(|node| node.kind == Kind::Fragment);
                    let Some(fragment) = { fragments }.find(|fragment| fragment.name == *name) else {
                        self.variables.faults.about(selection, "Unknown fragment '~'", "");
                        continue;
                    };
                    fragment
                }
                _ => {
                    self.add(of, selection, &mut found);
                    continue;
                }
            };
            // Types have no subtypes here.
            if fragment.of != of.name && !fragment.of.is_empty() {
                let text = "A fragment on '~' can not be spread on '~'";
                self.variables.faults.add(text, fragment.of, of.name, *at);
            }
            if name.is_empty() || !seen.contains(name) {
                seen.push(name);
                self.spread.push(name);
                open.push((&fragment.nodes, name));
            }
        }
        found
    }

    /// Adds a field, or merges it with the one that has its key already.
    fn add(&mut self, of: &Type, node: &'d Node<'d>, found: &mut Vec<Plan<'d>>) {
        let Node { key, name, arguments, nodes, at, .. } = node;
        let own = self.check_field(of, node);
        for plan in &mut *found {
            if plan.node.key == *key {
                if plan.node.name != *name || !same(&plan.node.arguments, arguments) {
                    let text = "'~' stands for two different fields. Give one of them an alias";
                    self.variables.faults.add(text, key, "", *at);
                }
                plan.sets.push(nodes);
                return;
            }
        }
        found.push(Plan { node, of: own, sets: vec![nodes], fields: Vec::new() });
    }

    /// The type of a field, if it has fields of its own.
    fn check_field(&mut self, of: &Type, node: &Node<'_>) -> Option<&'static Type> {
        let Node { name, arguments, nodes, .. } = node;
        let faults = &mut self.variables.faults;
        let own = if of.has(name) { Type::of(name) } else { None };
        if *name == "__schema" || *name == "__type" {
            let text = "Field '~' can not be asked for: there is no introspection. This is the schema:\n~";
            faults.about(node, text, SCHEMA);
        } else if *name != "__typename" && !of.has(name) {
            faults.about(node, &["Field '~' does not exist on type '~'. There are: ", of.fields].concat(), of.name);
        } else if let Some(own) = own
            && nodes.is_empty()
        {
            faults.about(node, "Field '~' needs a selection of the fields of '~'", own.name);
        } else if own.is_none() && !nodes.is_empty() {
            faults.about(node, "Field '~' has no fields of its own", "");
        }
        self.variables.check(arguments, if *name == "people" { ARGUMENTS } else { &[] }, false);
        own
    }

    /// Whether directives let a selection stand (section 3.13); while checking, all do.
    fn included(&mut self, selection: &'d Node<'d>) -> bool {
        let mut included = true;
        let directives = &selection.directives;
        for (n, directive) in directives.iter().enumerate() {
            let Node { name, arguments, .. } = directive;
            if self.variables.faults.any() {
                break;
            }
            let mut fault = |text| self.variables.faults.about(directive, text, "");
            if *name != "include" && *name != "skip" {
                fault("Directive '@~' does not exist. There are: @include, @skip");
            }
            if named(directives.get(..n).unwrap_or_default(), name).is_some() {
                fault("Directive '@~' stands here twice");
            }
            let Some(condition) = arguments.first() else {
                fault("Directive '@~' needs the argument 'if'");
                continue;
            };
            self.variables.check(arguments, &[("if", "Boolean")], true);
            included &= self.variables.resolve(&condition.value).as_bool() == Some(*name == "include");
        }
        included || self.checking
    }
}

/// Whether two lists have the same arguments, in any order.
fn same(one: &[Node<'_>], other: &[Node<'_>]) -> bool {
    one.len() == other.len() && one.iter().all(|a| named(other, a.name).is_some_and(|b| a.value == b.value))
}
