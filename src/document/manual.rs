//! The endpoints and the settings as Markdown: the README's table, the reference in `docs/endpoints.md`, and the list in `docs/settings.md`. A
//! test keeps them equal to this, and runs every sample.

use super::{Api, example};
use crate::request::parameter::{Bounds, Kind, Location, Parameter};
use crate::request::same_origin::SAME_ORIGIN;
use crate::response::error::Challenge;
use crate::router::Endpoint;
use crate::settings::{SETTINGS, Scope, Setting};
use http::Method;
use serde_json::Value;
use std::fmt::Write;

/// The reference: every endpoint with its parameters, answer, sample and errors.
pub fn reference(api: Api) -> String {
    let server = example::Server::new(api, &[]);
    let mut text = String::from(
        "# Endpoints\n\nMade from the endpoint table; `UPDATE=1 cargo test --test readme` writes it anew. The samples are those of `playground start \
         --seed example --anchor 2026-01-01T00:00:00Z --clock-speed 0`; without\nthese flags data and credentials are new at each \
         start. JSON is shown indented.\n",
    );
    for group in (api.routes)().groups() {
        let _ =
            write!(text, "\n## {}\n\n{}\n", group.heading.trim_end_matches(" Type"), group.about);
        for endpoint in &group.endpoints {
            section(&server, endpoint, &mut text);
        }
    }
    text
}

fn section(server: &example::Server, endpoint: &Endpoint, text: &mut String) {
    let _ = write!(
        text,
        "\n### {}\n\n`{} {}`\n\n{}\n",
        endpoint.title, endpoint.method, endpoint.path, endpoint.notes.about
    );
    if !endpoint.parameters.is_empty() {
        text.push_str("\n| parameter | where | values | default | meaning |\n| --- | --- | --- | --- | --- |\n");
        for parameter in &endpoint.parameters {
            let _ = writeln!(text, "{}", parameter_row(parameter));
        }
    }
    let headers = endpoint.details.partial.unwrap_or(endpoint.details.headers);
    if !endpoint.notes.answers.is_empty() || !headers.is_empty() {
        text.push_str("\nThe answer:\n\n");
        for (name, about) in endpoint.notes.answers {
            let _ = writeln!(text, "- `{name}`: {about}");
        }
        for (name, about) in headers {
            let _ = writeln!(text, "- header `{name}`: {about}");
        }
    }
    if let Some(sample) =
        endpoint.notes.samples.first().filter(|_| endpoint.method != Method::DELETE)
    {
        let _ = write!(
            text,
            "\n```console\n$ {}\n{}\n```\n",
            curl(endpoint, sample),
            answer(server, endpoint, sample)
        );
    }
    if !endpoint.errors().is_empty() {
        text.push_str("\nErrors, in the order of the checks:\n\n");
        for error in endpoint.errors() {
            let _ = writeln!(text, "- {} `{error}`", error.status().as_str());
        }
    }
}

fn parameter_row(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Query => "query",
        Location::Path => "path",
        Location::Authorization | Location::Header => "header",
        Location::Body => "JSON body",
    };
    let default = match parameter.kind {
        Kind::Integer { default: Some(default), .. } => format!("`{default}`"),
        Kind::Choice { default, .. } => format!("`{default}`"),
        _ if parameter.required => "required".to_owned(),
        _ => "none".to_owned(),
    };
    format!(
        "| `{}` | {place} | {} | {default} | {} |",
        parameter.name,
        values(parameter.kind),
        parameter.about
    )
}

fn values(kind: Kind) -> String {
    match kind {
        Kind::Integer { bounds: Bounds::Between(min, max), .. } => {
            format!("integer, {min} to {max}")
        }
        Kind::Integer { bounds: Bounds::Echoed(min) | Bounds::AtLeast(min), .. } => {
            format!("integer, at least {min}")
        }
        Kind::Integer { bounds: Bounds::Any, .. } => "integer".to_owned(),
        Kind::Choice { values, .. } => format!("`{}`", values.join("`, `")),
        Kind::Timestamp => "`YYYY-MM-DDTHH:MM:SSZ`".to_owned(),
        Kind::Text | Kind::Cursor => "text".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Duration => "an ISO 8601 duration, as `PT1H`".to_owned(),
        Kind::Id => "id of a row".to_owned(),
        Kind::Range => "`items=FIRST-LAST`".to_owned(),
        Kind::Credentials(scheme) => {
            let scheme = match scheme {
                Challenge::Basic => "Basic",
                Challenge::Bearer => "Bearer",
                Challenge::ApiKey => "apiKey",
                Challenge::Token => "Token",
            };
            format!("`{scheme} …`")
        }
    }
}

/// The sample as a command.
fn curl(endpoint: &Endpoint, sample: &str) -> String {
    let mut command = format!("curl -s 'http://{}{sample}'", example::AUTHORITY);
    if let Some(authorization) = example::authorization(endpoint) {
        let _ = write!(command, " -H 'Authorization: {authorization}'");
    }
    if endpoint.private {
        let _ = write!(command, " -H 'Sec-Fetch-Site: {SAME_ORIGIN}'");
    }
    if let Some(body) = example::body(endpoint) {
        let _ = write!(command, " -H 'Content-Type: application/json' -d '{body}'");
    }
    command
}

/// The answer to the sample; JSON is indented.
fn answer(server: &example::Server, endpoint: &Endpoint, sample: &str) -> String {
    let body = server.response(endpoint, sample).into_body().into_bytes();
    let indented = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    indented.unwrap_or_else(|| String::from_utf8_lossy(&body).trim_end().to_owned())
}

/// All settings, each with its ways in: flag, variable, part of the path.
pub fn settings() -> String {
    let mut text = String::new();
    for Setting { key, scope, value_name, bare, default, description, .. } in &SETTINGS {
        let _ = write!(
            text,
            "### `{key}`\n\n{description}.\n\n`--{} {value_name}` · `PLAYGROUND_{}` · ",
            key.replace('_', "-"),
            key.to_uppercase()
        );
        let _ = match scope {
            Scope::Request => write!(text, "`/with/{key}=…/`"),
            Scope::Server => write!(text, "not in the path"),
        };
        let _ = write!(text, " · default: {default}");
        let _ = bare.map_or(Ok(()), |bare| write!(text, "; the flag alone: `{bare}`"));
        text.push_str("\n\n");
    }
    text
}
