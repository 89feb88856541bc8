//! The page that the native command brings along, over real TCP: its files, their headers, and what stays the API's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the files that the command was built with"
)]

mod support;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Reply, Server};

const HTML: (&str, &str) = ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

/// The page's folder.
fn www() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("www")
}

/// The paths of all files below a folder, as the page names them.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let paths = entries.flat_map(|path| {
        if path.is_dir() { files(&path) } else { vec![path.display().to_string()] }
    });
    paths.map(|path| path.trim_start_matches(&www().display().to_string()).to_owned()).collect()
}

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Reply {
    server.request("GET", path, headers, b"")
}

fn header<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.header(name).unwrap_or_default()
}

#[test]
fn the_root_is_the_page_for_people_and_the_list_for_programs() {
    let server = Server::start(&[]);
    let page = get(&server, "/", &[HTML]);
    assert_eq!((page.status, header(&page, "content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(header(&page, "vary"), "Accept");
    assert!(
        page.text().contains("data-adapter=\"native\"") && !page.text().contains("__"),
        "{}",
        page.text()
    );
    for accept in ["application/json", "*/*", ""] {
        let list = get(&server, "/", &[("Accept", accept)]);
        assert_eq!(
            (header(&list, "content-type"), header(&list, "vary")),
            ("application/json", "Accept"),
            "{accept}"
        );
        assert!(list.text().contains("\"endpoints\""));
    }
    assert_eq!(header(&get(&server, "/with/seed=1/", &[HTML]), "content-type"), "application/json");
    assert_eq!(get(&server, "/index.html", &[]).body, page.body);
    let posted = server.request("POST", "/", &[HTML], b"");
    assert_eq!((posted.status, header(&posted, "allow")), (405, "GET, HEAD, OPTIONS"));
}

#[test]
fn every_file_of_the_page_is_served_with_its_type_and_the_headers_of_all() {
    let server = Server::start(&[]);
    let index = fs::read_to_string(www().join("index.html")).unwrap();
    let types = [
        ("css", "text/css; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("txt", "text/plain; charset=utf-8"),
        ("webmanifest", "application/manifest+json"),
    ];
    // What the lessons are made of stays behind, and one module of it comes in its place. So does the package itself.
    let sources =
        ["lesson.md", "start.js", "solution.js", "start.py", "parts.toml", "catalogue.js"];
    let is_source = |path: &String| {
        let of_lessons = path.starts_with("/lessons/")
            && sources.iter().any(|name| path.ends_with(&format!("/{name}")));
        // Types are read by their checker alone.
        of_lessons
            || path.ends_with(".d.ts")
            || path.starts_with("/embed/")
            || ["/Cargo.toml", "/LICENSE"].contains(&path.as_str())
    };
    let (made_of, all): (Vec<String>, Vec<String>) = files(&www()).into_iter().partition(is_source);
    assert!(made_of.iter().any(|path| path == "/lessons/keyset/lesson.md"), "{made_of:?}");
    for path in made_of.iter().filter(|path| !path.ends_with("/catalogue.js")) {
        assert_eq!(get(&server, path, &[]).status, 404, "{path}");
    }
    let catalogue = get(&server, "/lessons/catalogue.js", &[]);
    assert_eq!(
        (catalogue.status, header(&catalogue, "content-type")),
        (200, "text/javascript; charset=utf-8")
    );
    assert!(catalogue.text().contains("export const catalogue = ["), "{}", catalogue.text());
    assert!(
        all.iter().any(|path| path == "/style/base.css")
            && all.iter().any(|path| path == "/page.js"),
        "{all:?}"
    );
    for path in &all {
        let reply = get(&server, path, &[]);
        let end = path.rsplit('.').next().unwrap();
        let (_, kind) = types.iter().find(|(known, _)| *known == end).expect(path);
        assert_eq!((reply.status, header(&reply, "content-type")), (200, *kind), "{path}");
        if path != "/index.html" {
            assert!(reply.body == fs::read(www().join(&path[1..])).unwrap(), "{path}");
        }
        assert_eq!(header(&reply, "cache-control"), "no-cache");
        assert_eq!(header(&reply, "x-content-type-options"), "nosniff");
        assert_eq!(header(&reply, "referrer-policy"), "no-referrer");
        let policy = header(&reply, "content-security-policy");
        assert!(!policy.is_empty() && index.contains(&format!("content=\"{policy}\"")), "{policy}");
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
    assert!(get(&server, "/service-worker.js", &[]).text().contains("registration.unregister()"));
    assert!(get(&server, "/openapi.json", &[]).text().contains("\"openapi\""));
}

#[test]
fn a_file_is_sent_again_only_where_it_has_changed_and_in_gzip_where_that_is_asked() {
    let server = Server::start(&["--compression", "gzip"]);
    let whole = get(&server, "/style/base.css", &[]);
    let tag = header(&whole, "etag");
    assert!(
        tag.starts_with("W/\"") && tag != header(&get(&server, "/page.js", &[]), "etag"),
        "{tag}"
    );
    for known in [tag, &format!("\"other\", {tag}"), "*"] {
        let same = get(&server, "/style/base.css", &[("If-None-Match", known)]);
        assert_eq!(
            (same.status, header(&same, "etag"), header(&same, "content-length")),
            (304, tag, ""),
            "{known}"
        );
    }
    assert_eq!(get(&server, "/style/base.css", &[("If-None-Match", "W/\"other\"")]).status, 200);
    let coded = get(&server, "/style/base.css", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(
        (header(&coded, "content-encoding"), header(&coded, "vary")),
        ("gzip", "Accept-Encoding")
    );
    assert!(coded.body.len() * 2 < whole.body.len() && header(&coded, "etag") == tag);
    let head = server.request("HEAD", "/style/base.css", &[], b"");
    assert_eq!((head.status, head.headers.len()), (200, whole.headers.len()));
    assert_eq!(header(&head, "content-length"), whole.body.len().to_string());
    for method in ["POST", "DELETE", "OPTIONS", "BREW"] {
        let refused = server.request(method, "/style/base.css", &[], b"");
        assert_eq!((refused.status, header(&refused, "allow")), (405, "GET, HEAD"), "{method}");
        assert_eq!(refused.text(), "{\"error\":\"Method not allowed\"}");
    }
}

#[test]
fn nothing_but_the_page_is_a_file() {
    let server = Server::start(&[]);
    for path in [
        "/../Cargo.toml",
        "/style/../../Cargo.toml",
        "/style/%2e%2e/%2e%2e/Cargo.toml",
        "/style/..%2f..%2fCargo.toml",
        "/style\\..\\page.js",
        "/./page.js",
        "//page.js",
        "/page%2ejs",
        "/style%2Fbase.css",
        "/page.js/",
        "/page.js%00",
        "/PAGE.JS",
        "/style/",
        "/style",
        "/etc/passwd",
        "/Cargo.toml",
        "/embed/lib.rs",
        "/www/page.js",
        "/embed/retire.js",
        "/with/seed=1/page.js",
    ] {
        let reply = get(&server, path, &[HTML]);
        assert_eq!((reply.status, reply.text()), (404, "{\"error\":\"Not found\"}"), "{path}");
    }
    assert_eq!(get(&server, "/page.js?v=1", &[]).status, 200);
    for path in ["/", "/page.js"] {
        assert_eq!(get(&server, path, &[HTML, ("Host", "a.test/b")]).status, 400, "{path}");
    }
}

#[test]
fn the_page_has_no_limit_and_no_place_in_the_journal_and_knows_no_address() {
    let flags =
        ["--rate-limit", "true", "--capacity", "1", "--public-url", "https://example.test/mock"];
    let server = Server::start(&flags);
    for _ in 0..5 {
        let page = get(&server, "/", &[HTML]);
        assert_eq!((page.status, page.header("x-ratelimit-limit")), (200, None));
        assert!(
            !page.text().contains("example.test") && !page.text().contains("=\"/"),
            "{}",
            page.text()
        );
        assert_eq!(get(&server, "/page.js", &[]).status, 200);
    }
    assert!(get(&server, "/", &[]).text().contains("https://example.test/mock/openapi.json"));
    assert!(get(&server, "/playground/journal", &[]).text().contains("\"total_items\":0"));
    assert_eq!(get(&server, "/pagination/offset", &[]).status, 200);
    assert_eq!(get(&server, "/pagination/offset", &[]).status, 429);
}

#[test]
fn the_page_alone_gets_the_credentials() {
    let server = Server::start(&[]);
    let path = "/playground/credentials";
    let own = get(&server, path, &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(own.status, 200);
    assert!(
        own.text().contains(&format!("\"bearer\":\"{}\"", server.credentials().bearer)),
        "{}",
        own.text()
    );
    for site in ["cross-site", "same-site", "none", ""] {
        assert_eq!(
            get(&server, path, &[("Sec-Fetch-Site", site), ("Origin", "https://a.test")]).status,
            403,
            "{site}"
        );
    }
    let program = get(&server, path, &[]);
    assert_eq!(program.status, 403);
    for reply in
        [own, program, server.request("OPTIONS", path, &[("Origin", "https://a.test")], b"")]
    {
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

/// What the links of a Markdown text lead to.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

#[test]
fn every_link_of_the_text_for_agents_leads_somewhere() {
    let server = Server::start(&[]);
    let root = get(&server, "/llms.txt", &[]);
    assert_eq!((root.status, header(&root, "content-type")), (200, "text/plain; charset=utf-8"));
    let catalogue = get(&server, "/lessons/catalogue.js", &[]);
    for folder in ["/", "/with/ties=15,seed=other/"] {
        let reply = get(&server, &format!("{folder}llms.txt"), &[]);
        assert!(reply.body == root.body, "{folder}");
        let document = get(&server, &format!("{folder}openapi.json"), &[]);
        let document: Value = serde_json::from_slice(&document.body).unwrap();
        let text = reply.text();
        let found = links(text);
        assert!(found.len() > 80, "{}", found.len());
        for link in found {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = format!("{folder}{}", path.trim_start_matches("./"));
            match path {
                // The same document each time.
                "openapi.json" => {
                    let pointer = fragment.replace("%7B", "{").replace("%7D", "}");
                    assert!(document.pointer(&pointer).is_some(), "{link}");
                }
                _ => assert_eq!(get(&server, &target, &[]).status, 200, "{link}"),
            }
            if let Some(lesson) = fragment.strip_prefix('/').filter(|_| path == "./") {
                assert!(catalogue.text().contains(&format!("\"{lesson}\"")), "{link}");
            }
        }
    }
}
