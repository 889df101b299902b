//! The audit log: every seal made again, every entry compared with its seal.

use super::report::Report;
use paylink_core::{AuditCheck, BookFinding, Error, Paylink};
use std::time::Duration;

const WHAT: &str = "audit log";
/// Entries that have waited this long for a seal are worth a word.
const LATE: Duration = Duration::from_secs(60);

/// Walks over the chain of seals. Without the server's secret (`known`) only the chain is checked, not who made it.
pub(super) async fn chain(paylink: &Paylink, known: bool, report: &mut Report) {
    let checked = match walk(paylink).await {
        Ok(checked) => checked,
        Err(error) => return report.finding(WHAT, error),
    };
    let said = |finding: &BookFinding| format!("{}: {}", finding.subject, finding.problem);
    let findings: Vec<String> = checked.findings.iter().map(said).collect();
    let last = checked.last.as_ref().map(|place| format!("; the last is number {}, {}", place.number, place.hash));
    let good = format!("{} seals cover {} entries{}", checked.seals, checked.entries, last.unwrap_or_default());
    report.findings(WHAT, &findings, good);
    if checked.unknown_keys > 0 && known {
        report.note(
            WHAT,
            format!(
                "{} seals were signed with a secret that is in neither PAYLINK_SECRET nor PAYLINK_SECRET_PREVIOUS",
                checked.unknown_keys
            ),
        );
    } else if checked.unknown_keys > 0 {
        report.note(WHAT, "without the server's secret it cannot be told who made the seals");
    }
}

/// Entries that no seal covers yet can still be changed unnoticed.
pub(super) async fn waiting(paylink: &Paylink, report: &mut Report) {
    match paylink.audit_backlog().await {
        Ok((waiting, age)) if age > LATE => {
            let seconds = age.as_secs();
            report.note(WHAT, format!("{waiting} entries wait for a seal, since {seconds} s; does a worker run?"));
        }
        Ok(_) => {}
        Err(error) => report.finding(WHAT, error),
    }
}

async fn walk(paylink: &Paylink) -> Result<AuditCheck, Error> {
    let mut sum = AuditCheck::default();
    loop {
        let next = paylink.check_audit(sum.last.take()).await?;
        sum.seals = sum.seals.saturating_add(next.seals);
        sum.entries = sum.entries.saturating_add(next.entries);
        sum.unknown_keys = sum.unknown_keys.saturating_add(next.unknown_keys);
        sum.findings.extend(next.findings);
        sum.last = next.last;
        if !next.more {
            return Ok(sum);
        }
    }
}
