//! From settings to a listening server and to its end: bind, banner, accept, and a graceful stop.
//!
//! The stop loses no request that has reached the server: who waits in the system's queue is still let in, each answer says that it is the
//! connection's last, and idle connections stay for a moment, for what is on its way.

use crate::Terminal;
use crate::access_log::AccessLog;
use crate::answer::{Client, Door, UPLOADS};
use crate::cli::Starting;
use crate::connection::{Link, Phase, Wire};
use crate::crowd::{Crowd, Place};
use crate::hosts::Hosts;
use crate::ready::ReadyFile;
use api_playground::{Playground, Settings, State};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::fmt;
use std::future::{Future, pending, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

/// Connections at once. For more, the idlest ones go; where none is idle, the rest waits in the system's queue.
const CONNECTIONS: usize = 4096;
/// How long idle connections stay after the signal.
const FAREWELL: Duration = Duration::from_millis(100);
/// Requests that are still being answered get this long after the signal; with the log's last lines it stays below 5 s.
const GRACE: Duration = Duration::from_millis(4400);
/// How long the log's last lines may take.
const LAST_LINES: Duration = Duration::from_millis(250);
/// After how many turns of tasks a busy thread looks for what has come. A turn takes about a millisecond where bodies are compressed; with
/// tokio's own figure of 61, others wait half a second for a thousand exports that start together, with this one a tenth of that.
const LOOKS: u32 = 8;
/// What hyper holds of a head at most, and of an answer that the client does not take.
const BUFFER: usize = 128 * 1024;

/// Why a server can not start.
#[derive(Debug)]
pub(crate) enum StartError {
    /// Another program listens there.
    PortTaken(SocketAddr),
    /// The host's name or address means nothing here.
    Host(String, io::Error),
    /// It can not be listened to.
    Listen(SocketAddr, io::Error),
    /// The ready file can not be written.
    ReadyFile(PathBuf, io::Error),
    /// The system has no threads or events left.
    System(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken(address) => write!(
                f,
                "port {} is in use by another program (on {}); choose another with --port, or 0 for a free one",
                address.port(),
                address.ip()
            ),
            Self::Host(host, error) => write!(f, "no address for host '{}': {error}", host.escape_debug()),
            Self::Listen(address, error) => write!(f, "can not listen on {address}: {error}"),
            // A name of several lines is shown on one.
            Self::ReadyFile(path, error) => {
                write!(f, "can not write --ready-file {}: {error}", path.to_string_lossy().escape_debug())
            }
            Self::System(error) => write!(f, "can not start: {error}"),
        }
    }
}

/// Serves until a signal comes.
///
/// # Errors
/// The address can not be listened to, or the ready file not be written; nothing was printed then.
pub(crate) fn serve(starting: Starting, terminal: &mut Terminal<'_>) -> Result<(), StartError> {
    let Starting { settings, ready_file, end_with_stdin } = starting;
    let runtime = runtime().map_err(StartError::System)?;
    let listener = listen(&runtime, &settings)?;
    let address = listener.local_addr().map_err(StartError::System)?;
    let output = std::mem::replace(&mut terminal.log, Box::new(io::sink()));
    let log = AccessLog::start(output, settings.quiet).map_err(StartError::System)?;
    // Connections outlive every scope but the process, and one process has one door: no counting of references.
    let hosts = Hosts::new(&settings);
    let (playground, state, crowd) = (Playground::new(settings), State::new(), Crowd::new(CONNECTIONS));
    let (uploads, stopping) = (Semaphore::new(UPLOADS), AtomicBool::new(false));
    let door: &'static Door = Box::leak(Box::new(Door { playground, state, log, hosts, uploads, crowd, stopping }));
    std::panic::set_hook(Box::new(|info| {
        door.log.note(format!("internal error: {}", info.to_string().replace('\n', " ")))
    }));
    let stdin = end_with_stdin.then(stdin_watched).transpose().map_err(StartError::System)?;
    runtime.block_on(async {
        let mut stop = pin!(either(signal(), closed(stdin)));
        // Polled once, the signals are ours: from now on, none of them kills.
        let early = poll_fn(|cx| Poll::Ready(stop.as_mut().poll(cx))).await;
        let ready = ready_file.map(|path| ready(path, door, address)).transpose()?;
        live(listener, address, door, terminal, async {
            if early.is_pending() {
                stop.await
            }
        })
        .await;
        drop(ready);
        Ok(())
    })?;
    door.log.close(LAST_LINES);
    runtime.shutdown_background();
    Ok(())
}

fn runtime() -> io::Result<Runtime> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .event_interval(LOOKS)
        .enable_io()
        .enable_time()
        .build()
}

/// Binds the first of the host's addresses that this machine has, IPv4 before IPv6.
fn listen(runtime: &Runtime, settings: &Settings) -> Result<TcpListener, StartError> {
    let host = settings.host.trim_start_matches('[').trim_end_matches(']');
    let unknown = |error| StartError::Host(settings.host.clone(), error);
    let mut addresses: Vec<SocketAddr> = (host, settings.port).to_socket_addrs().map_err(unknown)?.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    let mut failed = unknown(ErrorKind::NotFound.into());
    for address in addresses {
        match runtime.block_on(TcpListener::bind(address)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(StartError::PortTaken(address)),
            Err(error) => failed = StartError::Listen(address, error),
        }
    }
    Err(failed)
}

