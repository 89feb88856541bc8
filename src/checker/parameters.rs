//! The parameters of the checker's endpoint.

use super::stream;
use crate::request::Call;
use crate::request::parameter::Parameter;
use crate::request::rows::parameter;
use crate::response::error::ApiError;
use crate::time::Timestamp;

parameter! {
    /// Which rows the checker looks for.
    CheckedStream(&'static str) = Parameter::choice("stream", stream::NAMES[0], &stream::NAMES,
        "Whose rows landed: the records by id, the companies, the departments, the employees, or the records by number, as `/incremental/step` has them."),
    Parameter::read_choice
}
parameter! {
    /// The moment the checker takes the truth at.
    AsOf(Option<Timestamp>) = Parameter::timestamp("as_of",
        "The moment the truth is taken at: rows that came or changed later are not held against the sync. Without it all rows that the \
         lists show, as they are; companies, departments and employees as they were at the newest `updatedAt` that landed (of the same parent's)."),
    Parameter::read_timestamp
}

parameter! {
    /// The columns of a CSV whose first line does not name them.
    Columns(Option<String>) = Parameter::text("columns",
        "The columns of a CSV whose first line names none, with commas between them, as in `id,_,updatedAt`; without it those of our own exports."),
    |declared, call| Ok(declared.read_text(call).map(str::to_owned))
}
