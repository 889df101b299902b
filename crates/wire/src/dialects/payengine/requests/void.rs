//! Taking a payment back before it goes to the bank.

use crate::json::{Fields, Object};
use paylink_core::{Code, Error};

/// The longest reason.
const DESCRIPTION: usize = 255;

/// Reads the body of `POST /api/payment/void`: the transaction that is to be voided. Its reason is not kept.
///
/// # Errors
/// Field errors.
pub fn void(body: Object) -> Result<String, Error> {
    let mut fields = Fields::lenient(body);
    let id = fields.text("id").into_set();
    if id.is_none() {
        fields.refuse("id", Code::Required, Code::Required.meaning());
    }
    if fields.text("description").into_set().is_some_and(|text| text.chars().count() > DESCRIPTION) {
        fields.refuse("description", Code::TooLong, "at most 255 characters");
    }
    fields.finish().finish()?;
    id.ok_or_else(|| Error::of(Code::Required))
}
