//! What a ready file does to what is there already: devices, pipes, sockets, links, descriptors and files that a server has left.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests read files and start processes")]
#![allow(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that the system does not permit says so"
)]

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::Server;
use support::server::{command, ended};

/// An empty folder of this test; its path is short enough for a socket.
fn folder(name: &str) -> PathBuf {
    let folder =
        std::env::temp_dir().join(format!("playground-ready-{}", std::process::id())).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn start(ready: &Path, flags: &[&str]) -> Server {
    Server::start(&[&["--ready-file", ready.to_str().unwrap()], flags].concat())
}

fn stop(mut server: Server, signal: &str) {
    server.signal(signal);
    let status = server.exit_within(Duration::from_secs(20)).expect("ends");
    assert_eq!(status.code(), Some(0), "{signal}");
}

fn told(text: &[u8]) -> Value {
    serde_json::from_slice(text)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(text)))
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_is_written_to_and_stays() {
    let pipe = folder("pipe").join("ready");
    fifo(&pipe);
    let read = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    let server = start(&pipe, &[]);
    assert_eq!(told(&read.join().unwrap())["base_url"], server.base.as_str());
    stop(server, "TERM");
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn a_pipe_that_nobody_reads_yet_holds_up_no_start() {
    let pipe = folder("late").join("ready");
    fifo(&pipe);
    let server = start(&pipe, &[]);
    assert_eq!(server.get("/health").status, 200);
    assert_eq!(told(&fs::read(&pipe).unwrap())["pid"], server.id());
    stop(server, "INT");
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn a_device_is_written_to_and_stays() {
    let device = folder("device").join("null");
    if !mknod(&device, "3") {
        return eprintln!("skipped: no device can be made here");
    }
    if fs::OpenOptions::new().write(true).open(&device).is_err() {
        return eprintln!("skipped: devices cannot be opened here");
    }
    let server = start(&device, &[]);
    let is_device = || fs::symlink_metadata(&device).unwrap();
    assert!(is_device().file_type().is_char_device());
    let before = is_device().rdev();
    stop(server, "TERM");
    assert_eq!((is_device().file_type().is_char_device(), is_device().rdev()), (true, before));
    let link = device.with_file_name("link");
    symlink("null", &link).unwrap();
    stop(start(&link, &[]), "TERM");
    assert!(
        is_device().file_type().is_char_device()
            && fs::symlink_metadata(&link).unwrap().is_symlink()
    );
    // A device that takes nothing says so.
    let full = device.with_file_name("full");
    if mknod(&full, "7") {
        let (code, out, err) =
            ended(command(&["start", "--port", "0", "--ready-file", full.to_str().unwrap()]));
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(fs::symlink_metadata(&full).unwrap().file_type().is_char_device());
    }
}

fn mknod(path: &Path, minor: &str) -> bool {
    Command::new("mknod")
        .arg(path)
        .args(["c", "1", minor])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

#[test]
fn a_socket_gets_the_text_and_stays() {
    let folder = folder("socket");
    let (stream, datagram) = (folder.join("stream"), folder.join("datagram"));
    let listener = UnixListener::bind(&stream).unwrap();
    let received = std::thread::spawn(move || {
        let mut text = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut text).unwrap();
        text
    });
    let server = start(&stream, &[]);
    assert_eq!(told(&received.join().unwrap())["pid"], server.id());
    stop(server, "TERM");
    assert!(fs::symlink_metadata(&stream).unwrap().file_type().is_socket());
    let socket = UnixDatagram::bind(&datagram).unwrap();
    let server = start(&datagram, &[]);
    let mut text = [0; 4096];
    let length = socket.recv(&mut text).unwrap();
    assert_eq!(told(&text[..length])["pid"], server.id());
    stop(server, "TERM");
    // Nobody listens any more.
    let (code, _, err) =
        ended(command(&["start", "--port", "0", "--ready-file", stream.to_str().unwrap()]));
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(fs::symlink_metadata(&stream).unwrap().file_type().is_socket());
}

#[test]
fn a_link_is_followed_and_stays() {
    let folder = folder("links");
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/there.json"), "an old one").unwrap();
    for (name, target) in
        [("relative", "other/there.json"), ("dangling", "other/new.json"), ("twice", "dangling")]
    {
        let link = folder.join(name);
        symlink(target, &link).unwrap();
        let server = start(&link, &[]);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "{name}");
        let real = fs::canonicalize(&link).unwrap();
        assert_eq!(told(&fs::read(&real).unwrap())["pid"], server.id(), "{name}");
        assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o600, "{name}");
        stop(server, "TERM");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && !real.exists(), "{name}");
    }
    let (round, absolute) = (folder.join("round"), folder.join("absolute"));
    symlink("round", &round).unwrap();
    let (code, _, err) =
        ended(command(&["start", "--port", "0", "--ready-file", round.to_str().unwrap()]));
    assert!(code == 1 && err.contains("symbolic links") && err.lines().count() == 1, "{err}");
    symlink(folder.join("other/far.json"), &absolute).unwrap();
    stop(start(&absolute, &[]), "TERM");
    assert!(fs::symlink_metadata(&absolute).unwrap().is_symlink());
    assert_eq!(fs::read_dir(folder.join("other")).unwrap().count(), 0);
}

