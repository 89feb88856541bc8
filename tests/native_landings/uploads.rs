//! Bodies over TCP: their type, their content coding, and forms.

use super::{exports, gzip, post, server};

#[test]
fn the_first_bytes_win_over_a_type_that_lies_and_the_answer_says_so() {
    let server = server();
    let types =
        [("csv", "text/csv"), ("ndjson", "application/x-ndjson"), ("json", "application/json")];
    for (format, export) in exports(&server) {
        for (name, media_type) in types {
            let (reply, verdict) =
                post(&server, "/playground/check", &[("Content-Type", media_type)], &export);
            assert_eq!(
                (reply.status, &verdict["verdict"]),
                (200, &"complete".into()),
                "{format} as {name}"
            );
            assert_eq!(verdict["note"].is_string(), name != format, "{format} as {name} {verdict}");
        }
    }
    let json = [("Content-Type", "application/json")];
    let (reply, refusal) = post(&server, "/playground/check", &json, b"what is this");
    assert_eq!(
        (reply.status, refusal["error"].as_str().unwrap().contains("Content-Type")),
        (400, true),
        "{refusal}"
    );
}

#[test]
fn a_body_in_a_content_coding_is_decoded_or_refused_wherever_a_body_is_taken() {
    let server = server();
    let (user, password) = server.credentials().login;
    let login = format!("{{\"username\":\"{user}\",\"password\":\"{password}\"}}");
    let json = ("Content-Type", "application/json");
    let export = server.get("/export/ndjson").body;
    for (target, body) in [
        ("/playground/check", export.as_slice()),
        ("/pagination/search", b"{\"limit\":1}"),
        ("/auth/session_token/login", login.as_bytes()),
        ("/graphql", b"{\"query\":\"{people{totalCount}}\"}"),
    ] {
        let packed = gzip(body);
        for coding in ["gzip", "x-gzip", "GZIP", "identity, gzip"] {
            let (reply, answer) =
                post(&server, target, &[json, ("Content-Encoding", coding)], &packed);
            assert_eq!(reply.status, 200, "{target} {coding} {answer}");
        }
        assert_eq!(
            post(&server, target, &[json, ("Content-Encoding", "identity")], body).0.status,
            200
        );
        for coding in ["br", "deflate", "gzip, gzip", "x"] {
            let (reply, _) = post(&server, target, &[json, ("Content-Encoding", coding)], body);
            assert_eq!(
                (reply.status, reply.header("accept-encoding")),
                (415, Some("gzip, zstd")),
                "{target} {coding}"
            );
        }
        for lie in [body, &packed[..packed.len() - 5]] {
            let (reply, answer) = post(&server, target, &[json, ("Content-Encoding", "gzip")], lie);
            let said = answer["error"].as_str().unwrap_or_default();
            assert!(reply.status == 400 && said.contains("Content-Encoding"), "{target} {answer}");
        }
    }
    let (_, verdict) =
        post(&server, "/playground/check", &[("Content-Encoding", "gzip")], &gzip(&export));
    assert_eq!(verdict["verdict"], "complete");
    let bomb = gzip(&vec![b' '; 1 << 20]);
    assert_eq!(
        post(&server, "/graphql", &[json, ("Content-Encoding", "gzip")], &bomb).0.status,
        413
    );
}

#[test]
fn a_form_with_a_file_is_read() {
    let server = server();
    for (format, export) in exports(&server) {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"landed.{format}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), &export, b"\r\n--b--\r\n"].concat();
        let (_, verdict) = post(
            &server,
            "/playground/check",
            &[("Content-Type", "multipart/form-data; boundary=b")],
            &body,
        );
        assert_eq!(verdict["verdict"], "complete", "{format} {verdict}");
    }
    let (reply, _) =
        post(&server, "/playground/check", &[("Content-Type", "multipart/form-data")], b"x");
    assert_eq!(reply.status, 400);
}
