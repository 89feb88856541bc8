//! The table of exchanges in a page, and what only this adapter does: settings from JavaScript, bodies as streams.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use js_sys::{Object, Promise, Reflect, Uint8Array};
use playground_worker::Playground;
use std::cell::RefCell;
use std::rc::Rc;
use support::{ORIGIN, answered, options, settled};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::{
    Headers, ReadableStreamDefaultReader, Request, RequestInit, Response, TransformStream,
    WritableStreamDefaultWriter,
};

wasm_bindgen_test_configure!(run_in_browser);

fn playground(members: &[(&str, JsValue)]) -> Playground {
    Playground::new(&options(members)).unwrap()
}

fn refusal(members: &[(&str, JsValue)]) -> String {
    Playground::new(&options(members))
        .unwrap_err()
        .unchecked_into::<js_sys::Error>()
        .message()
        .into()
}

fn setting(playground: &Playground, key: &str) -> Option<String> {
    Reflect::get(&playground.settings().unwrap(), &key.into()).unwrap().as_string()
}

/// The right login of a playground.
fn right(playground: &Playground) -> String {
    let credentials = playground.credentials().unwrap();
    let known = |name: &str| Reflect::get(&credentials, &name.into()).unwrap().as_string().unwrap();
    format!(
        "{{\"username\":\"{}\",\"password\":\"{}\"}}",
        known("session_user"),
        known("session_pass")
    )
}

fn get(path: &str) -> Request {
    Request::new_with_str(&format!("{ORIGIN}{path}")).unwrap()
}

async fn body_text(response: &Response) -> String {
    String::from_utf8(support::body(response).await).unwrap()
}

/// A login whose body is made from `body` by the host.
fn login(body: &JsValue) -> Request {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    // Streams need it.
    Reflect::set(&init, &"duplex".into(), &"half".into()).unwrap();
    let headers = Headers::new().unwrap();
    headers.set("content-type", "application/json").unwrap();
    init.set_headers(&headers);
    Request::new_with_str_and_init(&format!("{ORIGIN}/auth/session_token/login"), &init).unwrap()
}

/// The streamed answer to a request, and the promise that lasts as long as it.
async fn held(playground: &Playground, request: &Request) -> (Response, Promise) {
    let lasting = Rc::new(RefCell::new(None));
    let keep = Rc::clone(&lasting);
    let hold = Closure::once_into_js(move |promise: JsValue| {
        keep.replace(Some(promise));
    });
    let answer = playground.handle(request, Some(hold.unchecked_into())).unwrap();
    let response = settled(answer).await;
    (response, lasting.take().unwrap().unchecked_into())
}

/// A login whose body is written by hand; None where the host knows no streams of requests.
fn slow_login() -> Option<(Request, WritableStreamDefaultWriter)> {
    let pipe = TransformStream::new().unwrap();
    let request = login(&pipe.readable());
    let body = Reflect::get(&request, &"body".into()).unwrap();
    body.is_object().then(|| (request, pipe.writable().get_writer().unwrap()))
}

fn bytes(text: &str) -> JsValue {
    Uint8Array::from(text.as_bytes()).into()
}

#[wasm_bindgen_test]
async fn a_page_gives_the_answers_of_the_table() {
    assert_eq!(support::global(), "Window");
    support::the_table_holds_below("").await;
}

#[wasm_bindgen_test]
async fn numbers_and_booleans_count_as_their_texts() {
    let given = [
        ("records", 7.into()),
        ("rate_limit", true.into()),
        ("seed", 7.into()),
        ("ties", JsValue::UNDEFINED),
    ];
    let playground = playground(&given);
    assert_eq!(setting(&playground, "seed").as_deref(), Some("7"));
    let response = answered(&playground, &get("/pagination/offset?limit=1")).await;
    assert_eq!(response.headers().get("x-ratelimit-limit").unwrap().as_deref(), Some("20"));
    assert!(body_text(&response).await.ends_with("\"total\":7}"));
}

#[wasm_bindgen_test]
fn what_is_wrong_with_the_settings_is_said() {
    let unknown = refusal(&[("recrods", 7.into())]);
    assert!(
        unknown.starts_with("Unknown setting 'recrods'. Known settings: port, host"),
        "{unknown}"
    );
    let wrong = refusal(&[("records", "many".into())]);
    assert_eq!(wrong, "Invalid value for setting 'records'. It must be an integer.");
    let of_text =
        Playground::new(&"records=7".into()).unwrap_err().unchecked_into::<js_sys::Error>();
    assert_eq!(of_text.message(), "Settings must be an object of texts");
}

#[wasm_bindgen_test]
async fn seed_and_anchor_are_drawn_where_none_are_given_and_make_the_same_server_again() {
    let (one, other) = (Playground::new(&JsValue::UNDEFINED).unwrap(), playground(&[]));
    assert_ne!(setting(&one, "seed"), setting(&other, "seed"));
    assert!(setting(&one, "anchor").unwrap().starts_with("20"));
    let again = Playground::new(&one.settings().unwrap()).unwrap();
    let request = get("/pagination/offset?limit=50");
    assert_eq!(
        body_text(&answered(&one, &request).await).await,
        body_text(&answered(&again, &request).await).await
    );
}

#[wasm_bindgen_test]
fn only_paths_of_the_api_below_the_base_are_handled() {
    let playground = playground(&[("base", "/a/b/".into())]);
    for path in [
        "/a/b/health",
        "/a/b//pagination/offset/",
        "/a/b/with/records=5/anything",
        "/a/b/cursors/1/departments",
    ] {
        assert!(playground.handles(path), "{path}");
    }
    for path in [
        "/health",
        "/a/b/",
        "/a/b",
        "/a/b/with/records=5/",
        "/a/b/index.html",
        "/a/bc/health",
        "/a/b/service-worker.js",
    ] {
        assert!(!playground.handles(path), "{path}");
        assert!(playground.handle_own(&get(path), None).unwrap().is_undefined(), "{path}");
    }
    assert!(playground.handle_own(&get("/a/b/health"), None).unwrap().is_instance_of::<Response>());
}

