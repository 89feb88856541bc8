//! What the repository has as inputs breaks no invariant, in a build without a fuzzer too.
#![allow(
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a test that fails shows its output: the last line names the input"
)]

use playground_fuzz::{TARGETS, inputs};

#[test]
fn seeds_and_corpus_break_no_invariant() {
    for target in &TARGETS {
        let inputs = inputs(target);
        assert!(inputs.len() > 5, "{}", target.name);
        for (name, input) in inputs {
            println!("{name}");
            (target.run)(&input);
        }
    }
}
