//! `cargo xtask site`: the static site on a port of this machine, as a plain host of files would serve it.

use crate::build;
use crate::project::Project;
use crate::sent;
use anyhow::{Context, Error, Result};
use fs_err as fs;
use std::io::Cursor;
use std::net::TcpListener;
use std::path::{Component, Path, PathBuf};
use std::thread;
use tiny_http::{Header, Method, Response, Server};

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
    serve(listener, &folder)
}

/// Answers all who come, with the files of a folder.
pub(crate) fn serve(listener: TcpListener, folder: &Path) -> Result<()> {
    let server = Server::from_listener(listener, None).map_err(Error::from_boxed)?;
    for request in server.incoming_requests() {
        let response = answer(request.method(), request.url(), folder);
        // A browser that goes away in between is nobody's problem.
        thread::spawn(move || request.respond(response));
    }
    Ok(())
}

/// A socket on this machine alone; port 0 lets the system choose.
pub(crate) fn listen(port: u16) -> Result<(TcpListener, u16)> {
    let problem = || format!("port {port} of 127.0.0.1");
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(problem)?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

fn answer(method: &Method, target: &str, folder: &Path) -> Response<Cursor<Vec<u8>>> {
    let plain = |status, text: &str| (status, "text/plain".to_owned(), text.as_bytes().to_vec());
    let (status, kind, body) = match method {
        Method::Get | Method::Head => file(folder, target)
            .and_then(|path| Some((200, kind_of(&path), fs::read(path).ok()?)))
            .unwrap_or_else(|| plain(404, "no such file\n")),
        _ => plain(405, "files are read with GET\n"),
    };
    // No-cache: after a new build, a reload shows it.
    let fixed = [("Content-Type", kind), ("Cache-Control", "no-cache".to_owned())];
    let fixed = fixed.map(|(name, value)| (name.to_owned(), value));
    let headers = fixed.into_iter().chain(build::own_headers(folder));
    let response = Response::from_data(body).with_status_code(status);
    headers
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .fold(response.with_chunked_threshold(usize::MAX), Response::with_header)
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
    use std::io::{Read, Write};
    use std::net::TcpStream;

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
        let page = "<p>".repeat(50_000);
        fs::write(folder.join("index.html"), &page).unwrap();
        fs::write(folder.join("_headers"), "/*\n  Referrer-Policy: no-referrer\n").unwrap();
        let (listener, port) = listen(0).unwrap();
        let served = folder.clone();
        thread::spawn(move || serve(listener, &served));
        let ask = |line: &str| {
            let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let head = format!("{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            client.write_all(head.as_bytes()).unwrap();
            let mut text = String::new();
            client.read_to_string(&mut text).unwrap();
            text
        };
        let got = ask("GET /");
        let (head, body) = got.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && body == page, "{head}");
        for line in
            ["Content-Type: text/html", "Content-Length: 150000", "Referrer-Policy: no-referrer"]
        {
            assert!(head.contains(line), "{head}");
        }
        assert!(ask("HEAD /index.html").ends_with("\r\n\r\n"));
        assert!(ask("GET /no").starts_with("HTTP/1.1 404 "));
        assert!(ask("POST /").starts_with("HTTP/1.1 405 "));
        fs::remove_dir_all(folder).unwrap();
    }
}
