//! Puts the page into the package, for programs that bring it along.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a build reads files and tells cargo"
)]

mod lessons;
mod page;

fn main() -> Result<(), String> {
    page::gather()
}
