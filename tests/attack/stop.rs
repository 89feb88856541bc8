//! The end under load: every request that reached the server is answered, and it ends in time.

use crate::PAGE;
use crate::scale::{figure, turn};
use crate::support::Server;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How a client's last request ended.
#[derive(Debug, PartialEq, Eq)]
enum Last {
    /// With an answer that announced the close.
    Announced,
    /// Nobody listened any more.
    NotConnected,
    /// Sent, and not answered.
    Lost(String),
}

/// Asks until the server is gone, on one connection or on a new one for each request.
fn ask(address: SocketAddr, kept: bool, answered: &AtomicUsize) -> Last {
    let request = format!(
        "GET {PAGE} HTTP/1.1\r\nHost: a\r\n{}\r\n",
        if kept { "" } else { "Connection: close\r\n" }
    );
    loop {
        let Ok(mut stream) = TcpStream::connect(address) else { return Last::NotConnected };
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        loop {
            let mut answer = Vec::new();
            let outcome =
                stream.write_all(request.as_bytes()).and_then(|()| whole(&mut stream, &mut answer));
            if let Err(error) = outcome {
                return Last::Lost(format!("{error} after {:?}", String::from_utf8_lossy(&answer)));
            }
            answered.fetch_add(1, Ordering::Relaxed);
            let head = String::from_utf8_lossy(&answer);
            match (kept, head.contains("connection: close")) {
                (true, true) => return Last::Announced,
                (false, _) => break,
                _ => {}
            }
        }
    }
}

/// Reads an answer to the last byte of its JSON.
fn whole(stream: &mut TcpStream, answer: &mut Vec<u8>) -> std::io::Result<()> {
    let mut space = [0; 4096];
    while !answer.ends_with(b"}") {
        match stream.read(&mut space)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            count => answer.extend_from_slice(&space[..count]),
        }
    }
    Ok(())
}

/// Three clients in four keep their connection.
const fn is_kept(client: usize) -> bool {
    !client.is_multiple_of(4)
}

/// Requests for the page in the log, those included that it had no time for.
fn logged(server: &Server) -> usize {
    let log = server.log();
    let dropped =
        log.lines().filter_map(|line| line.strip_suffix(" lines dropped")?.parse::<usize>().ok());
    dropped.sum::<usize>() + log.lines().filter(|line| line.contains(PAGE)).count()
}

#[test]
fn sigterm_under_load_loses_no_accepted_request_and_ends_within_five_seconds() {
    let _turn = turn();
    for round in 0..figure(3, 20) {
        let mut server = Server::start(&[]);
        let (address, answered) = (server.address, AtomicUsize::new(0));
        let mut export = server.connect();
        export.send("GET", "/with/records=400000/export/csv", &[], b"");
        let head = export.receive_head().unwrap();
        assert_eq!(head.status, 200);
        let length: usize = head.header("content-length").unwrap().parse().unwrap();
        let (lasts, time, received) = thread::scope(|scope| {
            let clients: Vec<_> = (0..figure(32, 64))
                .map(|n| {
                    scope.spawn({
                        let answered = &answered;
                        move || ask(address, is_kept(n), answered)
                    })
                })
                .collect();
            thread::sleep(Duration::from_millis(400));
            server.signal("TERM");
            let start = Instant::now();
            let received = export.receive_to_end().unwrap().len();
            let status = server.exit_within(Duration::from_secs(10)).expect("ends");
            assert_eq!(status.code(), Some(0));
            let lasts: Vec<Last> =
                clients.into_iter().map(|client| client.join().unwrap()).collect();
            (lasts, start.elapsed(), received)
        });
        let (answered, logged) = (answered.into_inner(), logged(&server));
        let turned_away = lasts.iter().filter(|last| matches!(last, Last::Lost(_))).count();
        eprintln!(
            "SIGTERM under load: {answered} answers, {logged} requests in the log, {turned_away} new connections turned away by the \
             system, over after {time:.2?}"
        );
        assert_eq!(
            answered, logged,
            "round {round}: each request the server has seen was answered: {lasts:?}"
        );
        // Between the last look into the queue and the close of the port the system itself may let a newcomer in, and turns it away.
        let kept = lasts.iter().enumerate().filter(|(n, _)| is_kept(*n));
        assert!(kept.clone().all(|(_, last)| *last == Last::Announced), "round {round}: {lasts:?}");
        assert_eq!(received, length, "an export that had begun is sent to its end");
        assert!(time < Duration::from_secs(5), "{time:?}");
    }
}
