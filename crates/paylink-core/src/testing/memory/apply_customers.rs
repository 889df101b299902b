//! The changes of customers.

use super::{
    apply::{expect, insert, move_key, present, update},
    tables::Tables,
};
use crate::{CustomerId, MerchantId, Stored, UniqueKey, ports::StoreError, records::CustomerRecord};

type Applied = Result<(), StoreError>;

impl Tables {
    pub(super) fn insert_customer(&mut self, new: CustomerRecord) -> Applied {
        present(self.merchants.has(&new.merchant_id), "merchant", Some(new.merchant_id))?;
        if self.customers.has(&new.id) {
            return Err(StoreError::Taken { key: UniqueKey::Id });
        }
        move_key(&mut self.customer_external_ids, None, name(&new), new.id, UniqueKey::CustomerExternalId)?;
        insert(&mut self.customers, new.id, new)
    }

    pub(super) fn update_customer(&mut self, new: Stored<CustomerRecord>) -> Applied {
        let id = new.value.id;
        let old = name(&expect(&self.customers, "customer", &id, new.version)?.value);
        move_key(&mut self.customer_external_ids, old, name(&new.value), id, UniqueKey::CustomerExternalId)?;
        update(&mut self.customers, "customer", id, new)
    }

    /// Fails with `Stale` if a row refers to a customer that is not there.
    pub(super) fn has_customer(&self, customer: Option<CustomerId>) -> Applied {
        present(customer.is_none_or(|id| self.customers.has(&id)), "customer", customer)
    }
}

fn name(row: &CustomerRecord) -> Option<(MerchantId, String)> {
    row.external_id.clone().map(|name| (row.merchant_id, name))
}
