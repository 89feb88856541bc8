//! Writes what the fuzzer starts from: `FOLDER/TARGET/seeds/*` and `FOLDER/dictionary`. `cargo xtask fuzz` calls it; a corpus is put beside them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a program for tasks stops where it fails, and writes files"
)]

use playground_fuzz::{TARGETS, seeds};
use std::fs;
use std::path::PathBuf;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    for target in &TARGETS {
        let place = folder.join(target.name).join("seeds");
        drop(fs::remove_dir_all(&place));
        fs::create_dir_all(&place).unwrap();
        for (n, seed) in (target.seeds)().iter().enumerate() {
            fs::write(place.join(n.to_string()), seed).unwrap();
        }
    }
    fs::write(folder.join("dictionary"), seeds::dictionary()).unwrap();
}
