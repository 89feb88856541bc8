//! From settings to a listening server and to its end: bind, banner, accept, and a graceful stop.
//!
//! The stop loses no request that has reached the server: connections in the system's queue are still accepted, each response announces that
//! it is the last on its connection, and idle connections stay open for a moment, for requests that are on their way.

use crate::Terminal;
use crate::access_log::{self, AccessLog};
use crate::cli::StartOptions;
use crate::connection::{Link, TimedStream};
use crate::hosts::Hosts;
use crate::limiter::{ConnectionLimiter, Slot};
use crate::reach::reachable;
use crate::ready::{self, ReadyFile};
use crate::service::{Client, Server, UPLOADS};
use crate::signals::{closed, either, terminated, watch_stdin};
use connector_playground::{Playground, Settings, State};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// Most open connections. For one more, the idlest is closed; while none is idle, clients wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// How long idle connections stay open after the signal.
const FAREWELL: Duration = Duration::from_millis(100);
/// How long requests in progress have after the signal; together with the log's last lines it stays below 5 s.
const GRACE: Duration = Duration::from_millis(4400);
/// How long writing the log's last lines may take.
const LAST_LINES: Duration = Duration::from_millis(250);
/// After how many polls of tasks a busy worker thread looks for I/O. A poll takes about a millisecond where bodies are compressed: with
/// tokio's default of 61, other clients wait half a second while a thousand exports start together; with this value a tenth of that.
const EVENT_INTERVAL: u32 = 8;
/// Most bytes that hyper buffers of a request head, and of a response that the client does not take.
const BUFFER: usize = 128 * 1024;

/// Why a server cannot start.
#[derive(Debug)]
pub(crate) enum StartError {
    /// Another program listens there.
    PortTaken(SocketAddr),
    /// The host's name or address means nothing here.
    Host(String, io::Error),
    /// It cannot be listened to.
    Listen(SocketAddr, io::Error),
    /// The ready file cannot be written.
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
            Self::Host(host, error) => {
                write!(f, "no address for host '{}': {error}", host.escape_debug())
            }
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            // A name of several lines is shown on one.
            Self::ReadyFile(path, error) => {
                write!(
                    f,
                    "cannot write --ready-file {}: {error}",
                    path.to_string_lossy().escape_debug()
                )
            }
            Self::System(error) => write!(f, "cannot start: {error}"),
        }
    }
}

/// Serves until a signal comes.
///
/// # Errors
/// The address cannot be listened on, or the ready file cannot be written; nothing was printed then.
pub(crate) fn serve(options: StartOptions, terminal: &mut Terminal<'_>) -> Result<(), StartError> {
    let StartOptions { settings, ready_file, end_with_stdin, log_filter } = options;
    if let Some(path) = &ready_file {
        ready::clear(path);
    }
    let runtime = runtime().map_err(StartError::System)?;
    let listener = listen(&runtime, &settings)?;
    let address = listener.local_addr().map_err(StartError::System)?;
    let output = std::mem::replace(&mut terminal.log, Box::new(io::sink()));
    let filter = log_filter.unwrap_or_else(|| access_log::default_filter(settings.quiet));
    let log = AccessLog::start(output, filter, &settings.seed);
    log.install();
    let hosts = Hosts::new(&settings);
    let (playground, state) = (Playground::new(settings).compressing(), State::new());
    let (limiter, uploads) = (ConnectionLimiter::new(CONNECTIONS), Semaphore::new(UPLOADS));
    let stopping = AtomicBool::new(false);
    // Connections live as long as the process, which has one server: a leak spares counting references.
    let server: &'static Server =
        Box::leak(Box::new(Server { playground, state, log, hosts, uploads, limiter, stopping }));
    std::panic::set_hook(Box::new(|info| {
        tracing::error!("internal error: {}", info.to_string().replace('\n', " "))
    }));
    let stdin = end_with_stdin.then(watch_stdin).transpose().map_err(StartError::System)?;
    runtime.block_on(async {
        let mut stop = pin!(either(terminated(), closed(stdin)));
        // The first poll installs the signal handlers: from now on no signal kills the process.
        let stopped = poll_fn(|cx| Poll::Ready(stop.as_mut().poll(cx))).await.is_ready();
        let ready =
            ready_file.map(|path| write_ready_file(path, server, address, terminal)).transpose()?;
        run(listener, address, server, terminal, async {
            if !stopped {
                stop.await
            }
        })
        .await;
        drop(ready);
        Ok(())
    })?;
    server.log.close(LAST_LINES);
    runtime.shutdown_background();
    Ok(())
}

fn runtime() -> io::Result<Runtime> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .event_interval(EVENT_INTERVAL)
        .enable_io()
        .enable_time()
        .build()
}

