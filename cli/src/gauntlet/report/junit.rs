//! The report as continuous integration reads it: JUnit's XML, a test case for each case.

use super::{Report, seconds};
use crate::gauntlet::progress::word;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

impl Report {
    /// # Errors
    /// The XML cannot be made.
    pub(crate) fn junit(&self) -> Result<String, String> {
        let mut suite = TestSuite::new("gauntlet");
        for verdict in &self.verdicts {
            let mut status = if verdict.word.is_good() {
                TestCaseStatus::success()
            } else {
                TestCaseStatus::non_success(NonSuccessKind::Failure)
            };
            if verdict.word == super::Word::Skipped {
                status = TestCaseStatus::skipped();
            } else if !verdict.word.is_good() {
                status.set_type(word(verdict));
                status.set_message(verdict.cause.clone());
                let again = format!("again: {}", self.again(verdict));
                status.set_description(
                    [&verdict.evidence[..], &verdict.output[..], &[again]].concat().join("\n"),
                );
            }
            let mut case = TestCase::new(verdict.case.name.clone(), status);
            case.set_classname("gauntlet").set_time(Duration::from_secs_f64(seconds(verdict)));
            suite.add_test_case(case);
        }
        let mut document = Document::new("playground gauntlet");
        document.add_test_suite(suite);
        document.to_string().map_err(|error| error.to_string())
    }
}