#[wasm_bindgen_test]
async fn an_answer_keeps_its_bytes_and_headers_while_others_are_made() {
    let playground = playground(&[]);
    let paths = [
        "/pagination/offset?limit=50",
        "/nope",
        "/pagination/offset?limit=50",
        "/export/csv",
        "/nope",
    ];
    let answers: Vec<Response> = paths
        .iter()
        .map(|path| playground.handle(&get(path), None).unwrap().unchecked_into())
        .collect();
    for (path, early) in paths.iter().zip(&answers) {
        let late = answered(&playground, &get(path)).await;
        let kind = |answer: &Response| answer.headers().get("content-type").unwrap();
        assert_eq!((early.status(), kind(early)), (late.status(), kind(&late)), "{path}");
        assert_eq!(body_text(early).await, body_text(&late).await, "{path}");
    }
}

#[wasm_bindgen_test]
async fn the_front_page_is_at_the_root_alone() {
    let playground = playground(&[]);
    let page = playground.front_page(&get("/")).unwrap().unwrap();
    assert!(body_text(&page).await.contains(&format!("{}/openapi.json", ORIGIN)));
    assert!(playground.front_page(&get("/health")).unwrap().is_none());
}

#[wasm_bindgen_test]
async fn an_answer_without_a_body_has_none() {
    let playground = playground(&[]);
    for (method, status) in [("HEAD", 200), ("OPTIONS", 204)] {
        let init = RequestInit::new();
        init.set_method(method);
        let request =
            Request::new_with_request_and_init(&get("/pagination/offset"), &init).unwrap();
        let response = answered(&playground, &request).await;
        assert_eq!((response.status(), response.body().is_none()), (status, true), "{method}");
    }
}

#[wasm_bindgen_test]
async fn an_endless_url_is_refused() {
    let path = format!("/pagination/offset?{}", "x".repeat(70_000));
    let response = answered(&playground(&[]), &get(&path)).await;
    assert_eq!(
        (response.status(), body_text(&response).await.as_str()),
        (414, "{\"error\":\"URL is too long\"}")
    );
    assert_eq!(
        response.headers().get("content-type").unwrap().as_deref(),
        Some("application/json")
    );
}

#[wasm_bindgen_test]
async fn a_body_is_read_piece_by_piece() {
    let playground = playground(&[]);
    let Some((request, writer)) = slow_login() else { return };
    let answer = playground.handle(&request, None).unwrap();
    for piece in right(&playground).split_inclusive(':') {
        JsFuture::from(writer.write_with_chunk(&bytes(piece))).await.unwrap();
    }
    JsFuture::from(writer.close()).await.unwrap();
    let response = settled(answer).await;
    assert_eq!(response.status(), 200);
}

#[wasm_bindgen_test]
async fn of_a_body_that_is_too_long_the_rest_is_not_read() {
    let Some((request, writer)) = slow_login() else { return };
    let answer = playground(&[]).handle(&request, None).unwrap();
    let _unread = writer.write_with_chunk(&bytes(&" ".repeat(70_000)));
    let response = settled(answer).await;
    assert_eq!(response.status(), 413);
    assert!(JsFuture::from(writer.write_with_chunk(&bytes(" "))).await.is_err());
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_off_is_malformed() {
    let Some((request, writer)) = slow_login() else { return };
    let answer = playground(&[]).handle(&request, None).unwrap();
    let _broken = writer.abort();
    let response = settled(answer).await;
    let wanted = "{\"error\":\"Malformed request body\"}";
    assert_eq!((response.status(), body_text(&response).await.as_str()), (400, wanted));
}

#[wasm_bindgen_test]
async fn hosts_without_streams_of_requests_give_the_body_whole() {
    let playground = playground(&[]);
    for (body, status) in [(right(&playground), 200), (" ".repeat(70_000), 413)] {
        let request = login(&body.into());
        let hidden = options(&[("value", JsValue::UNDEFINED)]);
        Object::define_property(&request, &"body".into(), hidden.unchecked_ref());
        assert_eq!(answered(&playground, &request).await.status(), status);
    }
}

#[wasm_bindgen_test]
async fn an_endless_export_is_made_as_it_is_read_and_stops_when_nobody_reads() {
    let playground = playground(&[("records", 1_000_000_000.into())]);
    let (response, lasting) = held(&playground, &get("/export/csv")).await;
    let reader = ReadableStreamDefaultReader::new(&response.body().unwrap()).unwrap();
    for _ in 0..3 {
        let piece = JsFuture::from(reader.read()).await.unwrap();
        let bytes = Uint8Array::new(&Reflect::get(&piece, &"value".into()).unwrap());
        assert!((60_000..80_000).contains(&bytes.length()));
    }
    JsFuture::from(reader.cancel()).await.unwrap();
    JsFuture::from(lasting).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_streamed_answer_is_held_to_its_end() {
    let playground = playground(&[("records", 20_000.into())]);
    let (response, lasting) = held(&playground, &get("/export/csv")).await;
    let rows = body_text(&response).await.matches("@example.").count();
    assert_eq!(rows, 20_000);
    JsFuture::from(lasting).await.unwrap();
}

#[wasm_bindgen_test]
fn calls_that_end_leave_no_trap_behind() {
    let playground = playground(&[]);
    let _answer = playground.handle(&get("/health"), None).unwrap();
    assert!(!playground_worker::trapped());
}
