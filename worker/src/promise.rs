//! The standard's `then`, with callbacks that return a value or another promise.
//!
//! Not wasm-bindgen-futures: a task that traps leaves its promise pending forever, where a callback that traps rejects it
//! (`tests/edge/node.test.mjs`). js-sys' own `then` takes no callback that throws a value of the host.

use crate::inside::Inside;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &JsValue, rejected: &JsValue) -> Promise;
}

type Outcome = Result<JsValue, JsValue>;
/// What follows; boxed, so that the glue around it is there once.
type Follower = Box<dyn FnOnce(JsValue) -> Outcome>;

/// The promise of what `fulfilled` makes of a promise's value. It is rejected if this traps, as it is for every other exception.
pub(crate) fn then(
    promise: &Promise,
    fulfilled: impl FnOnce(JsValue) -> Outcome + 'static,
) -> Promise {
    promise.unchecked_ref::<Thenable>().then(&callback(Box::new(fulfilled)), &JsValue::UNDEFINED)
}

/// The same; a rejected promise goes to `rejected`.
pub(crate) fn either(
    promise: &Promise,
    fulfilled: impl FnOnce(JsValue) -> Outcome + 'static,
    rejected: impl FnOnce(JsValue) -> Outcome + 'static,
) -> Promise {
    promise
        .unchecked_ref::<Thenable>()
        .then(&callback(Box::new(fulfilled)), &callback(Box::new(rejected)))
}

/// A function that is freed when it is called, or with the promise that never calls it.
fn callback(run: Follower) -> JsValue {
    Closure::once_into_js(move |value| {
        let _inside = Inside::enter();
        run(value)
    })
}
