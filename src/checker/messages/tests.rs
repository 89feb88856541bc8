//! Messages as frameworks write them, and lines that are none.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn row<'l>(stream: &'l str, row: &'l str) -> Message<'l> {
    Message::Row { stream: stream.into(), row: row.into() }
}

#[test]
fn singer_is_told_by_its_first_message_and_rows_keep_their_text() {
    let mut messages = Messages::new();
    for (line, wanted) in [
        ("starting the tap", Message::Aside),
        ("", Message::Aside),
        ("{\"type\":\"SCHEMA\",\"stream\":\"a\",\"schema\":{}}\r\n", Message::Aside),
        (
            "{\"type\": \"RECORD\", \"stream\": \"a\", \"record\": {\"id\": 1E+22, \"x\":1.10}}",
            row("a", "{\"id\": 1E+22, \"x\":1.10}"),
        ),
        (
            "{\"type\":\"RECORD\",\"stream\":\"\\u00e4\",\"version\":1,\"record\":{\"n\":null}}",
            row("ä", "{\"n\":null}"),
        ),
        ("{\"type\":\"ACTIVATE_VERSION\",\"stream\":\"a\",\"version\":1}", Message::Aside),
        ("{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}", Message::State),
        ("{\"type\":\"RECORD\",\"stream\":\"a\",\"rec", Message::Broken(TORN)),
        ("{\"type\":\"RECORD\",\"stream\":\"a\",\"record\":7}", Message::Broken(NO_ROW)),
        ("{\"type\":\"RECORD\",\"stream\":\"a\"}", Message::Broken(NO_ROW)),
        ("{\"type\":\"STATE\"}", Message::Broken(NO_STATE)),
        ("{\"type\":\"BATCH\",\"stream\":\"a\",\"manifest\":[]}", Message::Broken(BATCH)),
        ("{\"id\":1}", Message::Broken(STRANGE)),
        ("page 2 done", Message::Broken(LOG)),
    ] {
        assert_eq!(messages.read(line), wanted, "{line}");
    }
    assert_eq!(messages.protocol(), Some(Protocol::Singer));
    assert_eq!(messages.state(), Some(json!({ "bookmarks": {} })));
}

#[test]
fn a_singer_state_as_the_first_line_tells_the_protocol() {
    let mut messages = Messages::with_state(Some(json!({ "old": 1 })));
    assert_eq!(messages.state(), Some(json!({ "old": 1 })));
    assert_eq!(messages.read("{\"type\":\"STATE\",\"value\":{\"new\":1}}"), Message::State);
    assert_eq!(messages.protocol(), Some(Protocol::Singer));
    assert_eq!(messages.state(), Some(json!({ "new": 1 })));
}

/// A state of a stream.
fn state(stream: &str, value: u32, rest: &str) -> String {
    format!(
        "{{\"type\":\"STATE\",\"state\":{{\"type\":\"STREAM\",\"stream\":{{\"stream_descriptor\":{stream},\"stream_state\":{{\"at\":{value}}}}}{rest}}}}}"
    )
}

