//! From settings to a listening server and to its end: bind, banner, accept, and a graceful stop.

use crate::Terminal;
use crate::access_log::AccessLog;
use crate::answer::{Client, Door};
use crate::connection::{Link, Wire};
use api_playground::{Playground, Settings, State};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::{Future, pending, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// Connections at once; more wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// Requests that are still being answered get this long after the signal; with the log's last lines it stays below 5 s.
const GRACE: Duration = Duration::from_millis(4500);
/// How long the log's last lines may take.
const LAST_LINES: Duration = Duration::from_millis(250);
/// How long to wait where no connection can be accepted, as when all file descriptors are in use.
const BREATH: Duration = Duration::from_millis(50);
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
            Self::System(error) => write!(f, "can not start: {error}"),
        }
    }
}

/// Serves until a signal comes.
///
/// # Errors
/// The address can not be listened to; nothing was printed then.
pub(crate) fn serve(settings: Settings, terminal: &mut Terminal<'_>) -> Result<(), StartError> {
    let runtime = runtime().map_err(StartError::System)?;
    let listener = listen(&runtime, &settings)?;
    let address = listener.local_addr().map_err(StartError::System)?;
    let output = std::mem::replace(&mut terminal.log, Box::new(io::sink()));
    let log = AccessLog::start(output, settings.quiet).map_err(StartError::System)?;
    // Connections outlive every scope but the process, and one process has one door: no counting of references.
    let door: &'static Door =
        Box::leak(Box::new(Door { playground: Playground::new(settings), state: State::new(), log }));
    std::panic::set_hook(Box::new(|info| {
        door.log.note(format!("internal error: {}", info.to_string().replace('\n', " ")))
    }));
    runtime.block_on(live(listener, address, door, terminal));
    door.log.close(LAST_LINES);
    runtime.shutdown_background();
    Ok(())
}

fn runtime() -> io::Result<Runtime> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_io().enable_time().build()
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

/// From the banner to the last answer.
async fn live(listener: TcpListener, address: SocketAddr, door: &'static Door, terminal: &mut Terminal<'_>) {
    let mut stop = pin!(signal());
    // Polled once, the signals are ours: from the banner on, none of them kills.
    let early = poll_fn(|cx| Poll::Ready(stop.as_mut().poll(cx))).await;
    let banner = door.playground.banner(&reachable(address).to_string());
    let _ = terminal.out.write_all(banner.as_bytes()).and_then(|()| terminal.out.flush());
    let (last_call, _) = watch::channel(());
    let accepting = tokio::spawn(accept(listener, door, last_call.clone()));
    if early.is_pending() {
        stop.await;
    }
    accepting.abort();
    let _ = accepting.await;
    let _ = last_call.send(());
    either(timeout(GRACE, last_call.closed()), signal()).await;
}

/// Accepts for ever. Being dropped closes the port.
async fn accept(listener: TcpListener, door: &'static Door, last_call: watch::Sender<()>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let heard = last_call.subscribe();
                tokio::spawn(async move {
                    // What ends a connection early is the client's doing, and was answered where that is possible.
                    let _ = attend(stream, peer, door, heard).await;
                    drop(place);
                });
            }
            // The client was gone before its turn came.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(_) => sleep(BREATH).await,
        }
    }
}

/// Serves one client until it leaves, is given up, or hears the last call: then what is being answered is its last.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    door: &'static Door,
    last_call: watch::Receiver<()>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let local = stream.local_addr()?;
    let link = Arc::new(Link::default());
    let wire = TokioIo::new(Wire::new(stream, Arc::clone(&link)));
    let client = Arc::new(Client { door, peer, local, link });
    let service = service_fn(move |request| {
        let client = Arc::clone(&client);
        async move { Ok::<_, Infallible>(client.answer(request).await) }
    });
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
            let _ = calling.as_mut().poll(cx);
        }
        if !called && last_call.has_changed().unwrap_or(true) {
            called = true;
            served.as_mut().graceful_shutdown();
        }
        served.as_mut().poll(cx)
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

/// Until one of the two is done.
async fn either<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|cx| {
        let done = one.as_mut().poll(cx).is_ready() || other.as_mut().poll(cx).is_ready();
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
