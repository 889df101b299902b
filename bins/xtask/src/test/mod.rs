//! `cargo xtask test`: every test there is, by three runners, with one line at the end that adds them up.

mod doc;
mod rust;
mod tally;

pub(crate) use tally::Tally;

use crate::e2e;
use crate::setup;
use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    let selection = match arguments.split_first() {
        None => &[],
        Some((dashes, rest)) if dashes == "--" => rest,
        Some(_) => return Err(Trouble::new("arguments for the test runner come after `--`")),
    };
    setup::ensure(workspace)?;
    let mut total = rust::run(workspace, selection)?;
    if selection.is_empty() {
        total = total.plus(doc::run(workspace)?).plus(e2e::browser_tests(workspace, &[])?);
    }
    total.conclude()
}
