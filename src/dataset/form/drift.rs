//! A schema that drifts: from a moment on, answers have rows with other members.

use crate::time::Timestamp;

/// The moments from which on rows change, in seconds since 1970; None for changes that never come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Drift {
    add: Option<i64>,
    rename: Option<i64>,
    retype: Option<i64>,
    drop: Option<i64>,
}

/// Which changes have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Changes {
    /// `phone` is there.
    pub add: bool,
    /// `job` is called `job_title`.
    pub rename: bool,
    /// `company` is an object.
    pub retype: bool,
    /// `address` is gone.
    pub drop: bool,
}

impl Drift {
    /// Of changes as a setting has them, each once: `add@TIME+drop@TIME`, or `none`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut drift = Self::default();
        for change in text.split('+').filter(|_| text != "none") {
            let (name, time) = change.split_once('@')?;
            let moment = match name {
                "add" => &mut drift.add,
                "rename" => &mut drift.rename,
                "type" => &mut drift.retype,
                "drop" => &mut drift.drop,
                _ => return None,
            };
            let from = Timestamp::parse(time)?.seconds();
            if moment.replace(from).is_some() {
                return None;
            }
        }
        Some(drift)
    }

    /// What has come by a second since 1970.
    pub fn at(&self, second: i64) -> Changes {
        let has_come = |from: Option<i64>| from.is_some_and(|from| from <= second);
        let Self { add, rename, retype, drop } = *self;
        Changes {
            add: has_come(add),
            rename: has_come(rename),
            retype: has_come(retype),
            drop: has_come(drop),
        }
    }

    /// Moments of which no two have the same changes unless they are the same: before all, and at each.
    pub fn moments(&self) -> impl Iterator<Item = i64> {
        [Some(i64::MIN), self.add, self.rename, self.retype, self.drop].into_iter().flatten()
    }

    /// What may come.
    pub const fn any(&self) -> Changes {
        Changes {
            add: self.add.is_some(),
            rename: self.rename.is_some(),
            retype: self.retype.is_some(),
            drop: self.drop.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_each_at_its_moment_and_stay() {
        let drift = Drift::parse("rename@1970-01-01T00:00:09Z+add@1970-01-01T00:00:05Z").unwrap();
        let came = |second| {
            let Changes { add, rename, retype, drop } = drift.at(second);
            [add, rename, retype, drop]
        };
        assert_eq!(came(4), [false; 4]);
        assert_eq!(came(5), [true, false, false, false]);
        assert_eq!(came(8), came(5));
        assert_eq!((came(9), came(i64::MAX)), ([true, true, false, false], came(9)));
        assert_eq!(Drift::parse("none"), Some(Drift::default()));
        assert_eq!(drift.moments().collect::<Vec<_>>(), [i64::MIN, 5, 9]);
    }

    #[test]
    fn what_is_no_change_at_a_moment_is_refused() {
        let time = "2026-01-01T00:00:00Z";
        for text in [
            String::new(),
            "add".to_owned(),
            "add@".to_owned(),
            "add@2026-01-01".to_owned(),
            format!("none+add@{time}"),
            format!("add@{time}+"),
            format!("add@{time}+add@{time}"),
            format!("remove@{time}"),
            format!("add@{time} drop@{time}"),
        ] {
            assert_eq!(Drift::parse(&text), None, "{text}");
        }
    }
}
