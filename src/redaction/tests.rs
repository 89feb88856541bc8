use super::*;
use crate::playground::ROUTES;

const SEED: &str = "a, b/1";

fn shown(target: &str) -> Cow<'_, str> {
    masked(target, SEED)
}

#[test]
fn secrets_are_known_by_their_names_however_they_are_spelt() {
    for name in [
        "token",
        "%74oken",
        "%2574oken",
        "code",
        "x-auth",
        "csrf",
        "sas",
        "TOKEN",
        "access_token",
        "accessToken",
        "refresh-token",
        "id_token",
        "X-Auth-Token",
        "token2",
        "token[]",
        "api_key",
        "api%5Fkey",
        "api-key",
        "apiKey",
        "X-Api-Key",
        "x.api.key",
        "key",
        "secret",
        "client_secret",
        "clientSecret",
        "password",
        "new_password",
        "passwd",
        "pwd",
        "pass",
        "passphrase",
        "user_pwd",
        "authorization",
        "Authorization",
        "auth",
        "bearer",
        "bearer_token",
        "sig",
        "signature",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "session",
        "session_id",
        "sessionid",
        "sid",
        "JSESSIONID",
        "PHPSESSID",
        "jwt",
        "client_assertion",
        "code_verifier",
        "oauth_token",
        "subscription-key",
        "AWSAccessKeyId",
        "private_key",
        "credentials",
        "%61%70%69%6B%65%79",
        "api+key",
        "csrf_token",
    ] {
        assert!(is_secret(name), "{name}");
    }
    assert!(is_secret(&"x".repeat(200)), "nobody looks through that");
}

#[test]
fn what_leads_through_pages_and_what_endpoints_take_stays_readable() {
    for name in [
        "page_token",
        "pageToken",
        "nextPageToken",
        "next_token",
        "continuationToken",
        "$skiptoken",
        "sync_token",
        "delta_token",
        "cursor",
        "author",
        "keyword",
        "max_tokens",
        "token_ttl",
        "sort_key",
        "passenger",
        "design",
        "signal",
        "assignee",
        "primary_key",
        "",
        "%zz",
    ] {
        assert!(!is_secret(name), "{name}");
    }
    let endpoints = ROUTES.groups().iter().flat_map(|group| &group.endpoints);
    for parameter in endpoints
        .flat_map(|endpoint| &endpoint.parameters)
        .filter(|p| p.location == crate::request::parameter::Location::Query)
    {
        assert!(!is_secret(parameter.name), "{}", parameter.name);
    }
    for setting in &crate::settings::SETTINGS {
        assert!(!is_secret(setting.key), "{}", setting.key);
    }
}

#[test]
fn of_a_secret_in_the_query_the_name_stays() {
    for (target, wanted) in [
        ("/a?limit=1&token=S", "/a?limit=1&token=***"),
        ("/a?%74oken=S&x=1", "/a?%74oken=***&x=1"),
        ("/a?x=1;password=S;y=2", "/a?x=1;password=***;y=2"),
        ("/a?token=S=T==", "/a?token=***"),
        ("/a?token=", "/a?token=***"),
        ("/a?token", "/a?token"),
        ("/a?api-key=S&api_key=T&", "/a?api-key=***&api_key=***&"),
        ("/a?seed=a,+b/1&seed=other", "/a?seed=***&seed=other"),
        ("/a?b?token=S", "/a?b?token=***"),
    ] {
        assert_eq!(shown(target), wanted);
        assert_eq!(shown(wanted), wanted, "twice");
    }
    assert!(matches!(shown("/pagination/offset?limit=1&pageToken=abc"), Cow::Borrowed(_)));
}

#[test]
fn the_servers_own_seed_is_a_secret_in_settings_and_another_is_not() {
    for (target, wanted) in [
        ("/with/seed=a%252C%20b%252F1/x", "/with/seed=***/x"),
        (
            "/with/records=5,seed=a%252C%20b%252F1,ties=1/x?y=1",
            "/with/records=5,seed=***,ties=1/x?y=1",
        ),
        ("/with/seed%3Da%252C%20b%252F1%2Crecords%3D5/x", "/with/seed=***,records=5/x"),
        ("//%77ith//seed=a%252C%2520b%252F1//x/", "//%77ith//seed=***//x/"),
        ("/with/records=5/with/seed=a%252C%20b%252F1/x", "/with/records=5/with/seed=***/x"),
        ("/with/password=S/x", "/with/password=***/x"),
        ("http://u:p@h.test/x?y", "http://***@h.test/x?y"),
    ] {
        assert_eq!(shown(target), wanted);
    }
    for same in [
        "/with/seed=demo/x",
        "/with/seed=a%20b/x",
        "/caf\u{e9}/%41?x=%zz",
        "*",
        "",
        "http://h.test/a@b?c@d",
        "/a://u@b/",
    ] {
        assert_eq!(shown(same), same);
    }
}
