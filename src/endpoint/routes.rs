//! The routes made from the rows of the table: which rows a path has, what it allows, and the parameters in it.

use super::{Endpoint, Group};
use crate::error::joined;
use http::{HeaderValue, Method};

/// The table as an index from paths to rows.
#[derive(Debug)]
pub struct Routes {
    groups: Vec<Group>,
    /// Paths without parameters, sorted.
    fixed: Vec<Rows>,
    /// Paths with parameters, in the order of the table.
    open: Vec<Rows>,
}

/// Group and endpoint of each row with this path.
#[derive(Debug)]
struct Rows {
    path: &'static str,
    places: Vec<(usize, usize)>,
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
    /// Indexes a table. Where two paths with parameters fit, the first of the table is meant; a test says that no row is hidden so.
    pub fn new(groups: Vec<Group>) -> Self {
        let (mut fixed, mut open): (Vec<Rows>, Vec<Rows>) = Default::default();
        for (g, group) in groups.iter().enumerate() {
            for (e, Endpoint { path, .. }) in group.endpoints.iter().enumerate() {
                if path.contains('{') {
                    let at = open.iter().position(|rows| rows.path == *path).ok_or(open.len());
                    add(&mut open, at, path, (g, e));
                } else {
                    let at = fixed.binary_search_by(|rows| rows.path.cmp(path));
                    add(&mut fixed, at, path, (g, e));
                }
            }
        }
        Self { groups, fixed, open }
    }

    /// The table.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The rows of a path, a decoded one; None for a path that no row has. A path without parameters goes before one with.
    pub fn find<'r, 'p>(&'r self, path: &'p str) -> Option<Route<'r, 'p>> {
        let fixed = self.fixed.binary_search_by(|rows| rows.path.cmp(path)).ok().and_then(|at| self.fixed.get(at));
        let fits = |rows: &'r Rows| Some((rows, parameters(rows.path, path)?));
        let (rows, parameters) = fixed.map(|rows| (rows, Vec::new())).or_else(|| self.open.iter().find_map(fits))?;
        Some(Route { routes: self, rows: &rows.places, parameters })
    }
}

/// Adds a row to those of its path, which stands in the list or is to be put there.
fn add(list: &mut Vec<Rows>, at: Result<usize, usize>, path: &'static str, place: (usize, usize)) {
    match at {
        Ok(at) => {
            if let Some(rows) = list.get_mut(at) {
                rows.places.push(place);
            }
        }
        Err(at) => list.insert(at, Rows { path, places: vec![place] }),
    }
}

/// What stands in a path where the pattern has names in braces; None where the two differ elsewhere, or nothing stands there.
fn parameters<'r, 'p>(pattern: &'r str, path: &'p str) -> Option<Vec<(&'r str, &'p str)>> {
    let (mut names, mut segments) = (pattern.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        let (name, segment) = match (names.next(), segments.next()) {
            (None, None) => return Some(found),
            (name, segment) => (name?, segment?),
        };
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => found.push((name, segment)),
            None if name == segment => {}
            _ => return None,
        }
    }
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
        let mut methods: Vec<&str> = Vec::new();
        for endpoint in self.endpoints() {
            methods.push(endpoint.method.as_str());
            if endpoint.method == Method::GET {
                methods.push("HEAD");
            }
        }
        methods.push("OPTIONS");
        HeaderValue::try_from(joined(&methods, ", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
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
    use super::*;

    #[test]
    fn a_parameter_is_one_whole_segment_that_is_not_empty() {
        let found = |path| parameters("/cursors/{company_id}/departments/{id}", path);
        assert_eq!(found("/cursors/1/departments/b c"), Some(vec![("company_id", "1"), ("id", "b c")]));
        for other in [
            "/cursors//departments/1",
            "/cursors/1/departments/",
            "/cursors/1/departments",
            "/cursors/1/departments/2/",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
        assert_eq!(found("/Cursors/1/departments/2"), None);
        assert_eq!(found("/cursors/1/departments/2/3"), None);
    }
}
