//! The clock of data: how fast it runs, how it is moved, what goes by it and what does not.

use connector_playground::{Playground, Settings, State, Timestamp};
use http::Request;
use serde_json::{Value, json};

/// A server that started at the anchor, which is that of the defaults.
struct Server {
    playground: Playground,
    state: State,
}

impl Server {
    fn new(settings: &str) -> Self {
        let settings: Settings = settings.parse().unwrap();
        Self { playground: Playground::new(settings), state: State::new() }
    }

    /// The response so many seconds after the start.
    fn send(
        &self,
        seconds: i64,
        method: &str,
        target: &str,
        body: &str,
        token: &str,
    ) -> (u16, Value) {
        let request = Request::builder().method(method).uri(target).header("host", "a.test");
        let request = request.header("content-type", "application/json");
        let request = request.header("authorization", token).body(body.to_owned().into()).unwrap();
        let response = self.playground.handle(request, later(seconds), &self.state);
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.into_body().into_bytes()).unwrap())
    }

    fn get(&self, seconds: i64, target: &str) -> Value {
        let (status, body) = self.send(seconds, "GET", target, "", "");
        assert_eq!(status, 200, "{target} {body}");
        body
    }

    fn post(&self, seconds: i64, prefix: &str, body: &str) -> (u16, Value) {
        self.send(seconds, "POST", &format!("{prefix}/playground/clock"), body, "")
    }

    /// Moves a clock, and says what it shows then.
    fn moved(&self, seconds: i64, prefix: &str, body: &str) -> String {
        let (status, clock) = self.post(seconds, prefix, body);
        assert_eq!(status, 200, "{body} {clock}");
        clock["now"].as_str().unwrap().to_owned()
    }

    /// What a clock shows.
    fn shown(&self, seconds: i64, prefix: &str) -> String {
        let clock = self.get(seconds, &format!("{prefix}/playground/clock"));
        clock["now"].as_str().unwrap().to_owned()
    }
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(Settings::ANCHOR.seconds() + seconds)
}

