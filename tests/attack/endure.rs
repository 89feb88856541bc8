//! The frame of an attack: what the server has before, during and after it, and how others fare.

use crate::bystanders::Bystanders;
use crate::process::{Peak, computed, files, resident};
use crate::support::{Server, server};
use crate::{ENDLESS, PAGE};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// Variables for a server's process.
pub(crate) type Variables = &'static [(&'static str, &'static str)];
/// Has glibc give back what is freed as soon as it can: no caches of small pieces, a mapping for each large one. What a process then has
/// left is what it holds. By itself glibc keeps the most that each thread ever had, and goes on growing for as long as threads take
/// turns in having the most: 100 unread exports leave 26 to 44 MiB, of which `malloc_trim` finds all but 1 MiB to be free.
pub(crate) const TIDY: Variables = &[(
    "GLIBC_TUNABLES",
    "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0:glibc.malloc.mmap_threshold=4096:\
     glibc.malloc.trim_threshold=4096:glibc.malloc.top_pad=0",
)];
/// What may be left of memory by one round more than by those before it, in KiB: pages that are held by a
/// few bytes. A leak of 4 KiB for each connection is seen where a round has hundreds of them, and not where it has few: of bombs, and of floods.
const SLACK: u64 = 1024;
/// Requests that the journal keeps: its places are made when they are first used.
const REMEMBERED: usize = 1000;
/// No bystander waits longer, save one in a hundred; on a busy machine for as much longer as twenty requests took before the attack. A tenth
/// of it is usual.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long bystanders are watched before the attack.
const ALONE: Duration = Duration::from_millis(300);
/// Attacks on a server as it is; then come those that look for leaks.
const ROUNDS: usize = 2;
/// How long the server has to let go of what an attack held.
const RELEASE: Duration = Duration::from_secs(20);

/// Makes the attack in several rounds on a server as it is, and asserts that others are served and that memory stays below what there was
/// and `room` MiB; then on one with tidy memory, and asserts that nothing is leaked. An attack ends by dropping its connections; what it
/// returns is printed.
pub(crate) fn endure(
    name: &str,
    room: u64,
    start: impl Fn(Variables) -> Server,
    mut attack: impl FnMut(&Server) -> String,
) {
    bear(name, room, &start(&[]), &mut attack);
    leak_nothing(name, &start(TIDY), &mut attack);
}

/// A server whose log is read.
pub(crate) fn plain(variables: Variables) -> Server {
    let mut command = server::command(&["start", "--port", "0"]);
    command.envs(variables.iter().copied()).stderr(Stdio::piped());
    Server::spawn(command)
}

fn bear(name: &str, room: u64, server: &Server, attack: &mut impl FnMut(&Server) -> String) {
    warm(server);
    let before = (resident(server.id()), files(server));
    let bystanders = Bystanders::start(server.address);
    thread::sleep(ALONE);
    let alone = bystanders.end().p99;
    let (peak, bystanders) = (Peak::follow(server), Bystanders::start(server.address));
    let mut said = String::new();
    for _ in 0..ROUNDS {
        said = attack(server);
        // The three bystanders have a connection each.
        released(server, before.1 + 3);
    }
    let (fared, peak) = (bystanders.end(), peak.end());
    released(server, before.1);
    settle(server);
    eprintln!(
        "{name}: {said}; memory {} KiB, at most {peak}; others: {} requests, median {:.1?}, p99 {:.1?} (before: {alone:.1?})",
        before.0, fared.requests, fared.median, fared.p99
    );
    assert!(
        peak < before.0 + room * 1024,
        "{name}: {peak} KiB are more than {} and {room} MiB",
        before.0
    );
    assert!(
        fared.p99 < PATIENCE + alone * 20,
        "{name}: others waited: {fared:?}, before the attack {alone:?}"
    );
}

/// A leak adds to what each round leaves; a page that happens to be held is given back after one of the next, or stays as the only one. So
/// there are rounds until one leaves no more than the first two, or three leave the same, and something is wrong where none do.
fn leak_nothing(name: &str, server: &Server, attack: &mut impl FnMut(&Server) -> String) {
    warm(server);
    let (memory, open) = (resident(server.id()), files(server));
    let mut left = Vec::new();
    while left.len() < 7 {
        attack(server);
        released(server, open);
        settle(server);
        left.push(resident(server.id()));
        if left.len() >= 3 && (back(&left) || still(&left)) {
            eprintln!(
                "{name}, tidily: memory {memory} KiB, then {left:?}; {open} files before and after"
            );
            return;
        }
    }
    panic!("{name}: memory grows from round to round: {memory}, then {left:?} KiB");
}

/// Has the server touch what it will need anyway.
fn warm(server: &Server) {
    for target in [PAGE, "/with/records=20000/export/csv", "/openapi.json", "/nothing"] {
        assert!(server.get(target).status < 500);
    }
    let mut asker = server.connect();
    for _ in 0..REMEMBERED {
        assert_eq!(asker.exchange("GET", PAGE).status, 200);
    }
    drop(asker);
    let mut reader = server.connect();
    reader.send("GET", ENDLESS, &[], b"");
    assert_eq!(reader.receive_head().unwrap().status, 200);
    drop(reader);
    let alone = files(server);
    let start = Instant::now();
    // The connections of the warming are on their way out.
    while start.elapsed() < Duration::from_millis(300) || files(server) > alone {
        thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until the server has no more open files than these.
pub(crate) fn released(server: &Server, wanted: usize) {
    let start = Instant::now();
    while files(server) > wanted {
        assert!(start.elapsed() < RELEASE, "{} files are still open, not {wanted}", files(server));
        thread::sleep(Duration::from_millis(20));
    }
}

/// Waits for a quarter of a second in which the server hardly computes: it does not spin.
pub(crate) fn settle(server: &Server) {
    let start = Instant::now();
    loop {
        let before = computed(server);
        thread::sleep(Duration::from_millis(250));
        let spent = computed(server) - before;
        if spent < Duration::from_millis(30) {
            return;
        }
        assert!(
            start.elapsed() < RELEASE,
            "computes for {spent:?} of a quarter of a second in which nobody asks"
        );
    }
}

/// Whether the last round left no more than the first two.
fn back(left: &[u64]) -> bool {
    left.last().unwrap() <= &(left.iter().take(2).min().unwrap() + SLACK)
}

/// Whether the last three rounds left the same.
fn still(left: &[u64]) -> bool {
    let last = &left[left.len() - 3..];
    last.iter().max().unwrap() - last.iter().min().unwrap() <= SLACK / 8
}
