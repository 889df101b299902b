//! The walls that also stand in a database schema: a bug in the rules above must hit one here.

use crate::{
    BillId, LinkId,
    ports::StoreError,
    records::{
        BillRecord, BillStateName, FilePurpose, FileRecord, FileUsageRecord, LedgerRecord, LinkRecord, LinkStateName,
        MessageRecord, PaymentMethodRecord, PaymentRecord, PaymentStatus, RefundRecord,
    },
};
use std::fmt::Display;

/// CHECKs of a link.
pub(super) fn link(row: &LinkRecord) -> Result<(), StoreError> {
    let most = row.max_payments.unwrap_or(i64::MAX);
    check(row.slots_used >= 0 && row.slots_used <= most, "link", &row.id, "slots_used must be 0 to max_payments")
}

/// CHECKs of a payment.
pub(super) fn payment(row: &PaymentRecord) -> Result<(), StoreError> {
    check(row.amount_minor > 0, "payment", &row.id, "amount_minor must be over 0")?;
    let sums = [0, row.refunded_minor, row.refund_reserved_minor, row.captured_minor, row.amount_minor];
    check(sums.is_sorted(), "payment", &row.id, "refunded, reserved, captured and amount must not shrink")
}

/// CHECKs of an invoice or order.
pub(super) fn bill(row: &BillRecord) -> Result<(), StoreError> {
    check(row.total_minor > 0, "bill", &row.id, "total_minor must be over 0")?;
    let whole = match row.state {
        BillStateName::Open => row.closed_at.is_none(),
        BillStateName::Paid => row.closed_at.is_some() && row.payment_id.is_some(),
        BillStateName::Void => row.closed_at.is_some() && row.payment_id.is_none(),
    };
    check(whole, "bill", &row.id, "paid by a payment, void by none, and closed at some time if either")
}

/// The place that an open link takes at its invoice or order.
pub(super) fn place_of(row: &LinkRecord) -> Option<(BillId, i64)> {
    let open = row.state == LinkStateName::Open && row.deleted_at.is_none();
    row.bill.filter(|_| open).map(|bill| (bill.id, bill.place))
}

/// CHECKs of a refund.
pub(super) fn refund(row: &RefundRecord) -> Result<(), StoreError> {
    check(row.amount_minor > 0, "refund", &row.id, "amount_minor must be over 0")
}

/// CHECKs of a saved payment method: what may be used has what it is used by.
pub(super) fn payment_method(row: &PaymentMethodRecord) -> Result<(), StoreError> {
    let usable = row.revoked.is_some() || row.gateway_reference.is_some();
    check(usable, "payment_method", &row.id, "an active method must have a reference")
}

/// CHECKs of a ledger entry.
pub(super) fn ledger_entry(row: &LedgerRecord) -> Result<(), StoreError> {
    let moves = row.amount_minor > 0 && row.debit != row.credit && row.number > 0;
    check(moves, "ledger entry", &row.id, "it must move more than nothing between two accounts")
}

/// CHECKs of a message.
pub(super) fn message(row: &MessageRecord) -> Result<(), StoreError> {
    check(row.attempts >= 0, "message", &row.id, "attempts must not be negative")
}

/// CHECKs of a file.
pub(super) fn file(row: &FileRecord) -> Result<(), StoreError> {
    let attached = row.purpose == FilePurpose::Attachment;
    let holds = row.size >= 0 && attached == row.link_id.is_some();
    check(holds, "file", &row.id, "size must not be negative, and attachments alone have a link")
}

/// CHECKs of a merchant's used space.
pub(super) fn file_usage(row: &FileUsageRecord) -> Result<(), StoreError> {
    let holds = row.bytes >= 0 && row.bytes <= row.limit_bytes;
    check(holds, "file_usage", &row.merchant_id, "bytes must be 0 to limit_bytes")
}

/// The link whose only live payment this is.
pub(super) fn lives_on(row: &PaymentRecord) -> Option<LinkId> {
    (is_live(row) && row.exclusive).then_some(row.link_id)
}

/// The invoice or order whose only live payment this is.
pub(super) fn lives_for(row: &PaymentRecord) -> Option<BillId> {
    row.bill_id.filter(|_| is_live(row))
}

const fn is_live(row: &PaymentRecord) -> bool {
    match row.status {
        PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Succeeded => true,
        PaymentStatus::Failed | PaymentStatus::Returned => false,
    }
}

fn check(holds: bool, entity: &'static str, id: &impl Display, rule: &str) -> Result<(), StoreError> {
    if holds { Ok(()) } else { Err(StoreError::Corrupt { entity, id: id.to_string(), problem: rule.to_owned() }) }
}
