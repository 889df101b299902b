//! `cargo xtask e2e`: the browser tests, one file after the other, against a real server and a real browser.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process;
use crate::setup;
use crate::test::Tally;
use crate::trouble::{Attempt, Outcome, Trouble};
use crate::workspace::Workspace;

const FOLDER: &str = "bins/paylink-server/tests/browser";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    setup::ensure(workspace)?;
    process::run(workspace.cargo().args(["build", "--package", "paylink-server", "--bin", "paylink-server"]))?;
    browser_tests(workspace, arguments)?.conclude()
}

/// Runs the test files whose name contains one of `wanted`; all of them if that is empty. The server must be built.
pub(crate) fn browser_tests(workspace: &Workspace, wanted: &[String]) -> Outcome<Tally> {
    let server = workspace.server();
    if !server.is_file() {
        return Err(Trouble::new(format!("the browser tests need {}, which is not built", server.display())));
    }
    let node = setup::node(workspace)?;
    let mut total = Tally::default();
    for file in files(&workspace.root.join(FOLDER), wanted)? {
        total = total.plus(run_file(workspace, &node, &file)?);
    }
    Ok(total)
}

fn files(folder: &Path, wanted: &[String]) -> Outcome<Vec<PathBuf>> {
    let what = format!("could not list {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).attempting(&what)? {
        let path = entry.attempting(&what)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".test.mjs") && (wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())))
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// One process per file: nothing of one test reaches the next, and two browsers never share the machine.
fn run_file(workspace: &Workspace, node: &Path, file: &Path) -> Outcome<Tally> {
    let report = workspace.peers.join("browser-report.tap");
    if report.exists() {
        fs::remove_file(&report).attempting(&format!("could not remove {}", report.display()))?;
    }
    let mut command = workspace.command(node);
    command
        .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .arg(file);
    let exit = process::status(&mut command)?;
    let text = fs::read_to_string(&report).attempting(&format!("no report of {}", file.display()))?;
    let tally = counts(&text).ok_or_else(|| Trouble::new(format!("no counts in the report of {}", file.display())))?;
    Ok(tally.or_failed(exit.success()))
}

/// From the report's last lines: `# pass 3`, `# fail 1`, `# cancelled 0`.
fn counts(report: &str) -> Option<Tally> {
    let number = |word: &str| {
        report.lines().rev().find_map(|line| line.strip_prefix("# ")?.strip_prefix(word)?.trim().parse::<u64>().ok())
    };
    let failed = number("fail ")?.saturating_add(number("cancelled ")?);
    Some(Tally { passed: number("pass ")?, failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelled_browser_tests_count_as_failed() {
        let report =
            "TAP version 13\n# Subtest: pays\nok 1 - pays\n1..1\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n";
        assert_eq!(counts(report), Some(Tally { passed: 2, failed: 2 }));
        assert_eq!(counts("TAP version 13\n"), None);
    }

    #[test]
    fn the_server_is_started_by_the_tests_and_therefore_must_exist() {
        let nowhere = std::env::temp_dir().join("xtask-no-such-folder");
        let workspace = Workspace { root: nowhere.clone(), target: nowhere.clone(), peers: nowhere };
        assert!(browser_tests(&workspace, &[]).is_err());
    }
}
