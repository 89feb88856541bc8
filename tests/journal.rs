//! What `/playground/journal` and `/playground/settings` tell, and what they never do.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use bytes::Bytes;
use connector_playground::{Body, Playground, Settings, State, Timestamp};
use http::{Request, Response};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_767_225_600);

struct Server {
    playground: Playground,
    state: State,
}

impl Server {
    fn new(set: &[(&str, &str)]) -> Self {
        let mut settings = Settings::builder("a drawn seed", NOW);
        for (key, value) in set {
            settings = settings.set(key, value).unwrap();
        }
        Self {
            playground: Playground::new(settings.build().unwrap()).mounted_at("/mock"),
            state: State::new(),
        }
    }

    fn ask(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/mock{target}"))
            .header("host", "a.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.playground.handle(
            request.body(Bytes::from(body.to_owned())).unwrap(),
            NOW,
            &self.state,
        )
    }

    fn get(&self, target: &str) -> Value {
        serde_json::from_slice(&self.ask("GET", target, &[], "").into_body().into_bytes()).unwrap()
    }

    /// Method, path, status, rows and bytes of what is in the journal.
    fn journal(&self) -> Vec<Value> {
        let journal = self.get("/playground/journal");
        assert_eq!(journal["total_items"], journal["data"].as_array().unwrap().len());
        let row = |row: &Value| {
            assert_eq!(row["time"], "2026-01-01T00:00:00Z");
            json!([row["method"], row["path"], row["status"], row["rows"], row["bytes"]])
        };
        journal["data"].as_array().unwrap().iter().map(row).collect()
    }
}

#[test]
fn the_journal_tells_each_request_with_its_answer() {
    let server = Server::new(&[]);
    let length = |target: &str| server.ask("GET", target, &[], "").into_body().into_bytes().len();
    let page = length("/pagination/offset?limit=3");
    let refused = length("/with/ties=999/pagination/offset?x=1");
    let lost = length("/nothing//here/");
    server.ask("HEAD", "/export/csv", &[], "");
    let wrong = server.ask("PUT", "/export/csv", &[], "").into_body().into_bytes().len();
    server.ask("GET", "/with/records=2000/export/ndjson", &[], "");
    let stream = server.ask("GET", "/with/records=2000/export/ndjson", &[], "");
    let streamed = length("/cursors/2/departments/4/employees");
    let sent = stream.into_body().into_bytes().len();
    assert_eq!(
        server.journal(),
        [
            json!(["GET", "/pagination/offset?limit=3", 200, 3, page]),
            json!(["GET", "/with/ties=999/pagination/offset?x=1", 400, null, refused]),
            json!(["GET", "/nothing//here/", 404, null, lost]),
            json!(["HEAD", "/export/csv", 200, 200, 0]),
            json!(["PUT", "/export/csv", 405, null, wrong]),
            json!(["GET", "/with/records=2000/export/ndjson", 200, 2000, 0]),
            json!(["GET", "/with/records=2000/export/ndjson", 200, 2000, sent]),
            json!(["GET", "/cursors/2/departments/4/employees", 204, null, streamed]),
        ]
    );
}

#[test]
fn a_stream_that_is_being_sent_has_no_bytes_yet() {
    let server = Server::new(&[]);
    let stream = server.ask("GET", "/with/records=2000/export/csv", &[], "");
    assert_eq!(server.journal()[0][4], Value::Null);
    let bytes = stream.into_body().into_bytes().len();
    assert_eq!(server.journal()[0][4], bytes);
}

#[test]
fn looking_in_leaves_no_trace_and_delete_empties() {
    let server = Server::new(&[]);
    for target in [
        "/health",
        "/openapi.json",
        "/playground/settings",
        "/playground/journal",
        "/with/journal=off/export/csv",
    ] {
        assert_eq!(server.ask("GET", target, &[], "").status(), 200, "{target}");
    }
    assert_eq!(server.journal(), Vec::<Value>::new());
    server.get("/pagination/offset");
    assert_eq!(server.journal().len(), 1);
    assert_eq!(server.ask("DELETE", "/playground/journal", &[], "").status(), 204);
    assert_eq!(server.journal(), Vec::<Value>::new());
    let off = Server::new(&[("journal", "off")]);
    off.get("/pagination/offset");
    off.get("/nothing");
    assert_eq!(off.journal(), Vec::<Value>::new());
}

