//! What stands for values that are not known.

/// What `company` and `job` are in one record of five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Values as in any other record.
    #[default]
    None,
    /// Null.
    Null,
    /// No members; in CSV, where each line has all fields, empty ones.
    Absent,
    /// Texts of no letters; in CSV with quotes around them, by which some programs tell them from null.
    Empty,
}

impl Nulls {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Null, Self::Absent, Self::Empty];
    /// Their names, in the same order.
    pub const NAMES: &[&str] = &["none", "null", "absent", "empty"];
}
