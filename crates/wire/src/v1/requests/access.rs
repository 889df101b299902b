//! Creating credentials.

use crate::json::{Fields, Object};
use paylink_core::forms::{ApiKeyForm, TokenForm};

/// Reads the body of `POST /v1/api_keys`.
#[must_use]
pub fn api_key(body: Object) -> ApiKeyForm {
    let mut fields = Fields::of(body);
    ApiKeyForm {
        name: fields.text("name").into_set(),
        role: fields.text("role").into_set(),
        merchant_id: fields.text("merchant_id").into_set(),
        unread: fields.finish(),
    }
}

/// Reads the body of `POST /v1/merchants/{merchant_id}/token`.
#[must_use]
pub fn merchant_token(body: Object) -> TokenForm {
    let mut fields = Fields::of(body);
    TokenForm { audience: fields.text("audience").into_set(), unread: fields.finish() }
}
