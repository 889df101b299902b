//! The examples in documentation comments, through `cargo test --doc`; counted from the lines it prints.

use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Stdio};

use super::tally::Tally;
use crate::trouble::{Attempt, Outcome, Trouble};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace) -> Outcome<Tally> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--doc", "--workspace", "--no-fail-fast"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = cargo.spawn().attempting("could not start `cargo test --doc`")?;
    let tally = child.stdout.take().map_or(Ok(None), count_while_printing)?;
    let exit = child.wait().attempting("could not wait for `cargo test --doc`")?;
    match tally {
        Some(tally) => Ok(tally.or_failed(exit.success())),
        None if exit.success() => Ok(Tally::default()),
        None => Err(Trouble::new(format!("the documentation's examples did not build: {exit}"))),
    }
}

fn count_while_printing(stdout: ChildStdout) -> Outcome<Option<Tally>> {
    let mut total: Option<Tally> = None;
    for line in BufReader::new(stdout).lines() {
        let line = line.attempting("could not read the output of `cargo test --doc`")?;
        println!("{line}");
        if let Some(tally) = counts(&line) {
            total = Some(total.unwrap_or_default().plus(tally));
        }
    }
    Ok(total)
}

/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`
fn counts(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        counts.split("; ").find_map(|part| part.strip_suffix(word)).and_then(|number| number.trim().parse().ok())
    };
    Some(Tally { passed: number("passed")?, failed: number("failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_line_of_the_harness_is_counted() {
        let failed = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(counts(failed), Some(Tally { passed: 3, failed: 2 }));
        assert_eq!(counts("test src/money.rs - money (line 4) ... ok"), None);
    }
}
