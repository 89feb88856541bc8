//! The settings that a request can have, as parameters of its `/with/…/` prefix: made from the one list of settings.

use super::object;
use super::schemas::of_type;
use crate::settings::{Problem, SETTINGS, Scope, Setting};
use serde_json::Value;

/// Name, sentence, default in words and schema of each, in the order of the list.
pub(super) fn settings() -> Value {
    let settable = SETTINGS.iter().filter(|setting| setting.scope == Scope::Request);
    let described = |setting: &Setting| {
        object([
            ("name", setting.key.into()),
            ("description", setting.description.into()),
            ("default", setting.default.into()),
            ("schema", schema(setting)),
        ])
    };
    settable.map(described).collect::<Vec<Value>>().into()
}

/// The form of a setting's value. What a number may be, its own reader says of one that is too small.
fn schema(setting: &Setting) -> Value {
    if setting.is_switch() {
        return of_type("boolean");
    }
    if setting.value_name == "TIME" {
        let mut schema = of_type("string");
        schema["format"] = "date-time".into();
        return schema;
    }
    if setting.value_name.contains('|') {
        let mut schema = of_type("string");
        schema["enum"] = setting.value_name.split('|').collect::<Vec<&str>>().into();
        return schema;
    }
    let (min, max) = match setting.check("-1") {
        Err(Problem::Between(min, max)) => (min, Some(max)),
        Err(Problem::AtLeast(min)) => (min, None),
        _ => return of_type("string"),
    };
    let mut schema = of_type("integer");
    schema["minimum"] = min.into();
    if let Some(max) = max {
        schema["maximum"] = max.into();
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(name: &str) -> Value {
        let all = settings();
        all.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
    }

    #[test]
    fn each_setting_of_a_request_says_what_it_takes() {
        assert_eq!(
            of("records")["schema"],
            json!({"type": "integer", "minimum": 1, "maximum": 1_000_000_000})
        );
        assert_eq!(of("max_offset")["default"], "none");
        assert_eq!(of("rate_limit")["schema"]["type"], "boolean");
        assert_eq!(of("past_end")["schema"]["enum"], json!(["empty", "repeat", "404", "400"]));
        assert_eq!(of("seed")["schema"]["type"], "string");
        assert_eq!(of("anchor")["schema"]["format"], "date-time");
        let all = settings();
        for one in all.as_array().unwrap() {
            for text in one["schema"]["enum"].as_array().into_iter().flatten() {
                let setting = SETTINGS.iter().find(|setting| one["name"] == setting.key).unwrap();
                assert!(setting.check(text.as_str().unwrap()).is_ok(), "{one}");
            }
        }
    }

    #[test]
    fn what_only_the_start_of_a_server_sets_is_left_out() {
        let all = settings();
        assert!(
            !all.as_array()
                .unwrap()
                .iter()
                .any(|one| one["name"] == "port" || one["name"] == "quiet")
        );
    }
}
