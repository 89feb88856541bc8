//! The table in words: banner, OpenAPI document, front page, manual. All are computed from it; none is a second list.

pub mod banner;
pub mod clients;
pub mod example;
pub mod front;
pub mod journal;
pub mod manual;
pub mod openapi;
mod template;
