//! How the links of an answer are written: as absolute URLs, or in one of the relative forms that a naive client resolves against the wrong base.

use crate::request::Call;
use crate::settings::behaviours::LinkForm;

/// The link to a path of this server, with a query to follow; settings of the request stay in it.
pub fn link(call: &Call<'_>, path: &str) -> String {
    let form = call.instance.settings.behaviours.links;
    if form == LinkForm::Relative {
        return String::new();
    }
    let absolute = call.links.to(path);
    if form == LinkForm::Absolute {
        return absolute;
    }
    let (_, rest) = absolute.split_once(':').unwrap_or_default();
    match (form, rest.strip_prefix("//")) {
        (LinkForm::Path, Some(rest)) => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(path).to_owned()
        }
        (LinkForm::Http, Some(rest)) => ["http://", rest].concat(),
        _ => absolute,
    }
}