#[test]
fn of_airbyte_the_last_state_of_each_stream_is_handed_on() {
    let mut messages = Messages::new();
    let log = "{\"type\":\"LOG\",\"log\":{\"level\":\"INFO\",\"message\":\"Starting\"}}";
    assert_eq!(messages.read(log), Message::Aside);
    assert_eq!(messages.protocol(), Some(Protocol::Airbyte));
    let trace = "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1.5}}";
    let record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"id\":1e+30},\"emitted_at\":7}}";
    for (line, wanted) in [
        (trace, Message::Aside),
        (record, row("a", "{\"id\":1e+30}")),
        ("a log that is no message", Message::Aside),
        ("{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"da", Message::Broken(TORN)),
        ("{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\"}}", Message::Broken(NO_ROW)),
        ("{\"type\":\"CONTROL\",\"control\":{}}", Message::Aside),
        ("{\"type\":\"STATE\",\"state\":7}", Message::Broken(NO_STATE)),
        ("{\"type\":\"STATE\",\"state\":{}}", Message::Broken(NO_STATE)),
        (&state("{\"name\":\"a\"}", 1, ""), Message::State),
        (&state("{\"name\":\"b\",\"namespace\":\"n\"}", 2, ""), Message::State),
        (&state("{\"name\":\"b\"}", 3, ""), Message::State),
        (
            &state(
                "{\"name\":\"a\",\"namespace\":null}",
                4,
                ",\"sourceStats\":{\"recordCount\":0.0}",
            ),
            Message::State,
        ),
    ] {
        assert_eq!(messages.read(line), wanted, "{line}");
    }
    let states = messages.state().unwrap();
    let of = |at: usize| {
        (
            &states[at]["stream"]["stream_descriptor"]["name"],
            &states[at]["stream"]["stream_state"]["at"],
        )
    };
    assert_eq!(states.as_array().unwrap().len(), 3);
    assert_eq!(
        (of(0), of(1), of(2)),
        ((&json!("a"), &json!(4)), (&json!("b"), &json!(2)), (&json!("b"), &json!(3)))
    );
    let mut next = Messages::with_state(Some(states.clone()));
    next.read(log);
    assert_eq!(next.state(), Some(states));
    next.read(&state("{\"name\":\"c\"}", 5, ""));
    assert_eq!(next.state().unwrap().as_array().unwrap().len(), 4);
}

#[test]
fn airbytes_global_and_old_states_are_handed_on_whole() {
    let mut messages = Messages::new();
    messages.read(&state("{\"name\":\"a\"}", 1, ""));
    let global =
        json!({ "type": "GLOBAL", "global": { "shared_state": { "at": 1 }, "stream_states": [] } });
    let line = json!({ "type": "STATE", "state": global }).to_string();
    assert_eq!(messages.read(&line), Message::State);
    assert_eq!(messages.state(), Some(json!([global])));
    for line in [
        "{\"type\":\"STATE\",\"state\":{\"type\":\"LEGACY\",\"data\":{\"a\":{\"at\":7}}}}",
        "{\"type\":\"STATE\",\"state\":{\"data\":{\"a\":{\"at\":7}}}}",
    ] {
        assert_eq!(messages.read(line), Message::State);
        assert_eq!(messages.state(), Some(json!({ "a": { "at": 7 } })));
    }
}

#[test]
fn rows_as_they_are_are_handed_on_line_by_line() {
    for (lines, rows) in [
        (&["{\"id\":1,\"type\":\"RECORD\"}", "{\"id\":2}", "page 1 done", "{\"id\":3,"][..], 3),
        (&["[", "{\"id\":1},", "{\"id\":2}", "]"], 4),
        (&["[{\"id\":1}]"], 1),
        (&["{", "\"id\":1", "}", "done"], 3),
    ] {
        let mut messages = Messages::new();
        let read = lines.iter().filter(|line| {
            let message = messages.read(line);
            matches!(message, Message::Row { stream, row } if stream.is_empty() && row == **line)
        });
        assert_eq!(read.count(), rows, "{lines:?}");
        assert_eq!((messages.protocol(), messages.state()), (Some(Protocol::Rows), None));
    }
}

#[test]
fn a_log_in_json_before_the_first_message_hides_no_message() {
    let mut messages = Messages::new();
    assert_eq!(messages.read("[info] starting"), Message::Aside);
    messages.read("{\"event\":\"starting\",\"level\":\"info\"}");
    assert_eq!(messages.protocol(), Some(Protocol::Rows));
    let record = "{\"type\":\"RECORD\",\"stream\":\"a\",\"record\":{\"id\":1}}";
    assert_eq!(messages.read(record), row("a", "{\"id\":1}"));
    assert_eq!(messages.protocol(), Some(Protocol::Singer));
}

#[test]
fn what_python_writes_beside_json_is_read() {
    let mut messages = Messages::new();
    let line = "{\"type\":\"RECORD\",\"stream\":\"a\",\"record\":{\"id\":1,\"x\":NaN}}";
    assert_eq!(messages.read(line), row("a", "{\"id\":1,\"x\":null}"));
}

proptest! {
    #[test]
    fn any_line_is_taken_and_a_torn_one_is_no_row_of_a_protocol(text in any::<String>(), at in 0..60_usize) {
        let mut messages = Messages::new();
        messages.read(&text);
        let record = "{\"type\":\"RECORD\",\"stream\":\"a\",\"record\":{\"id\":1}}";
        let mut messages = Messages::new();
        messages.read("{\"type\":\"SCHEMA\",\"stream\":\"a\",\"schema\":{}}");
        if (1..record.len()).contains(&at) {
            prop_assert_eq!(messages.read(&record[..at]), Message::Broken(TORN));
        }
        messages.read(&text);
        prop_assert_eq!(messages.protocol(), Some(Protocol::Singer));
    }
}
