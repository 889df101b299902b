//! Giving money back.

use super::super::metadata::{self, REFUND_ORDER, REFUND_OWN_ID};
use crate::json::{Fields, Object};
use paylink_core::{
    Code,
    forms::{Patch, RefundForm},
};

/// Longest id of the caller's own.
const OWN_ID: usize = 64;
/// Longest order number.
const ORDER_NUMBER: usize = 20;

/// The wish to give money of a transaction back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// The transaction.
    pub transaction: Option<String>,
    /// Everything else.
    pub form: RefundForm,
}

/// Reads the body of `POST /api/payment/refund`.
#[must_use]
pub fn refund(body: Object) -> RefundOrder {
    let mut fields = Fields::lenient(body);
    let transaction = required(fields.text("id"), "id", &mut fields);
    let amount = required(fields.amount("amount"), "amount", &mut fields);
    let reason = required(fields.text("reason"), "reason", &mut fields);
    let own_id = fields.text("internal_transaction_id").into_set();
    if own_id.as_ref().is_some_and(|text| text.chars().nth(OWN_ID).is_some()) {
        fields.refuse("internal_transaction_id", Code::TooLong, format!("at most {OWN_ID} characters"));
    }
    let order = fields.text("order_number").into_set();
    let fits = |text: &String| text.len() <= ORDER_NUMBER && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if order.as_ref().is_some_and(|text| !fits(text)) {
        let detail = format!("at most {ORDER_NUMBER} letters and digits");
        fields.refuse("order_number", Code::InvalidValue, detail);
    }
    let mut metadata = metadata::read(&mut fields).into_set().unwrap_or_default();
    for (key, value) in [(REFUND_OWN_ID, own_id), (REFUND_ORDER, order)] {
        metadata.extend(value.filter(|text| !text.is_empty()).map(|text| (key.to_owned(), text)));
    }
    let form = RefundForm { amount, reason, metadata: Patch::Set(metadata), unread: fields.finish() };
    RefundOrder { transaction, form }
}

fn required(value: Patch<String>, name: &str, fields: &mut Fields) -> Option<String> {
    let value = value.into_set();
    if value.is_none() {
        fields.refuse(name, Code::Required, Code::Required.meaning());
    }
    value
}