/// The address to tell: one that listens everywhere is reached at the loopback address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Says in a file that the server listens.
fn ready(path: PathBuf, door: &Door, address: SocketAddr) -> Result<ReadyFile, StartError> {
    ReadyFile::write(&path, &door.playground, reachable(address)).map_err(|error| StartError::ReadyFile(path, error))
}

/// From the banner to the last answer, which follows `stop`.
async fn live(
    listener: TcpListener,
    address: SocketAddr,
    door: &'static Door,
    terminal: &mut Terminal<'_>,
    stop: impl Future<Output = ()>,
) {
    let banner = door.playground.banner(&reachable(address).to_string());
    let _ = terminal.out.write_all(banner.as_bytes()).and_then(|()| terminal.out.flush());
    let (last_call, _) = watch::channel(());
    let listener = Arc::new(listener);
    let accepting = tokio::spawn(accept(Arc::clone(&listener), door, last_call.clone()));
    stop.await;
    door.stopping.store(true, Ordering::Relaxed);
    accepting.abort();
    let _ = accepting.await;
    accept_the_last(listener, door, &last_call);
    let _ = timeout(FAREWELL, last_call.closed()).await;
    let _ = last_call.send(());
    either(timeout(GRACE, last_call.closed()), signal()).await;
}

/// Accepts for ever.
async fn accept(listener: Arc<TcpListener>, door: &'static Door, last_call: watch::Sender<()>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let link = Arc::default();
                let place = door.crowd.enter(&link).await;
                welcome(stream, peer, door, link, Some(place), last_call.subscribe());
            }
            // The client was gone before its turn came.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            // As when all file descriptors are in use.
            Err(_) => door.crowd.make_room().await,
        }
    }
}

/// Accepts who waits in the system's queue, and closes the port. For them the most connections may be exceeded.
fn accept_the_last(listener: Arc<TcpListener>, door: &'static Door, last_call: &watch::Sender<()>) {
    let Some(Ok(listener)) = Arc::into_inner(listener).map(TcpListener::into_std) else { return };
    while let Ok((stream, peer)) = listener.accept() {
        if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream)) {
            welcome(stream, peer, door, Arc::default(), None, last_call.subscribe());
        }
    }
}

/// Serves a client in a task of its own.
fn welcome(
    stream: TcpStream,
    peer: SocketAddr,
    door: &'static Door,
    link: Arc<Link>,
    place: Option<Place>,
    last_call: watch::Receiver<()>,
) {
    tokio::spawn(async move {
        // What ends a connection early is the client's doing, and was answered where that is possible.
        let _ = attend(stream, peer, door, link, last_call).await;
        drop(place);
    });
}

/// Serves one client until it leaves, is given up, has to make room, or hears the last call: then what is being answered is its last.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    door: &'static Door,
    link: Arc<Link>,
    last_call: watch::Receiver<()>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let local = stream.local_addr()?;
    let wire = TokioIo::new(Wire::new(stream, Arc::clone(&link)));
    let client = Client { door, peer, local, link: Arc::clone(&link) };
    let service = service_fn(|request| client.answer(request));
    // Not `pipeline_flush`: with it hyper holds a stream in memory as a whole, and an answer back while half a head has come.
    let served = http1::Builder::new().half_close(true).max_buf_size(BUFFER).serve_connection(wire, service);
    let mut served = pin!(served);
    let mut ear = last_call.clone();
    let mut calling = pin!(ear.changed());
    // Polled once, `calling` wakes this task; to poll it again each time would take a lock for each request.
    let (mut listening, mut called) = (false, false);
    poll_fn(|cx| {
        if !listening {
            listening = true;
            link.live_in(cx.waker());
            let _ = calling.as_mut().poll(cx);
        }
        // What has come by now is read before anything is closed: it may be a request.
        if let done @ Poll::Ready(_) = served.as_mut().poll(cx) {
            return done;
        }
        let spared = link.is_asked_to_leave() && link.leaves();
        if spared && link.phase() == Phase::Head {
            return Poll::Ready(Ok(()));
        }
        if spared || !called && last_call.has_changed().unwrap_or(true) {
            called = true;
            served.as_mut().graceful_shutdown();
            return served.as_mut().poll(cx);
        }
        Poll::Pending
    })
    .await?;
    Ok(())
}

/// Until the process is asked to end: CTRL+C anywhere, SIGTERM too where there is one.
async fn signal() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    either(interrupted, terminated()).await;
}

async fn terminated() {
    #[cfg(unix)]
    if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        signal.recv().await;
        return;
    }
    pending::<()>().await;
}

/// Reads standard input to its end, which closes the channel: a pipe ends when the program at its other end is gone.
fn stdin_watched() -> io::Result<watch::Receiver<()>> {
    let (end, heard) = watch::channel(());
    // A read can not be broken off, so that it has a thread, which ends with the process.
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        drop(end);
    })?;
    Ok(heard)
}

/// Until a channel is closed; for ever without one.
async fn closed(channel: Option<watch::Receiver<()>>) {
    match channel {
        Some(mut channel) => while channel.changed().await.is_ok() {},
        None => pending().await,
    }
}

/// Until one of the two is done.
async fn either<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|cx| {
        let done = one.as_mut().poll(cx).is_ready() || other.as_mut().poll(cx).is_ready();
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
