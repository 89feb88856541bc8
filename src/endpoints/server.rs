//! The server itself: whether it is well, what it can do, what it was asked and how it is set.

use crate::answer::Answer;
use crate::body::Body;
use crate::describe::{clients, journal, openapi};
use crate::endpoint::{Group, Notes, delete, get};
use crate::error::ApiError;
use crate::input::own_page::OwnPage;
use crate::input::parameter::{Kind, Parameter, Place};
use crate::input::{Call, Input};
use crate::json;
use http::HeaderValue;
use serde_json::{Map, Value};

pub(super) fn group() -> Group {
    Group {
        heading: "Server Endpoint Type",
        about: "The server itself. The query is ignored.",
        endpoints: vec![
            get(
                "/health",
                "Health",
                |(), _| {
                    Ok(Answer::value(&json::object(&mut [
                        ("status", "ok".into()),
                        ("version", env!("CARGO_PKG_VERSION").into()),
                    ])))
                },
                &Notes {
                    about: "Says that the server answers. Never limited.",
                    samples: &["/health"],
                    answers: &[("status", "`ok`."), ("version", "The version of the server.")],
                },
            )
            .free()
            .unjournalled(),
            get(
                "/openapi.json",
                "OpenAPI Document",
                |(), _| Ok(Answer::json(openapi::document())),
                &Notes {
                    about: "This API as an OpenAPI 3.1 document; the same bytes at every moment and from every server of one version.",
                    samples: &[],
                    answers: &[],
                },
            )
            .unjournalled(),
            get(
                "/playground/journal",
                "Journal",
                |(), call| Ok(journal::answer(call)),
                &Notes {
                    about: "The last 1,000 requests, in the order in which they came; with `Accept: application/har+json` as a HAR 1.2 log. \
                            The journal is the server's, whatever settings a request had; they show in its path. Headers and bodies are \
                            not kept, values of parameters such as `token`, `api_key` and `password` are `***`, a path above 1,024 bytes \
                            ends with `...`. Not kept are the page at the root, `/health`, `/openapi.json`, what is below `/playground`, \
                            and requests with `journal=off`. Never limited.",
                    samples: &["/playground/journal"],
                    answers: &[
                        ("data", "The requests: `time`, `method`, `path` with its query, `status` (null as long as there is no answer), `rows` \
                                  (null where the answer is no list), `bytes` of the body before compression (null as long as it is sent)."),
                        ("total_items", "Number of requests that are kept."),
                    ],
                },
            )
            .negotiated()
            .free()
            .unjournalled(),
            delete(
                "/playground/journal",
                "Empty the Journal",
                |(), call| {
                    call.state.journal.clear();
                    Ok(Answer::no_content())
                },
                &Notes { about: "Forgets all requests. Never limited.", samples: &["/playground/journal"], answers: &[] },
            )
            .free()
            .unjournalled(),
            get(
                "/playground/clients/{name}",
                "Client Configuration",
                |ClientName(name), call| {
                    let text = clients::configuration(&name, &call.links).ok_or(ApiError::NotFound)?;
                    Ok(Answer::of(HeaderValue::from_static("text/plain; charset=utf-8"), Body::Full(text.into())))
                },
                &Notes {
                    about: "A ready configuration that syncs every paged list of this server, with its address and the request's `/with/…/` \
                            prefix in it: `dlt` is a source in Python, `airbyte` a declarative manifest, `singer` a tap on the Singer SDK, \
                            `fivetran` a connector.py. Made from the endpoint table, as `x-paging` in the OpenAPI document is.",
                    samples: &["/playground/clients/airbyte"],
                    answers: &[],
                },
            )
            .unjournalled(),
            get(
                "/playground/settings",
                "Settings in Force",
                |(), call| {
                    let shown = call.world.settings.texts(call.links.prefix.is_some());
                    let shown = shown.into_iter().map(|(key, text)| (key.to_owned(), text.into()));
                    Ok(Answer::value(&Value::Object(shown.collect::<Map<String, Value>>())))
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
                    Ok(Answer::value(&Value::Object(named.into_iter().collect())))
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

/// The name of a client there is a configuration for.
struct ClientName(String);

static NAME: Parameter = Parameter {
    name: "name",
    place: Place::Path,
    required: true,
    kind: Kind::Choice { default: "dlt", values: &clients::NAMES },
    about: "Which client.",
};

impl Input for ClientName {
    fn parameters() -> Vec<&'static Parameter> {
        vec![&NAME]
    }

    fn errors() -> Vec<ApiError> {
        vec![ApiError::NoSuchName("NAME".to_owned(), &clients::NAMES)]
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let name = call.path.first().map_or("", |(_, text)| text).to_owned();
        if clients::NAMES.contains(&&*name) { Ok(Self(name)) } else { Err(ApiError::NoSuchName(name, &clients::NAMES)) }
    }
}
