//! Giving money back.

use super::super::metadata::{self, Value};
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code,
    forms::{Patch, RefundForm},
};
use std::collections::BTreeMap;

/// The wish to give money of a transaction back, and what is only echoed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// The transaction.
    pub transaction: Option<String>,
    /// Amount and reason.
    pub form: RefundForm,
    /// The caller's own id.
    pub internal_transaction_id: Option<String>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, Value>,
}

/// Reads the body of `POST /api/payment/refund`.
#[must_use]
pub fn refund(body: Object) -> RefundOrder {
    let mut fields = Fields::lenient(body);
    let transaction = required(fields.text("id"), "id", &mut fields);
    let amount = required(fields.amount("amount"), "amount", &mut fields);
    let reason = required(fields.text("reason"), "reason", &mut fields);
    let internal_transaction_id = fields.text("internal_transaction_id").into_set();
    let entries = match fields.raw("metadata") {
        None | Some(Node::Null) => Vec::new(),
        Some(Node::Object(members)) => metadata::kept(members),
        Some(Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_)) => {
            fields.refuse("metadata", Code::InvalidType, "must be an object");
            Vec::new()
        }
    };
    RefundOrder {
        transaction,
        form: RefundForm { amount, reason, unread: fields.finish() },
        internal_transaction_id,
        metadata: metadata::shown(&entries.into_iter().collect()),
    }
}

fn required(value: Patch<String>, name: &str, fields: &mut Fields) -> Option<String> {
    let value = value.into_set();
    if value.is_none() {
        fields.refuse(name, Code::Required, Code::Required.meaning());
    }
    value
}
