//! Other clients, who must hardly notice: some keep a connection, one makes a new one for each request.

use crate::PAGE;
use crate::support::{Connection, Reply, http};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Requests of clients that did nothing wrong, timed.
pub(crate) struct Bystanders {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Duration>>>,
}

/// How they fared.
#[derive(Debug)]
pub(crate) struct Fared {
    pub(crate) requests: usize,
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
}

impl Bystanders {
    pub(crate) fn start(address: SocketAddr) -> Self {
        let over = Arc::<AtomicBool>::default();
        let threads = [Some(3), Some(3), None].map(|kept| {
            let over = Arc::clone(&over);
            thread::spawn(move || {
                let mut kept = kept.map(|_| Connection::open(address));
                let mut times = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let start = Instant::now();
                    let reply = match &mut kept {
                        Some(connection) => patiently(connection, address),
                        None => http::get(address, PAGE),
                    };
                    assert_eq!(reply.status, 200, "a bystander is served");
                    times.push(start.elapsed());
                    thread::sleep(Duration::from_millis(5));
                }
                times
            })
        });
        Self { over, threads: threads.into() }
    }

    pub(crate) fn end(self) -> Fared {
        self.over.store(true, Ordering::Relaxed);
        let mut times: Vec<Duration> =
            self.threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        Fared { requests: times.len(), median: at(50), p99: at(99) }
    }
}

/// A server may close an idle connection whenever it has to, and a client that meets this asks again on another one (RFC 9112 section 9.3.1).
fn patiently(connection: &mut Connection, address: SocketAddr) -> Reply {
    let asked =
        connection.send_raw(format!("GET {PAGE} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes());
    match asked.and_then(|()| connection.receive()) {
        Ok(reply) => reply,
        Err(_) => {
            *connection = Connection::open(address);
            connection.exchange("GET", PAGE)
        }
    }
}
