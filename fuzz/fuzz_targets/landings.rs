#![cfg_attr(fuzzing, no_main)]
#![allow(missing_docs, reason = "the target's module says what it does")]

playground_fuzz::target!(landings);
