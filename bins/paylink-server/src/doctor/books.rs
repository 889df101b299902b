//! The books: every payment's ledger added up again, every link's counts, and work that is late.

use super::report::Report;
use paylink_core::{
    BookCheck, BookFinding, Caller, Error, Paylink, ReportCheck, Role,
    forms::{EventQuery, ListQuery},
    ports::{Clock as _, Position},
    records::BillKind,
};
use std::{future::Future, time::Duration};

/// What moves while it is looked at may look wrong; it is looked at again after this long.
const AGAIN: Duration = Duration::from_secs(1);
/// A merchant whose payments go on is looked at so often again.
const LOOKS: u32 = 5;
/// Work that is due longer than this is worth a word.
const LATE: Duration = Duration::from_secs(300);
/// An event may lie this far in the future by this machine's clock.
const AHEAD: Duration = Duration::from_secs(60);

/// Adds up the ledger of every payment.
pub(super) async fn payments(paylink: &Paylink, report: &mut Report) {
    let looked = walk(|after| paylink.check_books(after)).await;
    tell("ledger", looked, |payments, entries| format!("{payments} payments and {entries} entries add up"), report);
}

/// Compares the counts of every link with its payments.
pub(super) async fn links(paylink: &Paylink, report: &mut Report) {
    let looked = walk(|after| paylink.check_links(after)).await;
    tell("links", looked, |_, _| "their counts are those of their payments".to_owned(), report);
}

/// Compares what is counted for reports with what the payments, the ledger and the events of each merchant come to.
pub(super) async fn reports(paylink: &Paylink, report: &mut Report) {
    const WHAT: &str = "reports";
    let (mut merchants, mut moving, mut findings, mut after) = (0_u64, 0_u64, Vec::new(), None);
    loop {
        let check = match still(|| paylink.check_report(after)).await {
            Ok(check) => check,
            Err(error) => return report.finding(WHAT, error),
        };
        let Some(next) = check.next else { break };
        after = Some(next);
        merchants = merchants.saturating_add(1);
        moving = moving.saturating_add(u64::from(!check.quiet));
        findings.extend(check.findings);
    }
    match still(|| paylink.check_report_totals()).await {
        Ok(check) => findings.extend(check.findings),
        Err(error) => return report.finding(WHAT, error),
    }
    let said = |finding: &BookFinding| format!("{}: {}", finding.subject, finding.problem);
    let findings: Vec<String> = findings.iter().map(said).collect();
    report.findings(WHAT, &findings, format!("the counts of {merchants} merchants are those of their payments"));
    if moving > 0 {
        report.note(WHAT, format!("{moving} merchants kept moving while they were looked at"));
    }
}

/// What was found while nothing moved; nothing, when that does not come to pass.
async fn still<F, Fut>(look: F) -> Result<ReportCheck, Error>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<ReportCheck, Error>>,
{
    let mut check = look().await?;
    for _ in 0..LOOKS {
        if check.quiet {
            return Ok(check);
        }
        tokio::time::sleep(AGAIN).await;
        check = look().await?;
    }
    if !check.quiet {
        check.findings.clear();
    }
    Ok(check)
}

/// Compares every invoice and order with its payment and its links.
pub(super) async fn bills(paylink: &Paylink, report: &mut Report) {
    for (kind, what) in [(BillKind::Invoice, "invoices"), (BillKind::Order, "orders")] {
        let looked = walk(|after| paylink.check_bills(kind, after)).await;
        tell(what, looked, |_, _| "they agree with their payments and links".to_owned(), report);
    }
}

/// Says what work is late: nothing does it, or it fails.
pub(super) async fn work(paylink: &Paylink, report: &mut Report) {
    match paylink.backlog().await {
        Ok(queues) => {
            for queue in queues.iter().filter(|queue| queue.late > LATE) {
                let (name, late) = (queue.queue.name(), queue.late.as_secs());
                report.note("work", format!("{name} has had work due for {late} s; does a worker run?"));
            }
        }
        Err(error) => report.finding("work", error),
    }
}

/// A clock that has gone back shows in events of the future.
pub(super) async fn newest(paylink: &Paylink, report: &mut Report) {
    let query =
        EventQuery { list: ListQuery { limit: Some("1".to_owned()), ..ListQuery::default() }, ..EventQuery::default() };
    let now = crate::system::SystemClock.now();
    match paylink.events(&Caller::platform(Role::ReadOnly, None), &query).await {
        Ok(listed) => {
            let ahead = listed.rows.first().map(|event| event.at.since(now)).unwrap_or_default();
            if ahead > AHEAD {
                report.finding("clock", format!("the newest event lies {} s in the future", ahead.as_secs()));
            }
        }
        Err(error) => report.finding("events", error),
    }
}

/// All pages; what is wrong on a page counts when it is wrong twice.
async fn walk<F, Fut>(page: F) -> Result<BookCheck, Error>
where
    F: Fn(Option<Position>) -> Fut,
    Fut: Future<Output = Result<BookCheck, Error>>,
{
    let mut sum = BookCheck::default();
    loop {
        let at = sum.next;
        let mut check = page(at).await?;
        if !check.findings.is_empty() {
            tokio::time::sleep(AGAIN).await;
            let again = page(at).await?;
            check.findings.retain(|finding| again.findings.contains(finding));
        }
        sum.payments = sum.payments.saturating_add(check.payments);
        sum.entries = sum.entries.saturating_add(check.entries);
        sum.findings.append(&mut check.findings);
        sum.next = check.next;
        if sum.next.is_none() {
            return Ok(sum);
        }
    }
}

fn tell(what: &str, looked: Result<BookCheck, Error>, good: impl Fn(u64, u64) -> String, report: &mut Report) {
    match looked {
        Ok(check) => {
            let said = |finding: &BookFinding| format!("{}: {}", finding.subject, finding.problem);
            let findings: Vec<String> = check.findings.iter().map(said).collect();
            report.findings(what, &findings, good(check.payments, check.entries));
        }
        Err(error) => report.finding(what, error),
    }
}
