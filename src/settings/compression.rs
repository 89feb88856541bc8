//! How response bodies are compressed.

/// How an adapter may compress a body, by the setting `compression`. It stands in the extensions of a response; where it is missing, not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all, whatever the client accepts.
    #[default]
    None,
    /// In gzip where the client accepts it, as one member.
    Gzip,
    /// In gzip where the client accepts it, as several members, one behind the other.
    Members,
}
