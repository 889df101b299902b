//! Making a refund, and voiding.

use crate::{
    dialects::fortis::read::{id, open, text},
    json::{Fields, Object},
};
use paylink_core::{
    Code, Error, FieldErrors,
    forms::RefundForm,
    records::{Method, PaymentRecord},
};

/// Actions that this dialect knows and that nobody can ask for with POST here.
const ELSEWHERE: [&str; 11] = [
    "sale",
    "void",
    "partialreversal",
    "authonly",
    "authcomplete",
    "authincrement",
    "force",
    "debit",
    "credit",
    "edit",
    "avsonly",
];

/// A refund to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTransaction {
    /// The payment that is given back.
    pub previous_transaction_id: String,
    /// The merchant, where it was said.
    pub location_id: Option<String>,
    /// The method, where it was said.
    pub payment_method: Option<Method>,
    /// How much, and why.
    pub form: RefundForm,
}

impl NewTransaction {
    /// Refuses what does not fit the payment.
    ///
    /// # Errors
    /// Field errors.
    pub fn fits(&self, payment: &PaymentRecord) -> Result<(), Error> {
        let mut errors = FieldErrors::default();
        if self.location_id.as_ref().is_some_and(|id| *id != payment.merchant_id.to_string()) {
            errors.add("location_id", Code::InvalidId, "the transaction belongs to another location");
        }
        if self.payment_method.is_some_and(|method| method != payment.method) {
            errors.add("payment_method", Code::InvalidValue, "the transaction was paid in another way");
        }
        errors.finish()
    }
}

/// Reads the body of `POST /v2/transactions`: a refund, and nothing else.
///
/// # Errors
/// Field errors, also of what the core would check later.
pub fn create_transaction(body: Object) -> Result<NewTransaction, Error> {
    let mut fields = open(body, "transaction");
    check_action(&mut fields);
    let payment_method = match text(&mut fields, "payment_method", 8).into_set().as_deref() {
        None => None,
        Some("cc") => Some(Method::Card),
        Some("ach") => Some(Method::Ach),
        Some(_) => {
            fields.refuse("payment_method", Code::InvalidValue, "cc or ach");
            None
        }
    };
    let previous = text(&mut fields, "previous_transaction_id", 36).into_set();
    if previous.is_none() {
        fields.refuse("previous_transaction_id", Code::Required, "the transaction that is refunded is required");
    }
    let location_id = id(&mut fields, "location_id").into_set();
    let amount = fields.amount("transaction_amount").into_set();
    let reason = text(&mut fields, "description", 64).into_set();
    let unread = fields.finish();
    unread.clone().finish()?;
    Ok(NewTransaction {
        previous_transaction_id: previous.unwrap_or_default(),
        location_id,
        payment_method,
        form: RefundForm { amount, reason, unread, ..RefundForm::default() },
    })
}

/// Reads the body of `PUT /v2/transactions/{id}`, which can only void: nothing else of a transaction changes.
///
/// # Errors
/// Field errors.
pub fn void_transaction(body: Object) -> Result<(), Error> {
    let mut fields = open(body, "transaction");
    match text(&mut fields, "action", 32).into_set().as_deref() {
        Some("void") => {}
        Some(known) if known == "refund" || ELSEWHERE.contains(&known) => {
            let detail = "a transaction can only be voided here; refund it with POST /v2/transactions";
            fields.refuse("action", Code::NotSupported, detail);
        }
        Some(_) => fields.refuse("action", Code::InvalidValue, "not an action of transactions"),
        None => fields.refuse("action", Code::Required, "an action is required: void"),
    }
    fields.finish().finish()
}

/// Why a refund cannot be voided.
#[must_use]
pub fn not_voidable() -> Error {
    Error::field("action", Code::NotSupported, "a refund cannot be voided")
}

fn check_action(fields: &mut Fields) {
    match text(fields, "action", 32).into_set().as_deref() {
        Some("refund") => {}
        Some(known) if ELSEWHERE.contains(&known) => {
            let detail = "sales are made by paylinks; a transaction can be refunded";
            fields.refuse("action", Code::NotSupported, detail);
        }
        Some(_) => fields.refuse("action", Code::InvalidValue, "not an action of transactions"),
        None => fields.refuse("action", Code::Required, "an action is required: refund"),
    }
}
