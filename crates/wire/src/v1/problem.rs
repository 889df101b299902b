//! Errors on the wire: problem details (RFC 9457).

use paylink_core::{
    Class, Code, Error, FieldError, PaymentId, RefundId,
    records::PaymentRecord,
    views::{PaymentView, RefundView},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Media type of a [`Problem`].
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request was refused (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Address of the page that explains the code.
    #[schema(examples("/docs#error-slug_taken"))]
    pub r#type: String,
    /// What the code means.
    pub title: String,
    /// The HTTP status.
    #[schema(examples(409))]
    pub status: u16,
    /// What is wrong with this request.
    pub detail: String,
    /// The code, for programs. After a declined payment: the reason, e.g. `card_declined`.
    #[schema(examples("slug_taken"))]
    pub code: String,
    /// The id of this request; quote it when asking for help.
    pub request_id: String,
    /// Every wrong field at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The payment concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, examples("pay_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_id: Option<PaymentId>,
    /// The refund concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, examples("re_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub refund_id: Option<RefundId>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field.
    #[schema(examples("metadata.order"))]
    pub field: String,
    /// The rule it breaks.
    #[schema(examples("too_many_decimals"))]
    pub code: String,
    /// The rule in words.
    pub detail: String,
}

impl Problem {
    /// The answer to a request that ended with `error`. What failed on our side is for the log, not for
    /// the caller.
    #[must_use]
    pub fn of(error: &Error, request_id: &str) -> Self {
        let ours = matches!(error.code.class(), Class::Internal | Class::Unavailable);
        Self {
            r#type: page_of(error.code),
            title: error.code.meaning().to_owned(),
            status: error.code.class().status(),
            detail: if ours { error.code.meaning().to_owned() } else { error.detail.clone() },
            code: error.code.name().to_owned(),
            request_id: request_id.to_owned(),
            errors: error.fields.iter().map(FieldProblem::from).collect(),
            payment_id: error.payment,
            refund_id: None,
        }
    }

    /// The answer to a payment that was declined: its `code` is the reason the gateway gave.
    #[must_use]
    pub fn declined(view: &PaymentView, request_id: &str) -> Self {
        let PaymentRecord { id, failure_code, failure_message, .. } = &view.payment;
        let code = Code::PaymentDeclined;
        Self {
            r#type: page_of(code),
            title: code.meaning().to_owned(),
            status: code.class().status(),
            detail: failure_message.clone().unwrap_or_else(|| code.meaning().to_owned()),
            code: failure_code.clone().unwrap_or_else(|| code.name().to_owned()),
            request_id: request_id.to_owned(),
            errors: Vec::new(),
            payment_id: Some(*id),
            refund_id: None,
        }
    }

    /// The answer to a refund that the gateway refused: its `code` is the reason the gateway gave.
    #[must_use]
    pub fn not_refunded(view: &RefundView, request_id: &str) -> Self {
        let refund = &view.refund;
        let code = Code::RefundFailed;
        Self {
            r#type: page_of(code),
            title: code.meaning().to_owned(),
            status: code.class().status(),
            detail: refund.failure_message.clone().unwrap_or_else(|| code.meaning().to_owned()),
            code: refund.failure_code.clone().unwrap_or_else(|| code.name().to_owned()),
            request_id: request_id.to_owned(),
            errors: Vec::new(),
            payment_id: Some(refund.payment_id),
            refund_id: Some(refund.id),
        }
    }
}

impl From<&FieldError> for FieldProblem {
    fn from(error: &FieldError) -> Self {
        Self { field: error.field.clone(), code: error.code.name().to_owned(), detail: error.detail.clone() }
    }
}

fn page_of(code: Code) -> String {
    format!("/docs#error-{}", code.name())
}
