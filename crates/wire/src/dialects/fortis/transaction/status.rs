//! The numbers under which transactions say what they are and what became of them.

use paylink_core::records::{Method, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus};

/// What a transaction is and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    /// `status_id`.
    pub(super) status: u16,
    /// `type_id`.
    pub(super) kind: u16,
    /// `reason_code_id`; none while nothing is final.
    pub(super) reason: Option<u16>,
}

const APPROVED: u16 = 1000;
const DECLINED: u16 = 1500;

/// Those of a payment.
pub(super) fn of_payment(payment: &PaymentRecord) -> Numbers {
    let refunded = payment.refunded_minor > 0 && payment.refunded_minor >= payment.amount_minor;
    let status = match (payment.status, payment.method) {
        (PaymentStatus::Processing, Method::Ach) if !payment.unknown && !payment.is_held() => 132,
        (PaymentStatus::Processing | PaymentStatus::RequiresAction, _) => 131,
        (PaymentStatus::Succeeded, _) if refunded => 111,
        (PaymentStatus::Succeeded, Method::Card) => 101,
        (PaymentStatus::Succeeded, Method::Ach) => 134,
        (PaymentStatus::Failed, _) if payment.is_cancelled() => 201,
        (PaymentStatus::Failed, _) => 301,
        (PaymentStatus::Returned, Method::Card) => 331,
        (PaymentStatus::Returned, Method::Ach) => 136,
    };
    let reason = match payment.status {
        PaymentStatus::Processing | PaymentStatus::RequiresAction => None,
        PaymentStatus::Failed if payment.is_cancelled() => None,
        PaymentStatus::Succeeded => Some(APPROVED),
        PaymentStatus::Failed | PaymentStatus::Returned => Some(DECLINED),
    };
    let kind = match payment.method {
        Method::Card => 20,
        Method::Ach => 50,
    };
    Numbers { status, kind, reason }
}

/// Those of a refund.
pub(super) const fn of_refund(refund: &RefundRecord) -> Numbers {
    let (status, reason) = match refund.status {
        RefundStatus::Processing => (131, None),
        RefundStatus::Succeeded => (111, Some(APPROVED)),
        RefundStatus::Failed => (301, Some(DECLINED)),
    };
    Numbers { status, kind: 30, reason }
}
