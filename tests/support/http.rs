//! An HTTP/1.1 client that hides nothing: raw bytes out, status, headers and body back, connections kept for as long as wanted.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// No answer takes longer, save those that a test waits for on purpose.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// `HTTP/1.1` or `HTTP/1.0`.
    pub(crate) version: String,
    pub(crate) status: u16,
    /// In their order, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// Chunks put together.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// A header's first value; the name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A connection, kept until it is dropped.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    unread: Vec<u8>,
    /// Methods of requests that are not answered yet: an answer to HEAD has no body.
    asked: VecDeque<String>,
}

/// Sends one request on a connection of its own.
pub(crate) fn request(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    let mut connection = Connection::open(address);
    connection.send(method, target, headers, body);
    connection.receive().unwrap()
}

/// GET without further headers, on a connection of its own.
pub(crate) fn get(address: SocketAddr, target: &str) -> Reply {
    request(address, "GET", target, &[], b"")
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, address, unread: Vec::new(), asked: VecDeque::new() }
    }

    /// Sends a request with `Host` and, where there is a body, `Content-Length`, unless `headers` has them.
    pub(crate) fn send(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) {
        let given = |name: &str| headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
        let mut head = format!("{method} {target} HTTP/1.1\r\n");
        if !given("host") {
            head += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !(body.is_empty() || given("content-length") || given("transfer-encoding")) {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend_from_slice(body);
        self.asked.push_back(method.to_owned());
        self.send_raw(&bytes).unwrap();
    }

    /// Sends and receives.
    pub(crate) fn exchange(&mut self, method: &str, target: &str) -> Reply {
        self.send(method, target, &[], b"");
        self.receive().unwrap()
    }

    /// Sends bytes as they are. A request sent so is taken for a GET, unless [`expect`](Self::expect) says otherwise.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// The next unanswered request is of this method.
    pub(crate) fn expect(&mut self, method: &str) {
        self.asked.push_back(method.to_owned());
    }

    /// Sends nothing more.
    pub(crate) fn half_close(&self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// How long a write may wait.
    pub(crate) fn write_patience(&self, time: Duration) {
        self.stream.set_write_timeout(Some(time)).unwrap();
    }

    /// How long a read may wait.
    pub(crate) fn patience(&self, time: Duration) {
        self.stream.set_read_timeout(Some(time)).unwrap();
    }

    /// The next answer; 1xx answers are answers too. Fails with `UnexpectedEof` where it breaks off.
    pub(crate) fn receive(&mut self) -> io::Result<Reply> {
        let mut reply = self.receive_head()?;
        let status = reply.status;
        let informational = (100..200).contains(&status);
        let head_only =
            !informational && self.asked.pop_front().is_some_and(|method| method == "HEAD");
        if informational || head_only || [204, 304].contains(&status) {
            return Ok(reply);
        }
        if reply.header("transfer-encoding") == Some("chunked") {
            while let Some(mut chunk) = self.receive_chunk()? {
                reply.body.append(&mut chunk);
            }
        } else if let Some(length) = reply.header("content-length") {
            let length = length.parse().map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
            reply.body = self.take(length)?;
        } else {
            reply.body = self.receive_to_end()?;
        }
        Ok(reply)
    }

    /// The next answer with its body left to be read.
    pub(crate) fn receive_head(&mut self) -> io::Result<Reply> {
        let line = self.line()?;
        let mut words = line.splitn(3, ' ');
        let version = words.next().unwrap_or_default().to_owned();
        let status = words.next().and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, line.clone()))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            match line.split_once(':') {
                Some((name, value)) => {
                    headers.push((name.to_ascii_lowercase(), value.trim().to_owned()))
                }
                None if line.is_empty() => {
                    return Ok(Reply { version, status, headers, body: Vec::new() });
                }
                None => return Err(io::Error::new(ErrorKind::InvalidData, line)),
            }
        }
    }

    /// The next chunk of a chunked body; none at its end.
    pub(crate) fn receive_chunk(&mut self) -> io::Result<Option<Vec<u8>>> {
        let size = self.line()?;
        let size = usize::from_str_radix(&size, 16)
            .map_err(|_| io::Error::new(ErrorKind::InvalidData, size))?;
        let chunk = self.take(size)?;
        if self.line()?.is_empty() {
            Ok((size > 0).then_some(chunk))
        } else {
            Err(ErrorKind::InvalidData.into())
        }
    }

    /// All bytes until the other side closes.
    pub(crate) fn receive_to_end(&mut self) -> io::Result<Vec<u8>> {
        while self.read_more()? > 0 {}
        Ok(std::mem::take(&mut self.unread))
    }

    /// Whether the other side closes (or resets) without another byte, within `time`.
    pub(crate) fn is_closed_within(&mut self, time: Duration) -> bool {
        self.patience(time);
        let read = self.read_more();
        self.patience(PATIENCE);
        match read {
            Ok(more) => more == 0 && self.unread.is_empty(),
            Err(error) => ![ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()),
        }
    }

    /// Whether the other side has closed by now, with nothing left to read.
    pub(crate) fn is_closed(&self) -> bool {
        self.stream.set_nonblocking(true).unwrap();
        let peeked = self.stream.peek(&mut [0]);
        self.stream.set_nonblocking(false).unwrap();
        peeked.map_or_else(|error| error.kind() != ErrorKind::WouldBlock, |count| count == 0)
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|pair| pair == b"\r\n") {
                let line: Vec<u8> = self.unread.drain(..end + 2).take(end).collect();
                return String::from_utf8(line)
                    .map_err(|error| io::Error::new(ErrorKind::InvalidData, error));
            }
            self.read_some()?;
        }
    }

    fn take(&mut self, count: usize) -> io::Result<Vec<u8>> {
        while self.unread.len() < count {
            self.read_some()?;
        }
        Ok(self.unread.drain(..count).collect())
    }

    fn read_some(&mut self) -> io::Result<()> {
        if self.read_more()? == 0 { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn read_more(&mut self) -> io::Result<usize> {
        let mut space = [0; 64 * 1024];
        let count = self.stream.read(&mut space)?;
        self.unread.extend_from_slice(&space[..count]);
        Ok(count)
    }
}