#[test]
fn nothing_that_opens_a_door_is_kept() {
    let server = Server::new(&[]);
    let c = server.playground.credentials().clone();
    let login = json!({ "username": c.session_user, "password": c.session_pass }).to_string();
    let answer = server.ask(
        "POST",
        "/auth/session_token/login",
        &[("content-type", "application/json")],
        &login,
    );
    let token: Value = serde_json::from_slice(&answer.into_body().into_bytes()).unwrap();
    let token = token["token"].as_str().unwrap();
    server.ask(
        "GET",
        &format!("/auth/session_token/data?token={token}"),
        &[("authorization", &format!("Token {token}"))],
        "",
    );
    server.ask(
        "GET",
        &format!("/auth/api_key?api_key={}", c.api_key),
        &[("authorization", &format!("apiKey {}", c.api_key))],
        "",
    );
    server
        .get("/with/records=5,seed=a%20drawn%20seed/pagination/offset?X-Api-Key=hidden&%74oken=hidden&pageToken=shown");
    server.get("/with/seed=another/pagination/offset");
    assert_eq!(
        server.journal()[3][1],
        "/with/records=5,seed=***/pagination/offset?X-Api-Key=***&%74oken=***&pageToken=shown"
    );
    assert_eq!(server.journal()[4][1], "/with/seed=another/pagination/offset");
    for accept in ["*/*", "application/har+json"] {
        let shown = server
            .ask("GET", "/playground/journal", &[("accept", accept)], "")
            .into_body()
            .into_bytes();
        let shown = String::from_utf8(shown.to_vec()).unwrap();
        for secret in
            [token, &c.session_user, &c.session_pass, &c.api_key, &c.bearer, "drawn", "hidden"]
        {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn limits_that_refuse_are_in_the_journal_and_looking_in_is_free_of_them() {
    let server = Server::new(&[("rate_limit", "true"), ("capacity", "1")]);
    for status in [200, 429, 429] {
        assert_eq!(server.ask("GET", "/pagination/offset", &[], "").status(), status);
        assert_eq!(server.ask("GET", "/playground/settings", &[], "").status(), 200);
    }
    let statuses: Vec<Value> = server.journal().iter().map(|row| row[2].clone()).collect();
    assert_eq!(statuses, [200, 429, 429]);
}

#[test]
fn a_har_has_what_its_readers_need() {
    let server = Server::new(&[]);
    server.get("/with/ties=15/pagination/offset?limit=3&order_by=createdAt");
    let accept = "text/html;q=0.1, application/har+json";
    let answer = server.ask("GET", "/with/ties=2/playground/journal", &[("accept", accept)], "");
    assert_eq!(answer.headers()["content-type"], "application/har+json");
    assert_eq!(answer.headers()["vary"], "Accept");
    let har: Value = serde_json::from_slice(&answer.into_body().into_bytes()).unwrap();
    assert_eq!(har["log"]["version"], "1.2");
    let entry = &har["log"]["entries"][0];
    assert_eq!(
        entry["request"]["url"],
        "http://a.test/mock/with/ties=15/pagination/offset?limit=3&order_by=createdAt"
    );
    assert_eq!(
        entry["request"]["queryString"],
        json!([{"name": "limit", "value": "3"}, {"name": "order_by", "value": "createdAt"}])
    );
    assert_eq!(
        (&entry["response"]["status"], &entry["response"]["statusText"]),
        (&json!(200), &json!("OK"))
    );
    assert_eq!(entry["startedDateTime"], "2026-01-01T00:00:00Z");
    // What section 4 of HAR 1.2 says each must have.
    for (part, members) in [
        (&har["log"], &["version", "creator", "entries"][..]),
        (entry, &["startedDateTime", "time", "request", "response", "cache", "timings"]),
        (
            &entry["request"],
            &[
                "method",
                "url",
                "httpVersion",
                "cookies",
                "headers",
                "queryString",
                "headersSize",
                "bodySize",
            ],
        ),
        (
            &entry["response"],
            &[
                "status",
                "statusText",
                "httpVersion",
                "cookies",
                "headers",
                "content",
                "redirectURL",
                "headersSize",
                "bodySize",
            ],
        ),
        (&entry["response"]["content"], &["size", "mimeType"]),
        (&entry["timings"], &["send", "wait", "receive"]),
    ] {
        assert!(members.iter().all(|member| part.get(member).is_some()), "{part}");
    }
}

#[test]
fn settings_are_shown_as_texts_that_set_them_again_without_the_servers_seed() {
    let server =
        Server::new(&[("records", "1000"), ("seed", "mine"), ("public_url", "https://a.test/x/")]);
    let own = server.get("/playground/settings");
    assert_eq!(
        (own.get("seed"), &own["records"], &own["ties"]),
        (None, &json!("1000"), &json!("0"))
    );
    assert_eq!((own.get("now"), &own["anchor"]), (None, &json!("2026-01-01T00:00:00Z")));
    assert_eq!(
        (&own["public_url"], &own["csv_separator"]),
        (&json!("https://a.test/x/"), &json!("comma"))
    );
    let of_request =
        server.get("/with/ties=15,seed=a%2520b,now=2020-01-01T00:00:00Z/playground/settings");
    assert_eq!(
        (&of_request["seed"], &of_request["ties"], &of_request["records"]),
        (&json!("a b"), &json!("15"), &json!("1000"))
    );
    assert_eq!(
        (&of_request["now"], &of_request["anchor"]),
        (&json!("2020-01-01T00:00:00Z"), &json!("2020-01-01T00:00:00Z"))
    );
    assert_eq!(server.get("/with/ties=1/playground/settings").get("seed"), None);
    let mut again = Settings::builder("", NOW);
    for (key, text) in of_request.as_object().unwrap() {
        again = again.set(key, text.as_str().unwrap()).unwrap();
    }
    assert_eq!(
        json!(
            again
                .build()
                .unwrap()
                .texts(true)
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>()
        ),
        of_request
    );
}
