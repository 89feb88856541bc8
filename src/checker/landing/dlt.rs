//! What of the files of dlt counts: those of a dataset whose load is done, and of a working folder the jobs that were.

use serde::Deserialize;
use std::collections::BTreeSet;

/// The table of the loads that are done.
const LOADS: &str = "_dlt_loads";
/// What the names of dlt's own tables begin with.
const OWN: &str = "_dlt_";
/// What the name of a dataset ends with that is emptied into another.
const STAGING: &str = "_staging";
/// Folders of jobs in a package, those that are done and others, and of packages that are.
const DONE: &str = "completed_jobs";
const LOADED: &str = "loaded";
const OTHERS: [&str; 3] = ["new_jobs", "started_jobs", "failed_jobs"];

/// The loads of all datasets; None where there is no dataset.
#[derive(Debug, Default)]
pub(super) struct Loads {
    done: Option<BTreeSet<String>>,
}

/// What a file is by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It may hold rows.
    Rows,
    /// It says which loads are done.
    Loads,
    /// It holds no rows that landed.
    Aside,
    /// It holds rows of a load that is not done.
    Unfinished,
}

/// A line of that table.
#[derive(Deserialize)]
struct Load {
    load_id: String,
    status: i64,
}

impl Loads {
    /// What the file at a path is.
    pub(super) fn place(&mut self, path: &str) -> Place {
        let [dataset, folder, file] = tail(path);
        if [folder, file].iter().any(|part| part.starts_with(OWN)) {
            if folder != DONE {
                self.done.get_or_insert_default();
            }
            return if folder == LOADS { Place::Loads } else { Place::Aside };
        }
        let of_dataset = self.done.is_some();
        let unfinished = |part: &str| id(part).is_some_and(|id| !self.is_done(id));
        match () {
            () if OTHERS.contains(&folder) => Place::Aside,
            // What a package has beside its jobs.
            () if dataset == LOADED && id(folder) == Some(folder) => Place::Aside,
            () if of_dataset
                && (folder == DONE || dataset.ends_with(STAGING) || file == "init") =>
            {
                Place::Aside
            }
            () if unfinished(file) || unfinished(folder) => Place::Unfinished,
            () => Place::Rows,
        }
    }

    /// Whether there is a dataset.
    pub(super) const fn is_known(&self) -> bool {
        self.done.is_some()
    }

    /// Whether a load is done; where there is no dataset, all are.
    pub(super) fn is_done(&self, load: &str) -> bool {
        self.done.as_ref().is_none_or(|done| done.contains(load))
    }

    /// Takes a line of the table.
    pub(super) fn take(&mut self, line: &[u8]) {
        if let Ok(Load { load_id, status: 0 }) = serde_json::from_slice(line) {
            self.done.get_or_insert_default().insert(load_id);
        }
    }
}

/// Whether the file at a path is to be read before all others of its landing: it tells of a dataset of dlt's.
pub fn is_first(path: &str) -> bool {
    tail(path).iter().skip(1).any(|part| part.starts_with(OWN))
}

/// The last folder but one of a path, the last one, and the name of the file; empty where there is none.
fn tail(path: &str) -> [&str; 3] {
    let mut parts = path.rsplit(['/', '\\']).filter(|part| !part.is_empty());
    let [file, folder, dataset] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    [dataset, folder, file]
}

/// The load that a name begins with: seconds since 1970, with a fraction.
fn id(name: &str) -> Option<&str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (seconds, rest) = name.split_once('.')?;
    let fraction = rest.split('.').next()?;
    let is_id = seconds.len() == 10 && digits(seconds) && digits(fraction);
    name.get(..seconds.len() + 1 + fraction.len()).filter(|_| is_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_dataset_the_files_of_loads_that_are_done_count() {
        let mut loads = Loads::default();
        let rows = "ds/people/1796088571.312971.4f53305541.jsonl.gz";
        assert_eq!(loads.place(rows), Place::Rows);
        assert_eq!(loads.place("ds/_dlt_version/x__1.jsonl"), Place::Aside);
        assert_eq!(loads.place(rows), Place::Unfinished);
        assert_eq!(loads.place("ds/_dlt_loads/x__1796088571.312971.jsonl"), Place::Loads);
        loads.take(b"{\"load_id\":\"1796088571.4\",\"status\":1}");
        loads.take(b"{\"load_id\":\"1796088571.312971\",\"schema_name\":\"x\",\"status\":0}\n");
        assert_eq!(loads.place(rows), Place::Rows);
        assert_eq!(loads.place("ds/people/1796088571.4.4f53305541.csv"), Place::Unfinished);
        assert_eq!(loads.place("ds_staging/people/1796088571.312971.a.csv"), Place::Aside);
        assert_eq!(loads.place("ds/init"), Place::Aside);
        assert_eq!(loads.place("ds/people/part-0.csv"), Place::Rows);
    }

    #[test]
    fn of_a_working_folder_the_jobs_that_were_done_count() {
        let mut loads = Loads::default();
        let job =
            |folder: &str, job: &str| format!("loaded/1796088571.312971/{folder}/{job}.jsonl");
        assert_eq!(loads.place(&job(DONE, "_dlt_pipeline_state.1.0")), Place::Aside);
        assert_eq!(loads.place(&job(DONE, "people.1.0")), Place::Rows);
        assert_eq!(loads.place("loaded/1796088571.312971/schema.json"), Place::Aside);
        for other in OTHERS {
            assert_eq!(loads.place(&job(other, "people.1.0")), Place::Aside);
        }
        assert_eq!(loads.place("ds/_dlt_version/x__1.jsonl"), Place::Aside);
        assert_eq!(loads.place(&job(DONE, "people.1.0")), Place::Aside);
    }
}
