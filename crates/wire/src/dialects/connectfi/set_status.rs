//! Setting the status of a payment or refund by hand: words of a client who knows more than the gateway told.

use super::{
    rules::{required, required_id, words},
    status::Status,
};
use crate::json::{Fields, Object};
use paylink_core::{Code, Error, forms::StatusNoteForm};

/// A status to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// Of which payment or refund.
    pub id: String,
    /// To what.
    pub status: Status,
    /// The same as a note.
    pub form: StatusNoteForm,
}

/// Whether a status may be set by hand where another stands: only what is at the bank, or comes from it.
#[must_use]
pub const fn may_become(from: Status, to: Status) -> bool {
    is_of_bank(from) && is_of_bank(to)
}

const fn is_of_bank(status: Status) -> bool {
    match status {
        Status::Error
        | Status::SentToPay
        | Status::Completed
        | Status::Settled
        | Status::Returned
        | Status::Declined => true,
        Status::Initiated
        | Status::Sent
        | Status::Cancelled
        | Status::Rejected
        | Status::Expired
        | Status::Processing => false,
    }
}

/// Reads the body that sets a status.
///
/// # Errors
/// Field errors.
pub fn set_status(body: Object) -> Result<StatusChange, Error> {
    let mut fields = Fields::of(body);
    let id = required_id(&mut fields, "cFiTransactionId");
    let word = fields.text("status");
    let word = required(&mut fields, "status", word);
    let status = Status::named(&word);
    if status.is_none_or(|status| !is_of_bank(status)) {
        fields.refuse("status", Code::InvalidValue, "must be equal to one of the allowed values");
    }
    if !fields.left().contains_key("description") {
        fields.refuse("description", Code::Required, "must have required property 'description'");
    }
    let description = words(&mut fields, "description", 100).into_set();
    let locked = fields.flag("manualStatus").into_set().unwrap_or(true);
    fields.finish().finish()?;
    let form = StatusNoteForm { status: word, description, locked, ..StatusNoteForm::default() };
    status.map(|status| StatusChange { id, status, form }).ok_or_else(|| Error::of(Code::InvalidValue))
}
