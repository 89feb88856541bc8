//! The server itself: health, OpenAPI document, text for agents, request journal, settings and client configurations.

use super::{clock, journal};
use crate::request::same_origin::OwnPage;
use crate::response::Response;
use crate::router::{Endpoint, Group, Notes, delete, get};
use serde_json::{Map, Value, json};

/// The JSON Schema of the journal, which is empty in the samples.
const JOURNAL: &str = r#"{"type":"object","required":["data","total_items"],"properties":{"data":{"type":"array","items":{"type":"object",
"required":["time","method","path","status","rows","bytes"],"properties":{"time":{"type":"string"},"method":{"type":"string"},"path":{"type":"string"},
"status":{"type":["integer","null"]},"rows":{"type":["integer","null"]},"bytes":{"type":["integer","null"]}}}},"total_items":{"type":"integer"}}}"#;
/// The JSON Schema of the journal as a HAR.
const HAR: &str = r#"{"type":"object","required":["log"],"properties":{"log":{"type":"object","required":["version","creator","entries"],"properties":{
"version":{"type":"string"},"creator":{"type":"object","additionalProperties":true},"entries":{"type":"array","items":{"type":"object",
"additionalProperties":true}}}}}}"#;

/// The group; the documents' rows stand among its own.
pub(super) fn group([openapi, llms, client_configuration]: [Endpoint; 3]) -> Group {
    let [clock, move_clock] = clock::endpoints();
    Group {
        heading: "Server Endpoint Type",
        about: "The server itself. The query is ignored.",
        endpoints: vec![
            get(
                "/health",
                "Health",
                |(), _| Ok(Response::value(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))),
                &Notes {
                    about: "Says that the server answers. Never limited.",
                    samples: &["/health"],
                    answers: &[("status", "`ok`."), ("version", "The version of the server.")],
                },
            )
            .free()
            .unjournalled(),
            openapi,
            llms,
            get(
                "/playground/journal",
                "Journal",
                |(), call| Ok(journal::answer(call)),
                &Notes {
                    about: "The last 1,000 requests, in the order in which they came; with `Accept: application/har+json` as a HAR 1.2 log. \
                            The journal is the server's, whatever settings a request had; they show in its path. Headers and bodies are \
                            not kept, values of parameters such as `token`, `api_key` and `password` are `***`, a path above 1,024 bytes \
                            ends with `...`. Not kept are the page at the root, `/health`, `/openapi.json`, `/llms.txt`, what is below `/playground`, \
                            and requests with `journal=false`. Never limited.",
                    samples: &["/playground/journal"],
                    answers: &[
                        ("data", "The requests: `time`, `method`, `path` with its query, `status` (null as long as there is no answer), `rows` \
                                  (null where the answer is no list), `bytes` of the body before compression (null as long as it is sent)."),
                        ("total_items", "Number of requests that are kept."),
                    ],
                },
            )
            .answering(JOURNAL)
            .or_answering("application/har+json", HAR)
            .negotiated()
            .free()
            .unjournalled(),
            delete(
                "/playground/journal",
                "Empty the Journal",
                |(), call| {
                    call.state.journal.clear();
                    Ok(Response::no_content())
                },
                &Notes { about: "Forgets all requests. Never limited.", samples: &["/playground/journal"], answers: &[] },
            )
            .free()
            .unjournalled(),
            clock,
            move_clock,
            client_configuration,
            get(
                "/playground/settings",
                "Settings in Force",
                |(), call| {
                    let shown = call.instance.settings.texts(call.links.prefix.is_some());
                    let shown = shown.into_iter().map(|(key, text)| (key.to_owned(), text.into()));
                    Ok(Response::value(&Value::Object(shown.collect::<Map<String, Value>>())))
                },
                &Notes {
                    about: "The settings in force as texts, those of the request's `/with/…/` prefix included; one without a value, and \
                            the address to listen on, are left out. So is the server's seed: who knows it knows the credentials. A seed \
                            in the prefix is for data alone, and is shown. Never limited.",
                    samples: &["/with/records=1000,seed=demo/playground/settings"],
                    answers: &[],
                },
            )
            .answering(r#"{"type":"object","additionalProperties":{"type":"string"}}"#)
            .free()
            .unjournalled(),
            get(
                "/playground/credentials",
                "Credentials",
                |OwnPage, call| {
                    let named = call.credentials.named().map(|(name, text)| (name.to_owned(), text.as_str().into()));
                    Ok(Response::value(&Value::Object(named.into_iter().collect())))
                },
                &Notes {
                    about: "What opens `/auth/…`, for this server's own page: a browser must say `Sec-Fetch-Site: same-origin`, and \
                            no other origin is permitted. Never limited.",
                    samples: &["/playground/credentials"],
                    answers: &[],
                },
            )
            .free()
            .unjournalled()
            .private(),
        ],
    }
}
