//! The changes of invoices and orders.

use super::{
    apply::{expect, insert, move_key, present, update},
    guard,
    tables::Tables,
};
use crate::{
    MerchantId, Stored, UniqueKey,
    ports::StoreError,
    records::{BillKind, BillRecord},
};

type Applied = Result<(), StoreError>;

impl Tables {
    pub(super) fn insert_bill(&mut self, new: BillRecord) -> Applied {
        guard::bill(&new)?;
        present(self.merchants.has(&new.merchant_id), "merchant", Some(new.merchant_id))?;
        self.has_customer(new.customer_id)?;
        move_key(&mut self.bill_numbers, None, number_of(&new), new.id, UniqueKey::BillNumber)?;
        insert(&mut self.bills, new.id, new)
    }

    pub(super) fn update_bill(&mut self, new: Stored<BillRecord>) -> Applied {
        let old = expect(&self.bills, "bill", &new.value.id, new.version)?.value.clone();
        guard::bill(&new.value)?;
        self.has_customer(new.value.customer_id)?;
        let (before, after) = (number_of(&old), number_of(&new.value));
        move_key(&mut self.bill_numbers, before, after, old.id, UniqueKey::BillNumber)?;
        update(&mut self.bills, "bill", old.id, new)
    }
}

/// The number it keeps from others; a deleted one keeps none.
fn number_of(row: &BillRecord) -> Option<(MerchantId, BillKind, String)> {
    row.deleted_at.is_none().then(|| (row.merchant_id, row.kind, row.number.clone()))
}
