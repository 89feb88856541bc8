//! The query string, as `application/x-www-form-urlencoded`: `&` alone separates, empty pairs are skipped, names are compared decoded.

use crate::response::error::ApiError;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A decoded query: names and values in order of appearance.
#[derive(Debug, Default)]
pub struct Query<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Query<'a> {
    /// Decodes a raw query. What is no percent code stays as it stands, and what is no UTF-8 becomes U+FFFD, so that the parameter's own
    /// check refuses it by name.
    pub fn parse(raw: Option<&'a str>) -> Self {
        Self { pairs: form_urlencoded::parse(raw.unwrap_or_default().as_bytes()).collect() }
    }

    /// Names and values that stand elsewhere than in a query string.
    pub(super) const fn of(pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>) -> Self {
        Self { pairs }
    }

    /// Names and values, as they appear.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// Refuses names that are not among the parameters, then names with two different values (B8, B9).
    ///
    /// # Errors
    /// The unexpected names, each once; or the first name that contradicts itself.
    pub fn check(&self, known: &[&str]) -> Result<(), ApiError> {
        let strange =
            self.pairs.iter().map(|(name, _)| name.as_ref()).filter(|name| !known.contains(name));
        // A map that keeps the order of insertion, so that each name is there once, where it appeared first.
        let unexpected: Map<String, Value> =
            strange.map(|name| (name.to_owned(), Value::Null)).collect();
        if !unexpected.is_empty() {
            return Err(ApiError::Unexpected(
                unexpected.into_iter().map(|(name, _)| name).collect(),
            ));
        }
        let conflicting =
            known.iter().filter_map(|name| self.conflict(name).map(|at| (at, *name))).min();
        conflicting.map_or(Ok(()), |(_, name)| Err(ApiError::Conflicting(name.to_owned())))
    }

    /// Where a name with two different values appears first; None for one without.
    fn conflict(&self, name: &str) -> Option<usize> {
        let mut own = self.pairs.iter().enumerate().filter(|(_, (other, _))| other == name);
        let (at, (_, first)) = own.next()?;
        own.any(|(_, (_, value))| value != first).then_some(at)
    }

    /// The first value of a name; an empty one is a value too.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(raw: &str) -> String {
        Query::parse(Some(raw))
            .check(&["a", "b"])
            .map_or_else(|e| e.to_string(), |()| String::new())
    }

    #[test]
    fn unexpected_names_come_in_order_each_once_and_before_conflicts() {
        assert_eq!(refusal("z=1&a=1&y=2&z=3&a=2"), "Unexpected query parameters: z, y");
        assert_eq!(refusal("A=1"), "Unexpected query parameters: A");
        assert_eq!(refusal("%zz=1&%00=2"), "Unexpected query parameters: %zz, \0");
        assert_eq!(refusal("=1"), "Unexpected query parameters: ");
    }

    #[test]
    fn the_first_name_that_contradicts_itself_is_named() {
        assert_eq!(refusal("a=1&b=1&b=2&a=2"), "Conflicting values for query parameter 'a'");
        assert_eq!(refusal("a=1&b=1&b=2&a=1"), "Conflicting values for query parameter 'b'");
        assert_eq!(refusal("a=1&%61=1&&a=1&"), "");
        assert_eq!(refusal("a&a="), "");
    }

    #[test]
    fn values_are_decoded_and_semicolons_are_characters() {
        let query = Query::parse(Some("a=3;b=4&b=x+y%2B"));
        assert_eq!(
            (query.get("a"), query.get("b"), query.get("c")),
            (Some("3;b=4"), Some("x y+"), None)
        );
    }
}
