//! The files: every row has its file, and the file store holds no others.

use super::report::Report;
use paylink_core::{Code, FileFinding, Paylink};

const WHAT: &str = "files";
/// Rows that are looked at; the newest.
const ROWS: usize = 10_000;
/// Files in the store that are looked at.
const KEPT: usize = 10_000;

/// Compares rows and file store, as far as that goes in reasonable time.
pub(super) async fn files(paylink: &Paylink, report: &mut Report) {
    let (mut findings, mut checked, mut after) = (Vec::new(), 0_usize, None);
    loop {
        match paylink.check_files(after).await {
            Ok(mut check) => {
                checked = checked.saturating_add(check.checked);
                findings.append(&mut check.findings);
                after = check.next;
            }
            Err(error) if error.code == Code::NotAvailable => {
                return report.note(WHAT, "no file has been kept here yet");
            }
            Err(error) => return report.finding(WHAT, error),
        }
        if after.is_none() || checked >= ROWS {
            break;
        }
    }
    match paylink.check_orphans(KEPT).await {
        Ok(mut check) => findings.append(&mut check.findings),
        Err(error) => return report.finding(WHAT, error),
    }
    let findings: Vec<String> = findings.iter().map(said).collect();
    report.findings(WHAT, &findings, format!("{checked} rows and their files agree"));
}

fn said(finding: &FileFinding) -> String {
    match finding {
        FileFinding::Missing(id) => format!("{id}: the file store does not hold it"),
        FileFinding::WrongSize(id) => format!("{id}: the file store holds it with another length"),
        FileFinding::Orphan(id) => format!("{id}: the file store holds it for nothing; it can be deleted there"),
    }
}
