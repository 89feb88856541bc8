//! What the tests of both places share: the table of exchanges, on this adapter.

// The other adapters' tests read the same table with the same code.
#[path = "../../../tests/support/table.rs"]
#[allow(dead_code, clippy::disallowed_methods, reason = "those read it from the disk")]
mod table;

use js_sys::{Object, Promise, Reflect, Uint8Array};
use playground_worker::Playground;
use serde_json::Value;
use std::cell::RefCell;
pub(crate) use table::ORIGIN;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

const TABLE: &str = include_str!("../../../tests/exchanges.json");

/// The class of the global object: where the test runs.
pub(crate) fn global() -> String {
    js_sys::global().constructor().name().into()
}

/// An object of settings.
pub(crate) fn options(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).unwrap();
    }
    object.into()
}

/// The server of the table, below a path; its credentials are the table's.
fn of_table(table: &Value, base: &str) -> Playground {
    let setting =
        |key: &'static str| (key, JsValue::from(table["settings"][key].as_str().unwrap()));
    let members = [setting("seed"), setting("anchor"), setting("now"), ("base", base.into())];
    let playground = Playground::new(&options(&members)).unwrap();
    let credentials = playground.credentials().unwrap();
    for name in ["bearer", "api_key", "session_user", "session_pass"] {
        let told = Reflect::get(&credentials, &name.into()).unwrap().as_string();
        assert_eq!(told.as_deref(), table["credentials"][name].as_str());
    }
    playground
}

pub(crate) async fn answered(playground: &Playground, request: &Request) -> Response {
    settled(playground.handle(request, None).unwrap()).await
}

/// The response that an answer is, or is the promise of.
pub(crate) async fn settled(answer: JsValue) -> Response {
    JsFuture::from(Promise::resolve(&answer)).await.unwrap().unchecked_into()
}

pub(crate) async fn body(response: &Response) -> Vec<u8> {
    let buffer = JsFuture::from(response.array_buffer().unwrap()).await.unwrap();
    Uint8Array::new(&buffer).to_vec()
}

/// The request of an exchange below a path; None for one with headers that the Fetch standard lets no page send.
fn request(exchange: &Value, credentials: &Value, base: &str) -> Option<Request> {
    let asked = table::request(exchange, credentials);
    let init = RequestInit::new();
    init.set_method(&asked.method);
    let headers = Headers::new().unwrap();
    // The URL names the host.
    let sent: Vec<_> = asked.headers.iter().filter(|(name, _)| name != "host").collect();
    sent.iter().for_each(|(name, value)| headers.append(name, value).unwrap());
    init.set_headers(&headers);
    if !asked.body.is_empty() {
        init.set_body(&asked.body.into());
    }
    let request =
        Request::new_with_str_and_init(&format!("{ORIGIN}{base}{}", asked.path), &init).unwrap();
    sent.iter().all(|(name, _)| request.headers().has(name).unwrap()).then_some(request)
}

/// What the table keeps of an answer.
async fn kept(response: &Response) -> Value {
    let headers = RefCell::new(Vec::new());
    let mut keep = |value: String, name: String| headers.borrow_mut().push((name, value));
    let keeping = Closure::<dyn FnMut(String, String)>::borrow_mut_aborting(&mut keep);
    response.headers().for_each(keeping.as_js_value().unchecked_ref()).unwrap();
    let headers = headers.take();
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    table::kept(response.status(), headers, &body(response).await)
}

/// Every exchange that a page can ask for gives what the table keeps; below a path, all but the lengths that it changes.
pub(crate) async fn the_table_holds_below(base: &str) {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let playground = of_table(&table, base);
    let exchanges = table["exchanges"].as_array().unwrap();
    let mut compared = 0;
    for exchange in exchanges {
        let Some(request) = request(exchange, &table["credentials"], base) else { continue };
        let mut came = kept(&answered(&playground, &request).await).await;
        let mut wanted = exchange["response"].clone();
        if !base.is_empty() {
            let (below, path) = (format!("{{origin}}{base}"), format!("\"{base}/"));
            came["body"] = came["body"]
                .as_str()
                .map(|text| text.replace(&below, "{origin}").replace(&path, "\"/"))
                .into();
            if let Some(link) = came["headers"].get_mut("link") {
                *link = link.as_str().map(|text| text.replace(&below, "{origin}")).into();
            }
            wanted["body"] = wanted["body"].as_str().into();
            for answer in [&mut came, &mut wanted] {
                answer["headers"].as_object_mut().unwrap().remove("content-length");
            }
        }
        assert_eq!(came, wanted, "{}", exchange["name"]);
        compared += 1;
    }
    assert!(
        compared * 10 >= exchanges.len() * 9,
        "{compared} of {} exchanges were compared",
        exchanges.len()
    );
}
