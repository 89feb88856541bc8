//! The wasm door of API Playground: converts, and does nothing else. A compiling shell for now.

pub use api_playground::Playground;
