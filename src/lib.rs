//! stub
pub mod body;
pub mod data;
pub mod error;
pub mod playground;
pub mod settings;
pub mod state;
pub mod time;

pub use body::{Body, Chunk};
pub use playground::{Intake, Playground};
pub use settings::Settings;
pub use state::State;
pub use time::Timestamp;
