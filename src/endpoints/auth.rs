//! The first 20 records, behind four kinds of credentials (contract, sections 9 to 11).

use crate::dataset::people::IdForm;
use crate::rendering::{Frame, framed};
use crate::request::Call;
use crate::request::authorization::{ApiKeyAuth, BasicAuth, BearerAuth, SessionAuth};
use crate::request::login::Login;
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Group, Notes, get, post};
use serde_json::json;

/// How many records an endpoint shows to valid credentials.
const ROWS: u64 = 20;
/// The response of every endpoint but the login.
const ROWS_ANSWER: &[(&str, &str)] = &[("data", "The first 20 records by `createdAt`.")];

pub(super) fn group() -> Group {
    Group {
        heading: "Authentication Endpoint Type",
        about: "The same 20 records behind four kinds of credentials, which the server prints when it starts. The query is ignored.",
        endpoints: vec![
            get(
                "/auth/http_basic",
                "Http Basic Auth",
                |_: BasicAuth, call| Ok(first_rows(call)),
                &Notes {
                    about: "With a user name and a password in every request.",
                    samples: &["/with/records=1/auth/http_basic"],
                    answers: ROWS_ANSWER,
                },
            ),
            get(
                "/auth/http_bearer",
                "HTTP Bearer",
                |_: BearerAuth, call| Ok(first_rows(call)),
                &Notes {
                    about: "With a bearer token.",
                    samples: &["/with/records=1/auth/http_bearer"],
                    answers: ROWS_ANSWER,
                },
            ),
            get(
                "/auth/api_key",
                "Auth API Key",
                |_: ApiKeyAuth, call| Ok(first_rows(call)),
                &Notes {
                    about: "With an API key.",
                    samples: &["/with/records=1/auth/api_key"],
                    answers: ROWS_ANSWER,
                },
            ),
            post(
                "/auth/session_token/login",
                "Session Token Auth Login",
                login,
                &Notes {
                    about: "Gives a token for a user name and a password. Each login gives a valid one; older ones stay valid till they expire.",
                    samples: &["/auth/session_token/login"],
                    answers: &[
                        ("token", "The session token."),
                        ("expires_in", "Its life in seconds."),
                    ],
                },
            ),
            get(
                "/auth/session_token/data",
                "Session Token Auth Data",
                |_: SessionAuth, call| Ok(first_rows(call)),
                &Notes {
                    about: "With the token of the login, as often as needed until it expires.",
                    samples: &["/with/records=1/auth/session_token/data"],
                    answers: ROWS_ANSWER,
                },
            ),
        ],
    }
}

fn first_rows(call: &Call<'_>) -> Response {
    let rows = call.instance.people.canonical(call.now.seconds()).rows(0..ROWS);
    framed(call, Frame::only(call), rows, IdForm::Uuid, &[])
}

fn login(_: Login, call: &Call<'_>) -> Result<Response, ApiError> {
    let ttl = call.instance.settings.token_ttl;
    Ok(Response::value(
        &json!({ "token": call.credentials.issue_token(call.token_clock(), ttl), "expires_in": ttl }),
    ))
}
