//! What the repository has as inputs breaks no invariant, in a build without a fuzzer too.

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
