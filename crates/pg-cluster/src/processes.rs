//! The processes of a cluster, seen from outside.

use crate::{Error, programs::output};
use std::{fs, path::Path, process::Command};

/// What `postmaster.pid` says: the process, and whether it takes connections
/// (<https://www.postgresql.org/docs/15/storage-file-layout.html>; the status is the eighth line).
pub(crate) fn postmaster(data: &Path) -> Option<(u32, bool)> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let pid = text.lines().next()?.trim().parse().ok()?;
    Some((pid, text.lines().nth(7).is_some_and(|status| status.trim() == "ready")))
}

/// The processes whose parent is `parent`.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let pids = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

/// From `/proc/PID/stat`: the second field after the program's name, which stands in parentheses.
fn parent_of(pid: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    rest.split(' ').nth(1)?.parse().ok()
}

/// Whether the process runs: not gone, and not merely waiting for its parent to notice its end.
pub(crate) fn runs(pid: u32) -> bool {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    text.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z') && !rest.starts_with('X'))
}

/// Sends a signal; processes that are gone already are fine.
pub(crate) fn signal(name: &str, pids: &[u32]) -> Result<(), Error> {
    let mut kill = Command::new("sh");
    kill.args(["-c", "for pid; do kill -s \"$0\" \"$pid\" 2>/dev/null; done; true", name]);
    output(kill.args(pids.iter().map(u32::to_string))).map(drop)
}
