//! Saved payment methods in which everything is set.

use super::samples::long;
use crate::{
    Timestamp,
    records::{Consent, PaymentMethodRecord, PaymentRecord, Revocation, RevokedBy},
    testing::build::{Make, instant},
};

/// Everything set, every text as long as it may become.
pub(super) fn full(make: &Make, payment: &PaymentRecord) -> PaymentMethodRecord {
    let row = make.payment_method(payment);
    PaymentMethodRecord {
        customer_id: Some(make.id()),
        gateway_reference: Some(long(255)),
        consent: Consent {
            text: long(1000),
            text_version: long(64),
            locale: "de-Latn-AT".to_owned(),
            at: instant(1),
            address: Some("2001:db8:ffff:ffff:ffff:ffff:255.255.255.255".to_owned()),
        },
        revoked: Some(Revocation { at: instant(2), by: RevokedBy::Payer, reason: long(100) }),
        ..row
    }
}

/// The method with every field of the other that may change.
pub(super) fn refilled(of: PaymentMethodRecord, with: PaymentMethodRecord) -> PaymentMethodRecord {
    PaymentMethodRecord {
        id: of.id,
        merchant_id: of.merchant_id,
        link_id: of.link_id,
        payment_id: of.payment_id,
        method: of.method,
        details: of.details,
        ..with
    }
}

/// Every instant that is set, set to this one.
pub(super) fn stamped(row: PaymentMethodRecord, at: Timestamp) -> PaymentMethodRecord {
    PaymentMethodRecord {
        consent: Consent { at, ..row.consent },
        revoked: row.revoked.map(|end| Revocation { at, ..end }),
        created_at: at,
        updated_at: at,
        ..row
    }
}
