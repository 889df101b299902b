//! Reads what `strace -f -y` wrote down, in the order in which the kernel saw it.

use std::collections::HashMap;

/// What was on disk when an answer of success left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Acknowledgement {
    /// Writes to the log since the answer before.
    pub(super) writes: usize,
    /// Syncs of the log since then that had returned.
    pub(super) syncs: usize,
    /// Writes to the log, ever, that no sync begun after them had covered yet.
    pub(super) not_synced: usize,
}

impl Acknowledgement {
    /// Something was written for it, and everything written was synced.
    pub(super) const fn is_durable(&self) -> bool {
        self.writes > 0 && self.syncs > 0 && self.not_synced == 0
    }
}

/// The name `strace -y` gives the file that commits are appended to.
const LOG: &str = "paylink.db-wal>";
/// The answers that promise something.
const SUCCESS: &str = "\"HTTP/1.1 201";

#[derive(Default)]
struct Disk {
    written: usize,
    synced: usize,
    /// By thread: what had been written when its sync began.
    syncing: HashMap<String, usize>,
    writes: usize,
    syncs: usize,
}

/// Every answer of success in `trace`, in order.
pub(super) fn acknowledgements(trace: &str) -> Vec<Acknowledgement> {
    let mut disk = Disk::default();
    trace.lines().filter_map(|line| disk.see(line)).collect()
}

impl Disk {
    fn see(&mut self, line: &str) -> Option<Acknowledgement> {
        let (thread, rest) = line.split_once(' ')?;
        let (_time, event) = rest.trim_start().split_once(' ')?;
        let is_sync = |name: &str| matches!(name, "fsync" | "fdatasync");
        if let Some(resumed) = event.strip_prefix("<... ") {
            if resumed.split(' ').next().is_some_and(is_sync) {
                self.end_sync(thread, event);
            }
            return None;
        }
        let (name, arguments) = event.split_once('(')?;
        let first = arguments.split([',', ')', ' ']).next().unwrap_or_default();
        if first.ends_with(LOG) {
            if is_sync(name) {
                self.syncing.insert(thread.to_owned(), self.written);
                if !event.ends_with("<unfinished ...>") {
                    self.end_sync(thread, event);
                }
            } else {
                self.written = self.written.saturating_add(1);
                self.writes = self.writes.saturating_add(1);
            }
            return None;
        }
        if !arguments.contains(SUCCESS) {
            return None;
        }
        Some(Acknowledgement {
            writes: std::mem::take(&mut self.writes),
            syncs: std::mem::take(&mut self.syncs),
            not_synced: self.written.saturating_sub(self.synced),
        })
    }

    /// A sync has returned; one that failed promises nothing.
    fn end_sync(&mut self, thread: &str, event: &str) {
        if let Some(covered) = self.syncing.remove(thread)
            && event.ends_with("= 0")
        {
            self.synced = self.synced.max(covered);
            self.syncs = self.syncs.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: &str = "7 1.0 pwrite64(9</a/paylink.db-wal>, \"x\"..., 4096, 0) = 4096\n";
    const SYNC: &str = "7 1.1 fdatasync(9</a/paylink.db-wal>) = 0\n";
    const ANSWER: &str = "8 1.2 sendto(12<socket:[1]>, \"HTTP/1.1 201 Created\\r\\n\"..., 900, 0, NULL, 0) = 900\n";

    fn durable(trace: &[&str]) -> Vec<bool> {
        acknowledgements(&trace.concat()).iter().map(Acknowledgement::is_durable).collect()
    }

    #[test]
    fn an_answer_after_write_and_sync_is_durable_and_every_other_order_is_not() {
        assert_eq!(durable(&[WRITE, SYNC, ANSWER, WRITE, SYNC, ANSWER]), [true, true]);
        assert_eq!(durable(&[WRITE, ANSWER, SYNC]), [false]);
        assert_eq!(durable(&[SYNC, WRITE, ANSWER]), [false]);
        assert_eq!(durable(&[WRITE, SYNC, WRITE, ANSWER]), [false]);
        assert_eq!(durable(&[WRITE, SYNC, ANSWER, ANSWER]), [true, false]);
    }

    #[test]
    fn a_sync_counts_when_it_has_returned_and_for_what_was_written_when_it_began() {
        let begun = "7 1.1 fdatasync(9</a/paylink.db-wal> <unfinished ...>\n";
        let ended = "7 1.3 <... fdatasync resumed>) = 0\n";
        let failed = "7 1.3 <... fdatasync resumed>) = -1 EIO (Input/output error) (INJECTED)\n";
        let other = "7 1.1 fdatasync(9</a/paylink.db>) = 0\n";
        assert_eq!(durable(&[WRITE, begun, ended, ANSWER]), [true]);
        assert_eq!(durable(&[WRITE, begun, ANSWER, ended]), [false]);
        assert_eq!(durable(&[WRITE, begun, failed, ANSWER]), [false]);
        assert_eq!(durable(&[WRITE, begun, WRITE, ended, ANSWER]), [false]);
        assert_eq!(durable(&[WRITE, other, ANSWER]), [false]);
    }
}
