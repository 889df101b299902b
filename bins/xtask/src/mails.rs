//! `cargo xtask mails`: the long proof that a queue of mails drains through kills of the server.

use crate::process;
use crate::setup;
use crate::trouble::{Outcome, Trouble};
use crate::workspace::Workspace;

/// Mails, where no other number is given.
const MAILS: u32 = 10_000;
const TEST: &str = "drain::a_queue_of_mails_drains_through_kills_without_a_loss_or_a_second_message";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<()> {
    let mails = match arguments {
        [] => MAILS,
        [count] => count.parse().map_err(|_| Trouble::new("the number of mails must be a whole number"))?,
        _ => return Err(Trouble::new("one argument: the number of mails")),
    };
    setup::ensure(workspace)?;
    let mut command = workspace.cargo();
    command.args(["test", "--package", "paylink-server", "--test", "it", "--", "--exact", "--nocapture", TEST]);
    process::run(command.env("PAYLINK_TEST_MAILS", mails.to_string()))
}
