//! Everything at once for a while: clients that work, and clients that misbehave. Ten minutes of it in `cargo xtask soak`.

use crate::endure::{TIDY, plain, released, settle};
use crate::process::{files, resident};
use crate::scale::{mixed_load, turn};
use crate::support::Server;
use crate::{ENDLESS, PAGE};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What memory may grow by from the first third of the time to the last, each by its median, in KiB. What is in the air differs by some MiB
/// from one look to the next.
const GROWTH: u64 = 2 * 1024;
/// Between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(10);

/// What one kind of client does again and again; how many requests that were.
type Turn = fn(&Server) -> usize;

const CLIENTS: [(&str, Turn); 9] = [
    ("walk", walk),
    ("sync and check", sync_and_check),
    ("log in", log_in),
    ("export", export),
    ("ask wrongly", ask_wrongly),
    ("look in", look_in),
    ("leave in mid-answer", leave),
    ("stop in mid-head", stop_in_head),
    ("never read", never_read),
];

#[test]
fn mixed_load_goes_without_an_error_or_growth() {
    let _turn = turn();
    let server = plain(TIDY);
    for (_, client) in CLIENTS {
        client(&server);
    }
    let before = files(&server);
    let (over, counts) = (AtomicBool::new(false), CLIENTS.map(|_| AtomicUsize::new(0)));
    let seen = thread::scope(|scope| {
        let workers: Vec<_> = CLIENTS
            .iter()
            .zip(&counts)
            .map(|((_, client), count)| {
                let (server, over) = (&server, &over);
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        count.fetch_add(client(server), Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let seen =
            follow(&server, &counts, || workers.iter().any(thread::ScopedJoinHandle::is_finished));
        over.store(true, Ordering::Relaxed);
        seen
    });
    released(&server, before);
    settle(&server);
    let third = seen.len() / 3;
    let (settled, last) = (median(&seen[..third]), median(&seen[seen.len() - third..]));
    eprintln!(
        "mixed load: memory {settled} KiB in the first third, {last} KiB in the last, {before} files before and after"
    );
    assert!(last < settled + GROWTH, "memory grows: {seen:?} KiB");
}

fn median(figures: &[u64]) -> u64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// Looks at the memory again and again until the time is over or a client has failed.
fn follow(server: &Server, counts: &[AtomicUsize], failed: impl Fn() -> bool) -> Vec<u64> {
    let (start, mut told, mut seen) = (Instant::now(), Instant::now(), Vec::new());
    while start.elapsed() < mixed_load() && !failed() {
        thread::sleep(Duration::from_millis(200));
        seen.push(resident(server.id()));
        if told.elapsed() >= PROGRESS {
            told = Instant::now();
            let counts: Vec<String> = CLIENTS
                .iter()
                .zip(counts)
                .map(|((name, _), count)| format!("{name} {}", count.load(Ordering::Relaxed)))
                .collect();
            let (memory, files) = (seen[seen.len() - 1], files(server));
            eprintln!(
                "{:4} s: {memory} KiB, {files} files; requests: {}",
                start.elapsed().as_secs(),
                counts.join(", ")
            );
        }
    }
    seen
}

/// All rows by keyset, on one connection.
fn walk(server: &Server) -> usize {
    let mut connection = server.connect();
    let (mut cursor, mut rows, mut pages) = (String::new(), 0, 0);
    loop {
        let reply = connection
            .exchange("GET", &format!("/with/ties=15/pagination/keyset?scroll_param={cursor}"));
        let page: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        rows += page["data"].as_array().unwrap().len();
        pages += 1;
        match page["scroll_param"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(rows, 200);
    pages
}

/// An export, and the checker's word that it is all.
fn sync_and_check(server: &Server) -> usize {
    let landed = server.get("/with/records=5000/export/ndjson");
    let target = "/with/records=5000/playground/check?stream=people";
    let reply =
        server.request("POST", target, &[("Content-Type", "application/x-ndjson")], &landed.body);
    assert!(reply.text().contains("\"verdict\":\"complete\""), "{}", reply.text());
    2
}

fn log_in(server: &Server) -> usize {
    let (username, password) = server.credentials().login;
    let body = format!("{{\"username\": \"{username}\", \"password\": \"{password}\"}}");
    let mut connection = server.connect();
    connection.send(
        "POST",
        "/auth/session_token/login",
        &[("Content-Type", "application/json")],
        body.as_bytes(),
    );
    let reply: serde_json::Value =
        serde_json::from_slice(&connection.receive().unwrap().body).unwrap();
    let authorization = format!("Token {}", reply["token"].as_str().unwrap());
    connection.send("GET", "/auth/session_token/data", &[("Authorization", &authorization)], b"");
    assert_eq!(connection.receive().unwrap().status, 200);
    2
}

fn export(server: &Server) -> usize {
    for encoding in ["gzip", "identity"] {
        let target = "/with/records=20000,compression=gzip/export/csv";
        let reply = server.request("GET", target, &[("Accept-Encoding", encoding)], b"");
        assert!(reply.status == 200 && reply.body.len() > 500_000, "{} bytes", reply.body.len());
    }
    2
}

fn ask_wrongly(server: &Server) -> usize {
    let mut connection = server.connect();
    let wrong = [
        ("GET", "/nothing", 404),
        ("DELETE", PAGE, 405),
        ("GET", "/pagination/offset?limit=0", 400),
        ("GET", "/auth/http_basic", 401),
        ("GET", "/with/records=x/pagination/offset", 400),
        ("POST", "/graphql", 415),
    ];
    for (method, target, status) in wrong {
        assert_eq!(connection.exchange(method, target).status, status, "{target}");
    }
    wrong.len()
}

fn look_in(server: &Server) -> usize {
    let mut connection = server.connect();
    let targets = [
        "/playground/journal",
        "/playground/settings",
        "/openapi.json",
        "/health",
        "/cursors/companies",
    ];
    for target in targets {
        assert_eq!(connection.exchange("GET", target).status, 200, "{target}");
    }
    targets.len()
}

fn leave(server: &Server) -> usize {
    let mut connection = server.connect();
    connection.send("GET", ENDLESS, &[], b"");
    assert_eq!(connection.receive_head().unwrap().status, 200);
    1
}

fn stop_in_head(server: &Server) -> usize {
    let mut connection = server.connect();
    connection.send_raw(b"GET / HTTP/1.1\r\nHo").unwrap();
    thread::sleep(Duration::from_millis(100));
    0
}

fn never_read(server: &Server) -> usize {
    let mut connection = server.connect();
    connection.send("GET", ENDLESS, &[("Accept-Encoding", "gzip")], b"");
    thread::sleep(Duration::from_millis(500));
    1
}
