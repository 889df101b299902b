//! Customers in which everything is set.

use super::samples::long;
use crate::{
    Timestamp,
    records::{CustomerRecord, Erasure},
    testing::build::{Make, instant},
};
use std::collections::BTreeMap;

/// As much as the API lets in.
pub(super) fn metadata() -> BTreeMap<String, String> {
    (0..50).map(|key| (format!("{key:02}{}", long(38)), long(500))).collect()
}

/// Every field set.
pub(super) fn full(make: &Make, bare: &CustomerRecord) -> CustomerRecord {
    let word = |count| Some(long(count));
    CustomerRecord {
        external_id: Some(make.word() + &long(48)),
        name: word(200),
        email: Some(format!("Cust.{}@example.com", "c".repeat(237))),
        phone: Some("+15555550100".to_owned()),
        locale: Some("de-Latn-AT".to_owned()),
        metadata: metadata(),
        merged_into: Some(make.id()),
        deleted_at: Some(instant(1)),
        erasure: Some(Erasure {
            asked_at: instant(2),
            external_id: word(64),
            step: long(40),
            after: word(500),
            again: true,
        }),
        erased_at: Some(instant(3)),
        ..bare.clone()
    }
}

/// The customer with every field of the other that may change and need not be unique.
pub(super) fn refilled(of: &CustomerRecord, with: CustomerRecord) -> CustomerRecord {
    CustomerRecord { id: of.id, merchant_id: of.merchant_id, external_id: of.external_id.clone(), ..with }
}

/// The customer with every instant that is set, set to this one.
pub(super) fn stamped(customer: CustomerRecord, at: Timestamp) -> CustomerRecord {
    let erasure = customer.erasure.map(|erasure| Erasure { asked_at: at, ..erasure });
    let some = Some(at);
    CustomerRecord { deleted_at: some, erasure, erased_at: some, created_at: at, updated_at: at, ..customer }
}
