//! The frame of an attack: what the server has before, during and after it, and how others fare.

use crate::bystanders::Bystanders;
use crate::process::{Peak, computed, files, resident};
use crate::scale::figure;
use crate::support::Server;
use crate::{ENDLESS, PAGE};
use std::thread;
use std::time::{Duration, Instant};

/// What may stay of memory from one round to a later one, in KiB, besides an eighth: threads' heaps fill up unevenly and are not given back to the
/// last page. What leaks a little with each request is found by the mixed load.
const SLACK: u64 = 6 * 1024;
/// No bystander waits longer, save one in a hundred. An order of magnitude: machines that test are busy.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the server has to let go of what an attack held.
const RELEASE: Duration = Duration::from_secs(20);

/// Makes the attack in several rounds and asserts: others are served, memory stays below what there was and `room` MiB, and after the first
/// rounds, in which heaps find their size, none leaves more than the one before. An attack ends by dropping its connections; what it returns is printed.
pub(crate) fn endure(name: &str, server: &Server, room: u64, mut attack: impl FnMut() -> String) {
    warm(server);
    let before = (resident(server.id()), files(server));
    let (peak, bystanders) = (Peak::follow(server), Bystanders::start(server.address));
    let mut left = Vec::new();
    let mut said = String::new();
    for _ in 0..figure(3, 5) {
        said = attack();
        // The three bystanders have a connection each.
        released(server, before.1 + 3);
        left.push(resident(server.id()));
    }
    let (fared, peak) = (bystanders.end(), peak.end());
    released(server, before.1);
    settle(server);
    eprintln!(
        "{name}: {said}; memory {} KiB, at most {peak}, then {left:?}; {} files before and after; \
         others: {} requests, median {:.1?}, p99 {:.1?}",
        before.0, before.1, fared.requests, fared.median, fared.p99
    );
    assert!(peak < before.0 + room * 1024, "{name}: {peak} KiB are more than {} and {room} MiB", before.0);
    let (middle, last) = (left[left.len() / 2], left[left.len() - 1]);
    assert!(last < middle + middle / 8 + SLACK, "{name}: memory grows from round to round: {left:?} KiB");
    assert!(fared.p99 < PATIENCE, "{name}: others waited: {fared:?}");
}

/// Has the server touch what it will need anyway.
fn warm(server: &Server) {
    for target in [PAGE, "/with/records=20000/export/csv", "/openapi.json", "/nothing"] {
        assert!(server.get(target).status < 500);
    }
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

/// Waits for half a second in which the server hardly computes: it does not spin.
pub(crate) fn settle(server: &Server) {
    let start = Instant::now();
    loop {
        let before = computed(server);
        thread::sleep(Duration::from_millis(500));
        let spent = computed(server) - before;
        if spent < Duration::from_millis(50) {
            return;
        }
        assert!(start.elapsed() < RELEASE, "computes for {spent:?} of half a second in which nobody asks");
    }
}
