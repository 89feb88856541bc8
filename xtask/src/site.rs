//! `cargo xtask site`: the static site on a port of this machine, as a plain host of files would serve it. One connection is one answer:
//! tiny_http 0.12, which was tried instead, keeps connections alive and leaves some of a browser's parallel ones waiting forever.

use crate::build;
use crate::project::Project;
use crate::sent;
use anyhow::{Context, Result};
use fs_err as fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Longest line of a request's head, in bytes.
const LONGEST_LINE: u64 = 16_384;
/// Most lines of a request's head.
const MOST_LINES: usize = 200;
/// How long a browser may take to send a head, or to take an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Arguments of `site`, and a part of those of `edge`.
#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Arguments {
    /// The port; 0 lets the system choose a free one
    #[arg(long, value_name = "N", default_value_t = 8787)]
    pub(crate) port: u16,
    /// Takes what was built here before, instead of building
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
}

impl Arguments {
    /// A folder that `cargo xtask build` makes; it is built unless it was named.
    pub(crate) fn built(&self, project: &Project, name: &str) -> Result<PathBuf> {
        let dist = match &self.dist {
            Some(dist) => dist.clone(),
            None => {
                let dist = build::default_out(project);
                build::dist(project, &dist)?;
                dist
            }
        };
        fs::canonicalize(dist.join(name)).context("`cargo xtask build` makes it")
    }
}

/// The task.
pub(crate) fn task(project: &Project, arguments: &Arguments) -> Result<()> {
    let folder = arguments.built(project, "site")?;
    let (listener, port) = listen(arguments.port)?;
    println!("http://127.0.0.1:{port}/");
    serve(&listener, &folder);
    Ok(())
}

/// Answers all who come, with the files of a folder.
pub(crate) fn serve(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().filter_map(Result::ok) {
        let folder = folder.to_owned();
        // A browser that goes away in between is nobody's problem.
        thread::spawn(move || drop(answer(&stream, &folder)));
    }
}

/// A socket on this machine alone; port 0 lets the system choose.
pub(crate) fn listen(port: u16) -> Result<(TcpListener, u16)> {
    let problem = || format!("port {port} of 127.0.0.1");
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(problem)?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Answers the one request of a connection.
fn answer(mut stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let line = head(stream)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, kind, body) = match method {
        "GET" | "HEAD" => match file(folder, target)
            .and_then(|path| Some((kind_of(&path), fs::read(path).ok()?)))
        {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain".to_owned(), b"no such file\n".to_vec()),
        },
        _ => (
            "405 Method Not Allowed",
            "text/plain".to_owned(),
            b"files are read with GET\n".to_vec(),
        ),
    };
    let own =
        build::own_headers(folder).into_iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    // No-cache: after a new build, a reload shows it.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n{}\
         Connection: close\r\n\r\n",
        body.len(),
        own.collect::<String>()
    );
    stream.write_all(head.as_bytes())?;
    if method == "HEAD" { Ok(()) } else { stream.write_all(&body) }
}

/// Reads a head to its end, and returns its first line.
fn head(stream: &TcpStream) -> std::io::Result<String> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    for _ in 0..MOST_LINES {
        let mut line = String::new();
        reader.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        if first.is_empty() {
            first = line;
        }
    }
    Ok(first)
}

/// The file that a request's target names, if it may be named: `index.html` for a folder, nothing outside of ours.
fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(path);
    inside.then(|| if path.is_dir() { path.join("index.html") } else { path })
}

/// The media type of a file.
fn kind_of(path: &Path) -> String {
    sent::kind(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_have_a_name() {
        let folder = Path::new("/dist/site");
        assert_eq!(file(folder, "/a/b.js?x=/.."), Some(folder.join("a/b.js")));
        assert_eq!(file(folder, "/../secret"), None);
        assert_eq!(file(folder, "//etc/passwd"), None);
        assert_eq!(file(folder, "a.js"), None);
    }

    #[test]
    fn a_module_has_the_type_that_browsers_want() {
        assert_eq!(kind_of(Path::new("a.wasm")), "application/wasm");
        assert_eq!(kind_of(Path::new("a")), "application/octet-stream");
    }

    #[test]
    fn a_file_is_served_whole_and_a_missing_one_is_404() {
        let folder = std::env::temp_dir().join(format!("site-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), "hello").unwrap();
        fs::write(folder.join("_headers"), "/*\n  Referrer-Policy: no-referrer\n").unwrap();
        let (listener, port) = listen(0).unwrap();
        let ask = |request: &str| {
            let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
            client.write_all(request.as_bytes()).unwrap();
            answer(&listener.accept().unwrap().0, &folder).unwrap();
            let mut text = String::new();
            client.read_to_string(&mut text).unwrap();
            text
        };
        let page = ask("GET / HTTP/1.1\r\n\r\n");
        assert!(
            page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html")
                && page.ends_with("\r\n\r\nhello"),
            "{page}"
        );
        assert!(page.contains("\r\nReferrer-Policy: no-referrer\r\n"), "{page}");
        assert!(ask("HEAD /index.html HTTP/1.1\r\n\r\n").ends_with("Connection: close\r\n\r\n"));
        assert!(ask("GET /no HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(ask("POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
        fs::remove_dir_all(folder).unwrap();
    }
}
