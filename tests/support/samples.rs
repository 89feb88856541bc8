//! Samples of the documentation, as they stand there.

use std::fs;

/// The fenced blocks of a language in a file of the repository, in their order.
pub(crate) fn samples(file: &str, language: &str) -> Vec<String> {
    let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap();
    let opening = format!("\n```{language}\n");
    let blocks = text.split(&opening).skip(1);
    let blocks: Vec<String> =
        blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    assert!(!blocks.is_empty(), "{file} has no sample in {language}");
    blocks
}
