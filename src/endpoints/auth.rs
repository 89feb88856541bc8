//! The first 20 records, behind four kinds of credentials (contract, sections 9 to 11).

use crate::answer::Answer;
use crate::data::people::IdForm;
use crate::endpoint::{Group, get, post};
use crate::error::ApiError;
use crate::input::Call;
use crate::input::credentials::{ApiKeyAuth, BasicAuth, BearerAuth, SessionAuth};
use crate::input::login::Login;
use crate::listing::list;
use serde_json::json;

/// How many records an opened door shows.
const ROWS: u64 = 20;

pub(super) fn group() -> Group {
    let rows: &[(&str, &str)] = &[("data", "The first 20 records in canonical order.")];
    Group {
        heading: "Authentication Endpoint Type",
        about: "The same 20 records behind four kinds of credentials, which the server prints when it starts. The query is ignored.",
        endpoints: vec![
            get("/auth/http_basic", "Http Basic Auth", |_: BasicAuth, call| Ok(first_rows(call)))
                .about("With a user name and a password in every request.")
                .sample("/with/records=1/auth/http_basic")
                .answers(rows),
            get("/auth/http_bearer", "HTTP Bearer", |_: BearerAuth, call| Ok(first_rows(call)))
                .about("With a bearer token.")
                .sample("/with/records=1/auth/http_bearer")
                .answers(rows),
            get("/auth/api_key", "Auth API Key", |_: ApiKeyAuth, call| Ok(first_rows(call)))
                .about("With an API key.")
                .sample("/with/records=1/auth/api_key")
                .answers(rows),
            post("/auth/session_token/login", "Session Token Auth Login", login)
                .about("Gives a token for a user name and a password. Each login gives a valid one; older ones stay valid till they expire.")
                .sample("/auth/session_token/login")
                .answers(&[("token", "The session token."), ("expires_in", "Its life in seconds.")]),
            get("/auth/session_token/data", "Session Token Auth Data", |_: SessionAuth, call| Ok(first_rows(call)))
                .about("With the token of the login, as often as needed until it expires.")
                .sample("/with/records=1/auth/session_token/data")
                .answers(rows),
        ],
    }
}

fn first_rows(call: &Call<'_>) -> Answer {
    list(call, call.world.people.canonical().cursor(0..ROWS), IdForm::Uuid, &[])
}

fn login(_: Login, call: &Call<'_>) -> Result<Answer, ApiError> {
    let ttl = call.world.settings.token_ttl;
    Ok(Answer::value(&json!({ "token": call.credentials.issue_token(call.now, ttl), "expires_in": ttl })))
}