/// Binds the first of the host's addresses that this machine has, IPv4 before IPv6.
fn listen(runtime: &Runtime, settings: &Settings) -> Result<TcpListener, StartError> {
    let host = settings.host.trim_start_matches('[').trim_end_matches(']');
    let unknown = |error| StartError::Host(settings.host.clone(), error);
    let mut addresses: Vec<SocketAddr> =
        (host, settings.port).to_socket_addrs().map_err(unknown)?.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    let mut failed = unknown(ErrorKind::NotFound.into());
    for address in addresses {
        match runtime.block_on(TcpListener::bind(address)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(StartError::PortTaken(address));
            }
            Err(error) => failed = StartError::Listen(address, error),
        }
    }
    Err(failed)
}

/// Writes the file that says that the server listens.
fn write_ready_file(
    path: PathBuf,
    server: &Server,
    address: SocketAddr,
    terminal: &mut Terminal<'_>,
) -> Result<ReadyFile, StartError> {
    let written = ReadyFile::write(&path, &server.playground, reachable(address), terminal);
    written.map_err(|error| StartError::ReadyFile(path, error))
}

/// Prints the banner, and serves until `stop` and the end of the last response after it.
async fn run(
    listener: TcpListener,
    address: SocketAddr,
    server: &'static Server,
    terminal: &mut Terminal<'_>,
    stop: impl Future<Output = ()>,
) {
    let banner = server.playground.banner(&reachable(address).to_string());
    let _ = terminal.out.write_all(banner.as_bytes()).and_then(|()| terminal.out.flush());
    let (listener, connections) = (Arc::new(listener), Arc::new(GracefulShutdown::new()));
    let accepting = tokio::spawn(accept(Arc::clone(&listener), server, Arc::clone(&connections)));
    stop.await;
    server.stopping.store(true, Ordering::Relaxed);
    accepting.abort();
    let _ = accepting.await;
    let Some(connections) = Arc::into_inner(connections) else { return };
    accept_queued(listener, server, &connections);
    let last_responses = async {
        if connections.count() > 0 {
            sleep(FAREWELL).await;
        }
        let _ = timeout(GRACE, connections.shutdown()).await;
    };
    // A second signal does not wait.
    either(terminated(), last_responses).await;
}

/// Accepts connections forever.
async fn accept(
    listener: Arc<TcpListener>,
    server: &'static Server,
    connections: Arc<GracefulShutdown>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let link = Arc::default();
                let slot = server.limiter.acquire(&link).await;
                spawn(stream, peer, server, link, Some(slot), connections.watcher());
            }
            // The client was gone before its turn came.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            // As when all file descriptors are in use.
            Err(_) => server.limiter.make_room().await,
        }
    }
}

/// Accepts the connections in the system's queue, without a limit, and closes the port.
fn accept_queued(
    listener: Arc<TcpListener>,
    server: &'static Server,
    connections: &GracefulShutdown,
) {
    let Some(Ok(listener)) = Arc::into_inner(listener).map(TcpListener::into_std) else { return };
    while let Ok((stream, peer)) = listener.accept() {
        if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream))
        {
            spawn(stream, peer, server, Arc::default(), None, connections.watcher());
        }
    }
}

/// Serves a connection in a task of its own.
fn spawn(
    stream: TcpStream,
    peer: SocketAddr,
    server: &'static Server,
    link: Arc<Link>,
    slot: Option<Slot>,
    watcher: Watcher,
) {
    tokio::spawn(async move {
        // A connection that ends early was ended by the client, which got a response where one was possible.
        let _ = serve_connection(stream, peer, server, link, watcher).await;
        drop(slot);
    });
}

/// Serves a connection until the client leaves, a time limit ends it, the limiter closes it, or the server stops.
async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    server: &'static Server,
    link: Arc<Link>,
    watcher: Watcher,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let local = stream.local_addr()?;
    let stream = TokioIo::new(TimedStream::new(stream, peer, Arc::clone(&link), &server.log));
    let client = Client { server, peer, local, link: Arc::clone(&link) };
    // Not `pipeline_flush`: with it hyper buffers a whole stream in memory, and holds a response back while half a head has come.
    // The size of the buffer alone does not bound a head: one that is complete when it is first parsed may be twice as long.
    let connection = http1::Builder::new()
        .half_close(true)
        .max_buf_size(BUFFER)
        .max_header_size(BUFFER)
        .serve_connection(stream, service_fn(|request| client.respond(request)));
    let mut connection = pin!(watcher.watch(connection));
    poll_fn(|cx| {
        link.set_task(cx.waker());
        // Read what has arrived before closing the connection: it may be a request.
        let polled = connection.as_mut().poll(cx);
        if polled.is_pending() && link.must_close() { Poll::Ready(Ok(())) } else { polled }
    })
    .await?;
    Ok(())
}
