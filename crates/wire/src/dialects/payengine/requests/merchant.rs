//! Creating a merchant.

use crate::json::{Fields, Object};
use paylink_core::forms::MerchantForm;

/// Reads the body of `POST /api/merchant`.
#[must_use]
pub fn create_merchant(body: Object) -> MerchantForm {
    let mut fields = Fields::lenient(body);
    MerchantForm {
        name: fields.text("name"),
        email: fields.text("email"),
        external_id: fields.text("external_id"),
        unread: fields.finish(),
        ..MerchantForm::default()
    }
}