#[test]
fn the_clock_runs_as_fast_as_the_setting_says_and_can_be_moved_ahead() {
    let server = Server::new("");
    for (prefix, shown) in [
        ("", "2026-01-01T00:01:00Z"),
        ("/with/clock_speed=0", "2026-01-01T00:00:00Z"),
        ("/with/clock_speed=60", "2026-01-01T01:00:00Z"),
        ("/with/clock_speed=86400", "2026-03-02T00:00:00Z"),
    ] {
        assert_eq!(server.shown(60, prefix), shown, "{prefix}");
    }
    assert_eq!(server.moved(60, "", r#"{"advance":"P1DT2H3M4S"}"#), "2026-01-02T02:04:04Z");
    assert_eq!(server.moved(70, "", r#"{"to":"2026-01-03T00:00:00Z"}"#), "2026-01-03T00:00:00Z");
    assert_eq!(
        server.get(80, "/playground/clock"),
        json!({ "now": "2026-01-03T00:00:10Z", "speed": 1, "moved": 172_730, "held": false })
    );
    assert_eq!(
        server.moved(60, "/with/clock_speed=60", r#"{"advance":"P1W"}"#),
        "2026-01-08T01:00:00Z"
    );
    // What it shows is no earlier moment, and null and nothing are no members.
    let still = "/with/clock_speed=0";
    for body in [r#"{"to":"2026-01-01T00:00:00Z","advance":null}"#, r#"{"advance":"PT0S","to":""}"#]
    {
        assert_eq!(server.moved(60, still, body), "2026-01-01T00:00:00Z");
    }
}

#[test]
fn prefixes_that_have_the_same_rows_have_one_clock() {
    let server = Server::new("");
    server.moved(0, "/with/moving=on,clock_speed=0", r#"{"advance":"PT1H"}"#);
    for same in [
        "/with/clock_speed=0,moving=true",
        "/with/moving%3Don%2Cclock_speed%3D0",
        "/with/moving=on,clock_speed=0,past_end=404,rate_limit=on,records=200",
    ] {
        assert_eq!(server.shown(9, same), "2026-01-01T01:00:00Z", "{same}");
    }
    for other in [
        "/with/clock_speed=0",
        "/with/moving=on,clock_speed=0,records=9",
        "/with/moving=on,clock_speed=0,seed=b",
    ] {
        assert_eq!(server.shown(9, other), "2026-01-01T00:00:00Z", "{other}");
    }
}

#[test]
fn lists_exports_children_and_the_checker_go_by_the_clock() {
    let targets = [
        "/pagination/offset?limit=50",
        "/pagination/page_number?per_page=50",
        "/export/json",
        "/cursors/companies",
        "/cursors/1/departments",
        "/cursors/1/departments/1/employees",
    ];
    let server = Server::new("");
    let (moving, held) =
        ("/with/moving=on,clock_speed=0", "/with/moving=on,now=2026-01-01T03:00:00Z");
    let all = |prefix: &str| targets.map(|target| server.get(5, &format!("{prefix}{target}")));
    let before = all(moving);
    server.moved(5, moving, r#"{"to":"2026-01-01T03:00:00Z"}"#);
    let after = all(moving);
    for (before, after) in before.iter().zip(&after) {
        assert_ne!(before, after);
    }
    assert_eq!(after, all(held));
    assert_eq!(
        server.get(5, "/with/moving=on,clock_speed=0,past_end=404/cursors/companies"),
        after[3]
    );
    let landed = after[2].to_string();
    for (prefix, verdict) in
        [(moving, "complete"), ("/with/moving=on,clock_speed=0,churn=21", "incomplete")]
    {
        let (_, report) =
            server.send(5, "POST", &format!("{prefix}/playground/check"), &landed, "");
        assert_eq!(report["verdict"], verdict, "{report}");
    }
}

#[test]
fn a_sync_after_the_clock_was_moved_brings_what_changed() {
    let server = Server::new("moving=on,clock_speed=0,late_seconds=0,deletes=soft");
    let all = |seconds, since: &str| {
        let body = server.get(seconds, &format!("/export/json?updated_since={since}"));
        body.as_array().unwrap().clone()
    };
    let first = all(0, "1970-01-01T00:00:00Z");
    assert_eq!(first, all(1000, "1970-01-01T00:00:00Z"), "it stands still");
    server.moved(0, "", r#"{"advance":"PT1H"}"#);
    let changed =
        server.get(0, "/pagination/page_number?per_page=50&updated_since=2026-01-01T00:00:01Z");
    let total = changed["total_items"].as_u64().unwrap();
    assert!(total > 50, "{total}");
}

#[test]
fn session_tokens_age_when_the_clock_is_moved_and_not_by_its_speed() {
    let server = Server::new("clock_speed=3600,token_ttl=60");
    let credentials = server.playground.credentials();
    let login =
        json!({ "username": credentials.session_user, "password": credentials.session_pass })
            .to_string();
    let (_, answer) = server.send(0, "POST", "/auth/session_token/login", &login, "");
    let token = format!("Token {}", answer["token"].as_str().unwrap());
    let status = |seconds| server.send(seconds, "GET", "/auth/session_token/data", "", &token).0;
    assert_eq!([status(59), status(61)], [200, 401]);
    server.moved(0, "", r#"{"advance":"PT1M1S"}"#);
    assert_eq!(status(0), 401);
    let still = |seconds| {
        server.send(seconds, "GET", "/with/clock_speed=0/auth/session_token/data", "", &token).0
    };
    assert_eq!(still(1000), 200, "where the clock stands still, none ages");
    server.moved(1000, "/with/clock_speed=0", r#"{"advance":"PT1M1S"}"#);
    assert_eq!(still(1000), 401);
}

#[test]
fn limits_and_the_journal_go_by_the_time_of_the_adapter() {
    let server = Server::new("rate_limit=on,capacity=1,clock_speed=86400");
    let status = |seconds| server.send(seconds, "GET", "/pagination/offset", "", "").0;
    assert_eq!(status(0), 200);
    server.moved(0, "", r#"{"advance":"P1D"}"#);
    assert_eq!([status(0), status(1)], [429, 200]);
    let journal = server.get(7, "/playground/journal");
    assert_eq!(journal["total_items"], 3, "the clock is left out: {journal}");
    assert_eq!(journal["data"][2]["time"], "2026-01-01T00:00:01Z");
}

#[test]
fn a_clock_that_cannot_be_moved_so_says_what_would_be_right() {
    let server = Server::new("clock_speed=0");
    server.moved(0, "", r#"{"advance":"PT2H"}"#);
    let held = "/with/now=2026-05-01T00:00:00Z";
    for (prefix, body, status, says) in [
        (
            "",
            r#"{"to":"2026-01-01T01:00:00Z"}"#,
            400,
            "Invalid value for 'to'. The clock never goes back: it is 2026-01-01T02:00:00Z, which is later than 2026-01-01T01:00:00Z",
        ),
        (
            held,
            r#"{"advance":"PT1H"}"#,
            400,
            "The setting 'now' holds this clock at 2026-05-01T00:00:00Z. Set a later 'now', or leave it out to move the clock",
        ),
        ("", "{}", 400, "Either 'advance' or 'to' is required, and not both"),
        (
            "",
            r#"{"advance":"PT1H","to":"2027-01-01T00:00:00Z"}"#,
            400,
            "Either 'advance' or 'to' is required, and not both",
        ),
        (
            "",
            r#"{"advance":"1h"}"#,
            400,
            "Invalid value for 'advance'. Use an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, as 'P2W' or 'P1DT1H30M15S'",
        ),
        ("", r#"{"advance":3600}"#, 400, "Invalid value for 'advance'. It must be a string."),
        (
            "",
            r#"{"to":"2027-01-01"}"#,
            400,
            "Invalid date format for 'to'. Must end with 'Z' for UTC",
        ),
        (
            "",
            r#"{"to":"2027-13-01T00:00:00Z"}"#,
            400,
            "Invalid date format for 'to'. Use 'YYYY-MM-DDTHH:MM:SSZ'",
        ),
        ("", r#"{"advance":"P99999999D"}"#, 400, "The clock ends at 9999-12-31T23:59:59Z"),
        (
            "",
            r#"{"advance":"PT99999999999999999999H"}"#,
            400,
            "The clock ends at 9999-12-31T23:59:59Z",
        ),
        ("", r#"{"by":"PT1H"}"#, 400, "Unexpected body members: by"),
        ("", "[]", 400, "JSON body must be an object"),
        ("", "", 400, "Malformed JSON body"),
    ] {
        let (found, answer) = server.post(0, prefix, body);
        assert_eq!((found, &answer["error"]), (status, &says.into()), "{body}");
    }
    assert_eq!(server.shown(0, ""), "2026-01-01T02:00:00Z", "none of it moved the clock");
    assert_eq!(
        server.get(0, &format!("{held}/playground/clock")),
        json!({ "now": "2026-05-01T00:00:00Z", "speed": 0, "moved": 0, "held": true })
    );
    let isolated = Server { state: State::isolated(), ..Server::new("") };
    let (status, answer) = isolated.post(0, "", r#"{"advance":"PT1H"}"#);
    assert!(answer["error"].as_str().unwrap().contains("PLAYGROUND_SHARED_STATE"), "{answer}");
    assert_eq!((status, isolated.shown(0, "")), (501, "2026-01-01T00:00:00Z".to_owned()));
    for speed in ["86401", "-1", "fast"] {
        let (status, answer) =
            server.send(0, "GET", &format!("/with/clock_speed={speed}/health"), "", "");
        assert_eq!(status, 400, "{answer}");
    }
}

#[test]
fn the_clock_at_its_end_stays_there() {
    let server = Server::new("moving=on");
    assert_eq!(server.moved(0, "", r#"{"to":"9999-12-31T23:59:59Z"}"#), "9999-12-31T23:59:59Z");
    assert_eq!(server.shown(100, ""), "9999-12-31T23:59:59Z");
    server.get(100, "/pagination/offset");
    server.get(100, "/cursors/1/departments/1/employees");
    assert_eq!(server.post(100, "", r#"{"advance":"PT1S"}"#).0, 400);
}
