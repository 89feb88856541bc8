//! Bodies that no endpoint has yet, sent by hyper over real TCP.

#![allow(clippy::disallowed_methods, reason = "tests measure time and start clients")]

use super::*;
use crate::access_log::default_filter;
use crate::connection::TimedStream;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

type Chunks = Box<dyn Iterator<Item = Chunk> + Send>;

/// A client of a server that answers its one request with these chunks; the server lives as long as the runtime.
fn client(runtime: &tokio::runtime::Runtime, chunks: Chunks) -> TcpStream {
    let log: &'static AccessLog = Box::leak(Box::new(AccessLog::start(
        Box::new(std::io::sink()),
        default_filter(true),
        &"own".into(),
    )));
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))))
        .unwrap();
    let address = listener.local_addr().unwrap();
    let chunks = Arc::new(Mutex::new(Some(chunks)));
    runtime.spawn(async move {
        let (stream, peer) = listener.accept().await.unwrap();
        let link = Arc::new(Link::default());
        let wire = TokioIo::new(TimedStream::new(stream, peer, Arc::clone(&link), log));
        let service = service_fn(move |_| {
            link.enter(Phase::Busy);
            let body = Body::Chunks(chunks.lock().unwrap().take().unwrap());
            let outgoing = Outgoing::new(body, Arc::clone(&link), log, None);
            async move { Ok::<_, Infallible>(http::Response::new(outgoing)) }
        });
        let _ = http1::Builder::new().half_close(true).serve_connection(wire, service).await;
    });
    let mut client = TcpStream::connect(address).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    client
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn data(length: usize) -> Chunk {
    Chunk::Data(Bytes::from(vec![b'x'; length]))
}

/// All that comes until the connection ends, and whether the body's end was among it.
fn received(mut client: TcpStream) -> (usize, bool) {
    let mut all = Vec::new();
    client.read_to_end(&mut all).unwrap();
    (all.iter().filter(|byte| **byte == b'x').count(), all.ends_with(b"\r\n0\r\n\r\n"))
}

#[test]
fn everything_before_a_cut_arrives_and_the_end_does_not() {
    let runtime = runtime();
    // Some of these sizes are just above what the system's buffers take, so that hyper still holds a part when the cut comes.
    for pieces in (0..100).step_by(2) {
        let before = pieces * 64 * 1024;
        let chunks = (0..pieces).map(|_| data(64 * 1024)).chain([Chunk::Cut, data(1)]);
        let client = client(&runtime, Box::new(chunks));
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(received(client), (before, false));
    }
}

#[test]
fn a_panic_while_a_body_is_made_is_a_cut() {
    let runtime = runtime();
    let chunks = (0..3).map(|n| if n < 2 { data(10) } else { panic!("of this test") });
    assert_eq!(received(client(&runtime, Box::new(chunks))), (20, false));
}

#[test]
fn what_comes_before_a_pause_is_sent_before_it() {
    let runtime = runtime();
    let chunks = [data(3), Chunk::Pause(Duration::from_millis(300)), data(4)];
    let mut client = client(&runtime, Box::new(chunks.into_iter()));
    let start = Instant::now();
    let mut text = String::new();
    while !text.contains("xxx") {
        let mut space = [0; 1000];
        let count = client.read(&mut space).unwrap();
        text += std::str::from_utf8(&space[..count]).unwrap();
    }
    assert!(start.elapsed() < Duration::from_millis(250));
    assert!(!text.contains("xxxx"));
    client.write_all(b"no").unwrap();
    while !text.contains("xxxx") {
        let mut space = [0; 1000];
        let count = client.read(&mut space).unwrap();
        text += std::str::from_utf8(&space[..count]).unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn chunks_are_made_only_while_the_client_takes_them() {
    let runtime = runtime();
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let chunks = std::iter::repeat_with(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        data(64 * 1024)
    });
    let _client = client(&runtime, Box::new(chunks));
    let mut before = usize::MAX;
    while made.load(Ordering::Relaxed) != before {
        before = made.load(Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(200));
    }
    // What hyper and the two socket buffers hold, and no more.
    assert!((1..512).contains(&before), "{before}");
}

#[test]
fn a_client_that_takes_everything_leaves_time_for_others() {
    let runtime = runtime();
    let dear = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(1));
        data(1000)
    });
    let mut greedy = client(&runtime, Box::new(dear));
    std::thread::spawn(move || {
        let mut space = vec![0; 1 << 20];
        while greedy.read(&mut space).is_ok_and(|count| count > 0) {}
    });
    std::thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    assert_eq!(received_one(client(&runtime, Box::new([data(5)].into_iter()))), 5);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

/// The data of a body that ends, on a connection that does not.
fn received_one(mut client: TcpStream) -> usize {
    let mut all = Vec::new();
    while !all.ends_with(b"\r\n0\r\n\r\n") {
        let mut space = [0; 1000];
        let count = client.read(&mut space).unwrap();
        assert_ne!(count, 0);
        all.extend_from_slice(&space[..count]);
    }
    all.iter().filter(|byte| **byte == b'x').count()
}