#[test]
fn a_name_with_no_room_for_another_beside_it_is_written_all_the_same() {
    let ready = folder("long").join("x".repeat(255));
    let server = start(&ready, &[]);
    assert_eq!(told(&fs::read(&ready).unwrap())["pid"], server.id());
    stop(server, "TERM");
    assert!(!ready.exists());
}

#[test]
fn the_standard_output_has_the_line_before_the_banner() {
    let server = start(Path::new("/dev/stdout"), &[]);
    let banner = server.banner();
    assert_eq!(told(banner.lines().next().unwrap().as_bytes())["pid"], server.id());
    assert!(banner.lines().count() > 10, "{banner}");
    stop(server, "TERM");
    // One that leads to a file.
    let log = folder("stdout").join("log");
    let output = fs::File::create(&log).unwrap();
    let mut child =
        command(&["start", "--port", "0", "--end-with-stdin", "--ready-file", "/dev/stdout"])
            .stdin(Stdio::piped())
            .stdout(output)
            .spawn()
            .unwrap();
    when(|| fs::read_to_string(&log).unwrap().contains("CTRL+C"));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let text = fs::read_to_string(&log).unwrap();
    assert_eq!(told(text.lines().next().unwrap().as_bytes())["pid"], child.id());
}

#[test]
fn a_process_substitution_of_the_shell_gets_the_text() {
    let folder = folder("substitution");
    let program = env!("CARGO_BIN_EXE_playground");
    let script = format!("exec {program} start --port 0 --ready-file >(cat >out)");
    let mut bash = Command::new("bash");
    let Ok(mut child) =
        bash.args(["-c", &script]).current_dir(&folder).stdout(Stdio::null()).spawn()
    else {
        return eprintln!("skipped: no bash");
    };
    let out = folder.join("out");
    when(|| fs::read_to_string(&out).is_ok_and(|text| text.ends_with('\n')));
    assert_eq!(told(&fs::read(&out).unwrap())["pid"], child.id());
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_hangup_ends_the_server_and_its_file_unless_it_was_told_to_outlive_it() {
    let ready = folder("hangup").join("ready.json");
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    if ignored.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f']) {
        eprintln!("skipped: this test was itself told to outlive a hangup");
    } else {
        stop(start(&ready, &[]), "HUP");
        assert!(!ready.exists());
    }
    let mut nohup = Command::new("nohup");
    let program = env!("CARGO_BIN_EXE_playground");
    nohup.args([program, "start", "--port", "0", "--ready-file"]).arg(&ready);
    let server = Server::spawn({
        nohup.stdin(Stdio::null()).stderr(Stdio::piped());
        nohup
    });
    server.signal("HUP");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(server.get("/health").status, 200);
    assert!(ready.exists());
    stop(server, "TERM");
}

#[test]
fn a_file_whose_server_is_gone_goes_before_the_next_one_listens() {
    let ready = folder("stale").join("ready.json");
    let mut server = start(&ready, &[]);
    server.signal("KILL");
    server.exit_within(Duration::from_secs(10)).expect("ends");
    assert!(ready.exists());
    // A start that fails shows that it goes before the port is taken.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let fails =
        || ended(command(&["start", "--port", &port, "--ready-file", ready.to_str().unwrap()])).0;
    let left = fs::read(&ready).unwrap();
    assert_eq!((fails(), ready.exists()), (1, false));
    // Its number belongs to another process now.
    let mut other = told(&left);
    other["pid"] = json!(std::process::id());
    other["started"] = json!("2020-01-01T00:00:00Z");
    fs::write(&ready, other.to_string()).unwrap();
    assert_eq!((fails(), ready.exists()), (1, false));
    // That of a server that lives stays, and so does what is no ready file.
    let server = start(&ready, &[]);
    assert_eq!((fails(), ready.exists()), (1, true));
    stop(server, "TERM");
    fs::write(&ready, "mine").unwrap();
    assert_eq!((fails(), fs::read_to_string(&ready).unwrap().as_str()), (1, "mine"));
}

#[test]
fn a_server_on_all_addresses_is_told_at_one_that_every_system_connects_to() {
    let ready = folder("all").join("ready.json");
    for (host, wanted) in [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("[::]", "[::1]")] {
        if host.contains(':') && std::net::TcpListener::bind("[::1]:0").is_err() {
            continue;
        }
        let server = start(&ready, &["--host", host]);
        let told = told(&fs::read(&ready).unwrap());
        assert_eq!(
            told["base_url"],
            format!("http://{wanted}:{}", server.address.port()),
            "{host}"
        );
        let (code, out, _) = ended(command(&["health", told["base_url"].as_str().unwrap()]));
        assert_eq!((code, out.contains(wanted)), (0, true), "{host}");
        let port = server.address.port().to_string();
        assert_eq!(ended(command(&["health", "--host", host, "--port", &port])).0, 0, "{host}");
        stop(server, "TERM");
    }
}

/// Waits for a condition.
fn when(condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < end, "it does not come");
        std::thread::sleep(Duration::from_millis(10));
    }
}
