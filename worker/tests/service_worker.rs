//! The table of exchanges in a service worker.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_service_worker);

#[wasm_bindgen_test]
async fn a_service_worker_gives_the_answers_of_the_table() {
    assert_eq!(support::global(), "ServiceWorkerGlobalScope");
    support::the_table_holds_below("").await;
}

#[wasm_bindgen_test]
async fn below_a_path_too() {
    support::the_table_holds_below("/a/b").await;
}
