//! Pages as a connection, in the way of Relay: GraphQL by POST.

use crate::graphql;
use crate::request::Call;
use crate::request::graphql::Request;
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Endpoint, Notes, post};

pub(super) fn row() -> Endpoint {
    post(
        "/graphql",
        "GraphQL Pagination",
        |request: Request, call: &Call<'_>| -> Result<Response, ApiError> { Ok(Response::value(&graphql::answer(&request, call))) },
        &Notes {
            about: "The records as a connection: send `endCursor` back as `after` while `hasNextPage`. `first` is 1 to 50, 10 unless given; `orderBy` \
                    is as in `{field: UPDATED_AT, direction: ASC}`, which it is unless given; with `updatedSince` only records with updatedAt at or after \
                    that moment come. A cursor is bound to the settings, the order and the filter. `edges` and `totalCount` may be null where \
                    settings have it so. What is wrong with a query is answered with 200 and \
                    `errors`, as GraphQL does it. Introspection (`__schema`, `__type`) is answered, so that GraphiQL and code generators find the schema.",
            samples: &["/graphql"],
            answers: &[("data", "What was asked for."), ("errors", "What could not be answered: message, locations, path.")],
        },
    )
    .answering(ANSWER)
}

/// The schema of answers: which fields there are, the query says.
const ANSWER: &str = r#"{"type":"object","properties":{"data":{"type":["object","null"],"additionalProperties":true},"errors":{"type":"array","items":{"type":"object",
"required":["message"],"properties":{"message":{"type":"string"},"locations":{"type":"array","items":{"type":"object","required":["line","column"],
"properties":{"line":{"type":"integer","minimum":1},"column":{"type":"integer","minimum":1}}}},"path":{"type":"array","items":{"type":"string"}}}}}}}"#;
