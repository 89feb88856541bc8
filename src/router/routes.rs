//! The routes made from the rows of the table: which rows a path has, what it allows, and the parameters in it.

use super::{Endpoint, Group};
use crate::settings::joined;
use http::{HeaderValue, Method};
use matchit::Router;
use std::collections::BTreeMap;

/// The table as an index from paths to rows.
#[derive(Debug)]
pub struct Routes {
    groups: Vec<Group>,
    /// From a path to its place in `rows`.
    router: Router<usize>,
    /// Group and endpoint of each row, by path.
    rows: Vec<Vec<(usize, usize)>>,
}

/// What a path leads to.
#[derive(Debug)]
pub struct Route<'r, 'p> {
    routes: &'r Routes,
    rows: &'r [(usize, usize)],
    /// The path's parameters, still with `%2F` and `%25`.
    pub parameters: Vec<(&'r str, &'p str)>,
}

impl Routes {
    /// Indexes a table. A path that contradicts another, such as two whose parameters differ in name alone, leads nowhere; a test says
    /// that every row is found.
    pub fn new(groups: Vec<Group>) -> Self {
        let (mut router, mut rows, mut paths) =
            (Router::new(), Vec::<Vec<_>>::new(), BTreeMap::new());
        for (g, group) in groups.iter().enumerate() {
            for (e, endpoint) in group.endpoints.iter().enumerate() {
                let at = *paths.entry(endpoint.path).or_insert(rows.len());
                match rows.get_mut(at) {
                    Some(own) => own.push((g, e)),
                    None if router.insert(endpoint.path, at).is_ok() => rows.push(vec![(g, e)]),
                    None => {}
                }
            }
        }
        Self { groups, router, rows }
    }

    /// The table.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The methods that some path takes, as `Allow` lists them for the server as a whole (RFC 9110 section 9.3.7).
    pub fn allow(&self) -> HeaderValue {
        allowed(self.groups.iter().flat_map(|group| &group.endpoints))
    }

    /// The rows of a path, a decoded one; None for a path that no row has. A path without parameters goes before one with; a parameter is
    /// one whole segment that is not empty.
    pub fn find<'r, 'p>(&'r self, path: &'p str) -> Option<Route<'r, 'p>> {
        let found = self.router.at(path).ok()?;
        let rows = self.rows.get(*found.value)?;
        Some(Route { routes: self, rows, parameters: found.params.iter().collect() })
    }
}

/// The methods of these rows, and those that come with them.
fn allowed<'e>(endpoints: impl Iterator<Item = &'e Endpoint>) -> HeaderValue {
    let mut methods: Vec<&str> = Vec::new();
    for endpoint in endpoints {
        let more = if endpoint.method == Method::GET {
            &["GET", "HEAD"][..]
        } else {
            &[endpoint.method.as_str()]
        };
        more.iter().for_each(|method| methods.push(method));
    }
    let mut once: Vec<&str> = Vec::new();
    for method in methods.into_iter().chain(["OPTIONS"]) {
        if !once.contains(&method) {
            once.push(method);
        }
    }
    HeaderValue::try_from(joined(&once, ", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

impl<'r> Route<'r, '_> {
    fn endpoints(&self) -> impl Iterator<Item = &'r Endpoint> {
        let groups = &self.routes.groups;
        self.rows.iter().filter_map(|&(g, e)| groups.get(g)?.endpoints.get(e))
    }

    /// The row that takes a method; HEAD goes where GET goes.
    pub fn endpoint(&self, method: &Method) -> Option<&'r Endpoint> {
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        self.endpoints().find(|endpoint| endpoint.method == wanted)
    }

    /// The methods the path takes, as `Allow` lists them.
    pub fn allow(&self) -> HeaderValue {
        allowed(self.endpoints())
    }

    /// Whether the path is free of rate limits.
    pub fn free(&self) -> bool {
        self.endpoints().all(|endpoint| endpoint.free)
    }

    /// Whether pages of other origins are kept from the path's answers.
    pub fn private(&self) -> bool {
        self.endpoints().any(|endpoint| endpoint.private)
    }

    /// Whether the journal keeps requests for the path.
    pub fn journalled(&self) -> bool {
        self.endpoints().any(|endpoint| endpoint.journalled)
    }
}

#[cfg(test)]
mod tests {
    use crate::playground::ROUTES;

    #[test]
    fn a_parameter_is_one_whole_segment_that_is_not_empty() {
        let found = |path| ROUTES.find(path).map(|route| route.parameters);
        let wanted = vec![("company_id", "1"), ("department_id", "b c")];
        assert_eq!(found("/cursors/1/departments/b c/employees"), Some(wanted));
        for other in [
            "/cursors//departments/1/employees",
            "/cursors/1/departments//employees",
            "/cursors/1/departments/1/employees/",
            "/Cursors/1/departments/1/employees",
            "/cursors/1/departments/2/3/employees",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
