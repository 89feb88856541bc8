//! What hyper alone can do on this machine: the bytes of another server's answers, from memory.
//!
//! `bare ADDRESS PATH…` asks the server at ADDRESS for each path once, and from then on gives the same status, headers and body, framed
//! the same way, with the same parts of hyper and tokio and as many threads as the command uses. It prints its URL and serves until it
//! is ended. Started by `cargo xtask bench`.

// A measuring program is an adapter.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr
)]

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::net::TcpListener;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some((address, paths)) = words.split_first() else {
        eprintln!("bare: started by `cargo xtask bench`; alone: bare ADDRESS PATH…");
        return ExitCode::SUCCESS;
    };
    match copy(address, paths).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bare: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// An answer, ready to be given again.
#[derive(Clone)]
struct Answer {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    chunked: bool,
}

fn copy(address: &str, paths: &[String]) -> Result<HashMap<String, Answer>, String> {
    let fetch = |path: &String| {
        let answer = fetch(address, path).map_err(|e| format!("{address}{path}: {e}"))?;
        Ok((path.clone(), answer))
    };
    paths.iter().map(fetch).collect()
}

fn fetch(address: &str, path: &str) -> Result<Answer, String> {
    let mut stream = TcpStream::connect(address).map_err(|e| e.to_string())?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut bytes = Vec::new();
    stream
        .write_all(request.as_bytes())
        .and_then(|()| stream.read_to_end(&mut bytes))
        .map_err(|e| e.to_string())?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or("no head")?;
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 4..]);
    let mut answer =
        Answer { headers: Vec::new(), body: Bytes::copy_from_slice(body), chunked: false };
    let mut lines = head.split("\r\n");
    match lines.next() {
        Some(status) if status.contains(" 200") => {}
        other => return Err(format!("the answer is {}", other.unwrap_or_default())),
    }
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name: HeaderName = name.parse().map_err(|_| format!("header {name}"))?;
        match name.as_str() {
            "connection" | "content-length" | "date" => {} // hyper's own
            "transfer-encoding" => answer.chunked = true,
            _ => answer.headers.push((name, value.parse().map_err(|_| format!("value {value}"))?)),
        }
    }
    if answer.chunked {
        answer.body = without_chunks(body)?.into();
    }
    Ok(answer)
}

fn without_chunks(mut rest: &[u8]) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        let line =
            rest.windows(2).position(|window| window == b"\r\n").ok_or("a chunk without a size")?;
        let text = String::from_utf8_lossy(&rest[..line]);
        let size =
            usize::from_str_radix(&text, 16).map_err(|_| format!("a chunk of size {text:?}"))?;
        if size == 0 {
            return Ok(body);
        }
        let chunk = rest.get(line + 2..line + 2 + size).ok_or("a chunk that is cut off")?;
        body.extend_from_slice(chunk);
        rest = rest.get(line + 4 + size..).unwrap_or_default();
    }
}

fn serve(answers: HashMap<String, Answer>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    runtime.block_on(accept(Arc::new(answers))).map_err(|e| e.to_string())
}

async fn accept(answers: Arc<HashMap<String, Answer>>) -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("bare hyper on http://{}/", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                std::future::ready(Ok::<_, Infallible>(give(&answers, &request)))
            });
            // A client that goes away is no failure of the measurement.
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

fn give(answers: &HashMap<String, Answer>, request: &Request<Incoming>) -> Response<Whole> {
    let uri = request.uri();
    let Some(answer) = answers.get(uri.path_and_query().map_or(uri.path(), |both| both.as_str()))
    else {
        let mut response = Response::new(Whole { bytes: None, chunked: false });
        *response.status_mut() = http::StatusCode::NOT_FOUND;
        return response;
    };
    let mut response =
        Response::new(Whole { bytes: Some(answer.body.clone()), chunked: answer.chunked });
    for (name, value) in &answer.headers {
        response.headers_mut().append(name.clone(), value.clone());
    }
    response
}

/// A body of one piece, whose length is told in advance unless it is to go out in chunks.
struct Whole {
    bytes: Option<Bytes>,
    chunked: bool,
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        if self.chunked {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
