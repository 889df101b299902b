//! Links that ask to keep a card or account, and links that offer a kept one.

use crate::{
    Code, FieldErrors, PaymentMethodId, Timestamp,
    forms::{LinkForm, Patch},
    records::{LinkRecord, Method, MethodDetails},
    usecases::fields::put_flag,
};

/// Writes both wishes into `draft`. Whether the method exists is for the caller to find out.
pub(super) fn apply_saved(form: &LinkForm, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    put_flag(&form.save_payment_method, false, &mut draft.details.save_payment_method);
    match &form.payment_method_id {
        Patch::Keep => {}
        Patch::Clear => draft.details.payment_method_id = None,
        Patch::Set(text) => match text.parse::<PaymentMethodId>() {
            Ok(id) => draft.details.payment_method_id = Some(id),
            Err(_) => errors.add("payment_method_id", Code::InvalidId, Code::InvalidId.meaning()),
        },
    }
    if draft.details.payment_method_id.is_none() {
        return;
    }
    if draft.details.save_payment_method {
        errors.add("save_payment_method", Code::NotSupported, "the link offers a method that is saved already");
    }
    // whoever has the address could go on paying with it
    if draft.max_payments.is_none() {
        errors.add("max_payments", Code::Required, "a link that offers a saved method takes a number of payments");
    }
}

/// Leaves `link` one amount, by the method that it offers; false when it has none.
pub(crate) const fn keep_to(link: &mut LinkRecord, method: Method) -> bool {
    link.per_method = false;
    match method {
        Method::Card => link.ach_minor = None,
        Method::Ach => link.card_minor = None,
    }
    link.card_minor.is_some() || link.ach_minor.is_some()
}

/// Whether a card's last month (UTC) is over. Accounts do not expire.
pub(crate) fn has_expired(details: &MethodDetails, now: Timestamp) -> bool {
    let MethodDetails::Card { exp_month, exp_year, .. } = details else { return false };
    let today = now.to_offset_date_time();
    let this_month = (today.year(), u8::from(today.month()));
    this_month > (i32::from(*exp_year), *exp_month)
}
