//! The example of axum: routes of its own, and the playground's answers, in-process and over TCP.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

#[path = "support/http.rs"]
#[allow(dead_code, clippy::panic, clippy::expect_used, reason = "a part of it is used here")]
mod client;
#[expect(dead_code, reason = "the test is its main")]
#[path = "../examples/axum.rs"]
mod example;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use connector_playground::Settings;
use serde_json::{Value, json};
use tower::ServiceExt;

fn settings() -> Settings {
    Settings::default()
}

/// The status and the body of an answer, without a port.
async fn ask(method: &str, path: &str, body: String) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .body(Body::from(body))
        .unwrap();
    let answer = example::app(settings()).oneshot(request).await.unwrap();
    let status = answer.status();
    (
        status,
        String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().into()).unwrap(),
    )
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn its_own_route_comes_first_and_the_rest_is_the_playgrounds() {
    run(async {
        assert_eq!(
            ask("GET", "/quota", String::new()).await,
            (StatusCode::OK, "{\"left\":3}".to_owned())
        );
        let (status, page) = ask("GET", "/pagination/offset?limit=2", String::new()).await;
        let page: Value = serde_json::from_str(&page).unwrap();
        assert_eq!(
            (status, &page["total"], page["data"].as_array().unwrap().len()),
            (StatusCode::OK, &json!(200), 2)
        );
        assert_eq!(ask("GET", "/elsewhere", String::new()).await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn bodies_go_both_ways_in_any_size() {
    run(async {
        let (_, csv) = ask("GET", "/with/records=20000/export/csv", String::new()).await;
        assert!(csv.len() > 1 << 20);
        let (status, verdict) = ask("POST", "/with/records=20000/playground/check", csv).await;
        assert_eq!(
            (status, &serde_json::from_str::<Value>(&verdict).unwrap()["verdict"]),
            (StatusCode::OK, &json!("complete"))
        );
    });
}

#[test]
fn over_tcp_it_serves_the_same() {
    run(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = tokio::spawn(async { axum::serve(listener, example::app(settings())).await });
        let asked = tokio::task::spawn_blocking(move || {
            ["/quota", "/export/csv"].map(|path| client::get(address, path))
        });
        let [own, export] = asked.await.unwrap();
        assert_eq!(own.body, b"{\"left\":3}");
        let (status, csv) = ask("GET", "/export/csv", String::new()).await;
        assert_eq!((status, export.status, export.body), (StatusCode::OK, 200, csv.into_bytes()));
        served.abort();
    });
}
