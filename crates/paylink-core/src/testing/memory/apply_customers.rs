//! The changes of customers.

use super::{
    apply::{counted_up, expect, insert, move_key, present, update},
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

    /// The rows of one customer become another's, up to `most` of each kind.
    pub(super) fn move_customer(&mut self, from: CustomerId, to: CustomerId, most: u32) -> Applied {
        self.has_customer(Some(to))?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let links = self.links.values().filter(|row| row.value.customer_id == Some(from)).take(most).cloned();
        for mut row in links.collect::<Vec<_>>() {
            row.value.customer_id = Some(to);
            self.links.put(row.value.id, counted_up(row));
        }
        let payments = self.payments.values().filter(|row| row.value.customer_id == Some(from)).take(most).cloned();
        for mut row in payments.collect::<Vec<_>>() {
            row.value.customer_id = Some(to);
            self.payments.put(row.value.id, counted_up(row));
        }
        let bills = self.bills.values().filter(|row| row.value.customer_id == Some(from)).take(most).cloned();
        for mut row in bills.collect::<Vec<_>>() {
            row.value.customer_id = Some(to);
            self.bills.put(row.value.id, counted_up(row));
        }
        let methods =
            self.payment_methods.values().filter(|row| row.value.customer_id == Some(from)).take(most).cloned();
        for mut row in methods.collect::<Vec<_>>() {
            row.value.customer_id = Some(to);
            self.payment_methods.put(row.value.id, counted_up(row));
        }
        let merged = self.customers.values().filter(|row| row.value.merged_into == Some(from)).take(most).cloned();
        for mut row in merged.collect::<Vec<_>>() {
            row.value.merged_into = Some(to);
            self.customers.put(row.value.id, counted_up(row));
        }
        Ok(())
    }

    /// Fails with `Stale` if a row refers to a customer that is not there.
    pub(super) fn has_customer(&self, customer: Option<CustomerId>) -> Applied {
        present(customer.is_none_or(|id| self.customers.has(&id)), "customer", customer)
    }
}

fn name(row: &CustomerRecord) -> Option<(MerchantId, String)> {
    row.external_id.clone().map(|name| (row.merchant_id, name))
}
