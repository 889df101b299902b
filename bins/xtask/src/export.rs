//! `cargo xtask export`: the long proof that an export of any length needs little memory.

use crate::process;
use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

/// Links, where no other number is given.
const ROWS: u32 = 1_000_000;
const TEST: &str = "exports::any_number_of_rows_is_exported_whole_in_little_memory";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    let rows = match arguments {
        [] => ROWS,
        [count] => count.parse().map_err(|_| Trouble::new("the number of rows must be a whole number"))?,
        _ => return Err(Trouble::new("one argument: the number of rows")),
    };
    let mut command = workspace.cargo();
    command.args(["test", "--package", "paylink-server", "--test", "it", "--", "--exact", "--nocapture", TEST]);
    process::run(command.env("PAYLINK_TEST_EXPORT", rows.to_string()))
}
