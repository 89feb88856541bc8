//! Ways of paging, apart from the endpoints that show them: what an opaque cursor says and is bound to.

pub mod cursor;
