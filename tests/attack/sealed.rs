//! The server keeps to itself: it writes no file and calls nobody.

use crate::PAGE;
use crate::scale::turn;
use crate::support::{Server, server};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What the server is asked before its system calls are looked at.
fn work(server: &Server) {
    for target in [PAGE, "/", "/openapi.json", "/export/csv", "/playground/journal", "/nothing"] {
        assert_ne!(server.get(target).status, 500);
    }
    let rows = server.get("/export/ndjson").body;
    let reply = server.request("POST", "/playground/check?stream=people", &[], &rows);
    assert!(reply.status < 500);
}

/// By the system's books: no byte went to storage, and only sockets, pipes and the like are open.
#[test]
fn nothing_is_open_for_writing() {
    let _turn = turn();
    let server = Server::start(&[]);
    let mut kept = server.connect();
    assert_eq!(kept.exchange("GET", PAGE).status, 200);
    work(&server);
    let io = std::fs::read_to_string(format!("/proc/{}/io", server.id())).unwrap();
    assert!(io.contains("\nwrite_bytes: 0\n"), "{io}");
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap();
    // A connection that is closed between the listing and the look has no link left.
    for link in open.filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok()) {
        let kind = link.to_string_lossy().into_owned();
        let own = ["socket:", "pipe:", "anon_inode:", "/dev/null"]
            .iter()
            .any(|own| kind.starts_with(own));
        assert!(own, "open: {kind}");
    }
}

/// By its system calls, where there is a program to follow them.
#[test]
fn no_file_is_written_and_nobody_is_called() {
    let _turn = turn();
    let trace = std::env::temp_dir().join(format!("playground-calls-{}", std::process::id()));
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=%file,%network", "-o"]).arg(&trace);
    let follows = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%file", "true"])
        .stderr(Stdio::null())
        .status();
    if !follows.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no strace that may follow a process");
        return;
    }
    let plain = server::command(&["start", "--port", "0"]);
    command
        .arg(plain.get_program())
        .args(plain.get_args())
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    let mut followed = Server::spawn(command);
    work(&followed);
    // The signal reaches strace's child: strace itself ends with it.
    let child =
        std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", followed.id())).unwrap();
    assert!(Command::new("kill").args(["-TERM", child.trim()]).status().unwrap().success());
    assert!(followed.exit_within(Duration::from_secs(10)).is_some());
    let calls = read_and_remove(&trace);
    assert!(calls.contains("listen("), "{calls}");
    for call in calls.lines() {
        let writes =
            ["O_WRONLY", "O_RDWR", "O_CREAT", "mkdir", "rename", "unlink", "truncate", "link("];
        assert!(
            !writes.iter().any(|word| call.contains(word)) || call.contains("\"/dev/null\""),
            "{call}"
        );
        // A send without an address, as the signal's to the waiting thread; strace may break its line off there.
        assert!(
            !call.contains("connect(") && (!call.contains("sendto(") || call.contains("NULL, 0")),
            "{call}"
        );
    }
}

fn read_and_remove(file: &PathBuf) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    std::fs::remove_file(file).unwrap();
    text
}
