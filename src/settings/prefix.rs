//! The `/with/KEY=VALUE,…/` prefix: settings for one request, for connectors where a base URL is all that can be set.

use super::{Problem, SETTINGS, Scope, SettingError, Settings, SettingsBuilder};
use percent_encoding::percent_decode_str;

impl Settings {
    /// These settings, changed by one prefix segment: the text between `/with/` and the next slash, as it stands in the path.
    ///
    /// The segment is percent-decoded (some clients encode whole segments), split at commas and each part's first `=`, and each
    /// value is decoded once more.
    ///
    /// # Errors
    /// A part that is no pair, an unknown or server-only key, a bad value, a key with two different values.
    pub fn with_prefix(&self, segment: &str) -> Result<Self, SettingError> {
        let mut changed = SettingsBuilder::inheriting(self);
        for pair in pairs(segment) {
            let (key, value) = pair?;
            if SETTINGS.iter().any(|setting| setting.key == key && setting.scope == Scope::Server) {
                return Err(SettingError { key, problem: Problem::ServerOnly });
            }
            changed = changed.set(&key, &value)?;
        }
        changed.build()
    }
}

/// The keys and values of a text `KEY=VALUE,…`, each key once.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = Result<(String, String), SettingError>> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let text = decoded(text);
    let mut seen: Vec<(String, String)> = Vec::new();
    let parts: Vec<String> = text.split(',').map(str::to_owned).collect();
    parts.into_iter().filter_map(move |part| {
        let error = |key: &str, problem| Some(Err(SettingError { key: key.to_owned(), problem }));
        let Some((key, value)) = part.split_once('=') else {
            return error(&part, Problem::NotPair);
        };
        let pair = (key.to_owned(), decoded(value));
        match seen.iter().find(|(before, _)| before == key) {
            Some(same) if *same == pair => None,
            Some(_) => error(key, Problem::Conflicting),
            None => {
                seen.push(pair.clone());
                Some(Ok(pair))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn base() -> Settings {
        Settings::new("s", Timestamp::parse("2026-01-01T00:00:00Z").unwrap()).unwrap()
    }

    fn refusal(segment: &str) -> String {
        base().with_prefix(segment).unwrap_err().to_string()
    }

    #[test]
    fn pairs_are_read_raw_encoded_and_encoded_twice() {
        for segment in [
            "records=100000,ties=15,seed=a b",
            "records%3D100000%2Cties%3D15%2Cseed%3Da%20b",
            "records=100000,ties=15,seed=a%2520b",
        ] {
            let changed = base().with_prefix(segment).unwrap();
            assert_eq!(
                (changed.records, changed.ties, &*changed.seed),
                (100_000, 15, "a b"),
                "{segment}"
            );
        }
        assert_eq!(&*base().with_prefix("seed=a%252Cb%253Dc").unwrap().seed, "a,b=c");
        assert_eq!(&*base().with_prefix("seed=a=b").unwrap().seed, "a=b");
    }

    #[test]
    fn every_refusal_names_the_key_and_what_is_allowed() {
        assert_eq!(
            refusal("records"),
            "Settings are KEY=VALUE pairs separated by commas, not 'records'"
        );
        assert_eq!(
            refusal("records=0"),
            "Invalid value for setting 'records'. It should be between 1 and 1000000000."
        );
        assert_eq!(
            refusal("records=x"),
            "Invalid value for setting 'records'. It must be an integer."
        );
        assert_eq!(
            refusal("ties=201"),
            "Invalid value for setting 'ties'. It should be between 0 and the number of records, 200."
        );
        assert_eq!(refusal("records=5,records=6"), "Conflicting values for setting 'records'");
        assert!(refusal("port=1").starts_with(
            "Setting 'port' is the server's. A request can set: seed, anchor, now, records"
        ));
        assert_eq!(
            refusal("csv_separator=colon"),
            "Invalid value for setting 'csv_separator'. Use 'comma' or 'semicolon' or 'tab' or 'pipe'"
        );
        assert_eq!(
            refusal("csv_bom="),
            "Invalid value for setting 'csv_bom'. Use 'true' or 'false'"
        );
        assert!(
            refusal("recrods=1")
                .starts_with("Unknown setting 'recrods'. Known settings: port, host")
        );
        assert!(refusal("now=today").contains("YYYY-MM-DDTHH:MM:SSZ"));
        assert!(refusal(&format!("seed={}", "x".repeat(65))).contains("1 to 64 bytes"));
        assert!(
            refusal("anchor=2030-01-01T00:00:00Z,now=2020-01-01T00:00:00Z").contains("'anchor'")
        );
        assert_eq!(base().with_prefix("records=5,records=5").unwrap().records, 5);
    }

    #[test]
    fn settings_that_are_shown_can_be_set_again() {
        for segment in [
            "records=5,ties=5,csv_bom=on,seed=a%2520b",
            "now=2020-01-01T00:00:00Z",
            "now=0001-01-01T00:00:00Z",
        ] {
            let set = base().with_prefix(segment).unwrap();
            let mut again = Settings::builder("s", base().anchor);
            for (key, text) in set.texts(true) {
                again = again.set(key, &text).unwrap();
            }
            assert_eq!(again.build().unwrap().texts(true), set.texts(true), "{segment}");
        }
    }

    #[test]
    fn a_clock_that_stands_still_takes_the_data_with_it() {
        let past = "2020-01-01T00:00:00Z";
        let changed = base().with_prefix(&format!("now={past}")).unwrap();
        assert_eq!(Some(changed.anchor), Timestamp::parse(past));
        let early = base().with_prefix("now=0001-01-01T00:00:00Z").unwrap();
        assert_eq!(early.anchor, Timestamp::from_seconds(0));
        let later = base().with_prefix("now=2027-01-01T00:00:00Z").unwrap();
        assert_eq!(later.anchor, base().anchor);
    }
}
