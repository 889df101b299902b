//! The Rust tests, through cargo-nextest; counted from the report it writes.

use std::fs;
use std::path::PathBuf;

use paylink_pg_cluster::{Cluster, Options};

use super::tally::Tally;
use crate::process;
use crate::trouble::{Attempt, Outcome, Trouble};
use crate::workspace::Workspace;

/// What nextest exits with when tests ran and some failed; anything else bad means they did not run.
const TESTS_FAILED: i32 = 100;

/// Building all tests also builds `paylink-server`, because that package has integration tests.
pub(crate) fn run(workspace: &Workspace, selection: &[String]) -> Outcome<Tally> {
    let profile = if std::env::var_os("CI").is_some() { "ci" } else { "default" };
    let report = report(workspace, profile);
    if report.exists() {
        fs::remove_file(&report).attempting(&format!("could not remove {}", report.display()))?;
    }
    let postgres = shared_postgres()?;
    let mut nextest = workspace.cargo();
    nextest.envs(postgres.as_ref().map(|cluster| (paylink_pg_cluster::VARIABLE, cluster.admin_url())));
    nextest.args(["nextest", "run", "--workspace", "--profile", profile]).args(selection);
    let exit = process::status(&mut nextest)?;
    if !exit.success() && exit.code() != Some(TESTS_FAILED) {
        return Err(Trouble::new(format!("the Rust tests did not run: cargo nextest ended with {exit}")));
    }
    let text = fs::read_to_string(&report).attempting(&format!("could not read {}", report.display()))?;
    let tally = counts(&text).ok_or_else(|| Trouble::new(format!("no counts in {}", report.display())))?;
    Ok(tally.or_failed(exit.success()))
}

/// One PostgreSQL for the whole run, gone with the value; none of ours where the caller names one.
fn shared_postgres() -> Outcome<Option<Cluster>> {
    if std::env::var_os(paylink_pg_cluster::VARIABLE).is_some() {
        return Ok(None);
    }
    Cluster::start(Options::default()).map(Some).attempting("could not start a PostgreSQL for the tests")
}

/// Where `.config/nextest.toml` has the report written.
fn report(workspace: &Workspace, profile: &str) -> PathBuf {
    workspace.root.join("target/nextest").join(profile).join("junit.xml")
}

/// From the report's outermost element: `<testsuites name="…" tests="5" failures="1" errors="0" …>`.
fn counts(report: &str) -> Option<Tally> {
    let (_, rest) = report.split_once("<testsuites ")?;
    let (element, _) = rest.split_once('>')?;
    let number = |name: &str| {
        let (_, rest) = element.split_once(&format!("{name}=\""))?;
        let (value, _) = rest.split_once('"')?;
        value.parse::<u64>().ok()
    };
    let failed = number("failures")?.saturating_add(number("errors")?);
    Some(Tally { passed: number("tests")?.saturating_sub(failed), failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_and_errors_of_the_report_both_count_as_failed() {
        let report = r#"<?xml version="1.0"?>
            <testsuites name="nextest-run" tests="7" failures="2" errors="1" time="0.5">
              <testsuite name="paylink-core" tests="7" failures="2" errors="1">"#;
        assert_eq!(counts(report), Some(Tally { passed: 4, failed: 3 }));
    }

    #[test]
    fn a_report_without_counts_is_not_taken_for_a_green_run() {
        assert_eq!(counts("<testsuites name=\"x\">"), None);
        assert_eq!(counts(""), None);
    }
}
