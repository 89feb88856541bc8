//! Pages as a connection, in the way of Relay: GraphQL by POST.

use crate::answer::Answer;
use crate::endpoint::{Endpoint, Notes, post};
use crate::error::ApiError;
use crate::graphql;
use crate::input::Call;
use crate::input::graphql::Request;

pub(super) fn row() -> Endpoint {
    post(
        "/graphql",
        "GraphQL Pagination",
        |request: Request, call: &Call<'_>| -> Result<Answer, ApiError> { Ok(Answer::value(&graphql::answer(&request, call))) },
        &Notes {
            about: "The records as a connection: send `endCursor` back as `after` while `hasNextPage`. `first` is 1 to 50, 10 unless given; `orderBy` \
                    is as in `{field: UPDATED_AT, direction: ASC}`, which it is unless given; with `updatedSince` only records with updatedAt at or after \
                    that moment come. A cursor is bound to the settings, the order and the filter. What is wrong with a query is answered with 200 and \
                    `errors`, as GraphQL does it. A query for `__schema` is told the schema as a text.",
            samples: &["/graphql"],
            answers: &[("data", "What was asked for."), ("errors", "What could not be answered: message, locations, path.")],
        },
    )
    .answering(ANSWER)
}

/// The schema of answers: which fields there are, the query says.
const ANSWER: &str = r#"{"type":"object","properties":{"data":{"type":["object","null"]},"errors":{"type":"array","items":{"type":"object","required":["message"],
"properties":{"message":{"type":"string"},"locations":{"type":"array"},"path":{"type":"array"}}}}}}"#;
