//! The endpoints at which the documents are read.

use super::{Api, clients, llms, openapi};
use crate::request::parameter::{Kind, Location, Parameter};
use crate::request::{Call, Input};
use crate::response::Response;
use crate::response::body::Body;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, get};
use http::HeaderValue;

/// The JSON Schema of an OpenAPI document, as far as one can be sure of it.
const DOCUMENT: &str = r#"{"type":"object","required":["openapi","info","servers","tags","x-settings","paths","components"],"properties":{"openapi":{"type":"string"},"info":{"type":"object",
"additionalProperties":true},"servers":{"type":"array","items":{"type":"object","additionalProperties":true}},
"tags":{"type":"array","items":{"type":"object","additionalProperties":true}},"x-settings":{"type":"array","items":{"type":"object","additionalProperties":true}},"paths":{"type":"object","additionalProperties":true},"components":{"type":"object",
"additionalProperties":true}}}"#;
/// The rows: the OpenAPI document, the text for agents and the client configurations.
pub fn rows(api: Api) -> [Endpoint; 3] {
    [    get(
        "/openapi.json",
        "OpenAPI Document",
        move |(), call| Ok(Response::json(openapi::document(call, api))),
        &Notes {
            about: "This API as an OpenAPI 3.1 document, as the settings in force make it, those of the request's `/with/…/` prefix \
                    included: what they add or leave out, the document does. With the same settings the same bytes at every moment \
                    and from every server of one version; only `public_url` adds an address, and a server of the npm package its own.",
            samples: &[],
            answers: &[],
        },
    )
    .answering(DOCUMENT)
    .unjournalled(),    get(
        "/llms.txt",
        "Text for Agents",
        move |(), _| Ok(text(llms::text((api.routes)(), &llms::SERVER))),
        &Notes {
            about: "This API in the form of llmstxt.org: what it is, every endpoint and every behaviour with a sentence. Its links are relative, \
                    and it has the same bytes below every mount and `/with/…/` prefix.",
            samples: &["/llms.txt"],
            answers: &[],
        },
    )
    .unjournalled(),    get(
        "/playground/clients/{name}",
        "Client Configuration",
        move |ClientName(name), call| {
            let configuration = clients::configuration((api.routes)(), &name, &call.instance.settings, &call.links).ok_or(ApiError::NotFound)?;
            Ok(text(configuration))
        },
        &Notes {
            about: "A ready configuration that syncs every paged list of this server, with its address and the request's `/with/…/` \
                    prefix in it: `dlt` is a source in Python, `airbyte` a declarative manifest, `singer` a tap on the Singer SDK, \
                    `fivetran` a connector.py. Made from the endpoint table, as `x-paging` in the OpenAPI document is.",
            samples: &["/playground/clients/airbyte"],
            answers: &[],
        },
    )
    .unjournalled(),]
}

fn text(text: String) -> Response {
    Response::of(HeaderValue::from_static("text/plain; charset=utf-8"), Body::Full(text.into()))
}

/// The name of a client there is a configuration for.
struct ClientName(String);

static NAME: Parameter = Parameter {
    name: "name",
    location: Location::Path,
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
        if clients::NAMES.contains(&&*name) {
            Ok(Self(name))
        } else {
            Err(ApiError::NoSuchName(name, &clients::NAMES))
        }
    }
}
