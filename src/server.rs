//! A server for tests (feature `server`): the playground on a free port of this machine, for as long as the value lives.
//!
//! ```
//! use connector_playground::server::TestServer;
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//!
//! let server = TestServer::start();
//! // In place of a socket: the connector under test, with `server.uri()` as its base URL.
//! let mut stream = TcpStream::connect(server.address()).unwrap();
//! write!(stream, "GET /pagination/offset?limit=2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
//! let mut response = String::new();
//! stream.read_to_string(&mut response).unwrap();
//! assert!(response.starts_with("HTTP/1.1 200 OK"));
//! ```
//!
//! It is for tests: it has neither the command's limits nor its time-outs, and it is not to be reached from elsewhere.

use crate::playground::Playground;
use crate::service::PlaygroundService;
use crate::settings::Settings;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

/// A server on `127.0.0.1`, stopped when this is dropped. It runs in a thread of its own, so that tests with and without a runtime can use it.
#[derive(Debug)]
pub struct TestServer {
    service: PlaygroundService,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl TestServer {
    /// Starts a server with the default settings: the same rows and credentials each time.
    ///
    /// # Panics
    /// The system has no port or no thread left.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Settings::default())
    }

    /// Starts a server with these settings.
    ///
    /// # Panics
    /// The system has no port or no thread left.
    #[must_use]
    pub fn start_with(settings: Settings) -> Self {
        #[expect(
            clippy::expect_used,
            reason = "a test that has no server fails here, where it says why"
        )]
        Self::try_start(PlaygroundService::new(Playground::new(settings)))
            .expect("a port and a thread")
    }

    /// Starts a server for a service, as for one with a clock of its own.
    ///
    /// # Errors
    /// The system has no port or no thread left.
    pub fn try_start(service: PlaygroundService) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = service.clone();
        let thread = thread::Builder::new().name("playground".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    _ = accept(listener, served) => {}
                }
            });
        })?;
        Ok(Self { service, address, stop: Some(stop), thread: Some(thread) })
    }

    /// The base URL, as in `http://127.0.0.1:54321`.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The playground that responds, with its settings and credentials.
    #[must_use]
    pub fn playground(&self) -> &Playground {
        self.service.playground()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It does not panic, and where it did there is nothing to stop.
            let _ = thread.join();
        }
    }
}

/// Accepts connections until this is dropped, and with it the tasks of the connections.
async fn accept(listener: TcpListener, service: PlaygroundService) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service);
        // A connection that fails was ended by its client.
        tokio::spawn(async { drop(connection.await) });
    }
}
