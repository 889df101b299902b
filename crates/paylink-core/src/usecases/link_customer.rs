//! Ties what is asked to be paid to the merchant's customers: found by id or external id, made when there is none.

use crate::{
    Change, ChangeSet, CustomerId, Error, EventKind, MerchantId, Paylink, Stored,
    customer::{filled, person_of, with_person},
    forms::CustomerForm,
    records::{CustomerRecord, LinkCustomer},
    values::check_text,
};

impl Paylink {
    /// The record of the customer that `form` names, by its id or by the merchant's own id. A person that is being
    /// erased is nobody any more.
    pub(crate) async fn named_customer(
        &self,
        merchant: MerchantId,
        form: Option<&CustomerForm>,
    ) -> Result<Option<Stored<CustomerRecord>>, Error> {
        let found = match form.map(|form| (&form.id, &form.external_id)) {
            Some((Some(id), _)) => match id.parse::<CustomerId>() {
                Ok(id) => self.store.customer(id).await?,
                Err(_) => None,
            },
            Some((None, Some(name))) if check_text(name, 64).is_ok() => {
                self.store.customer_by_external_id(merchant, name).await?
            }
            Some((None, Some(_) | None)) | None => None,
        };
        let serves = |row: &CustomerRecord| row.merchant_id == merchant && row.is_there() && !row.is_erased();
        Ok(found.filter(|row| serves(&row.value)))
    }

    /// Adds what ties `person` to its record, and says which that is: `known`, whose empty fields are filled and whose
    /// others stay; or a new one, if the person has an external id; else none.
    pub(crate) fn tie_customer(
        &self,
        changes: &mut ChangeSet,
        merchant: MerchantId,
        known: Option<Stored<CustomerRecord>>,
        person: Option<&LinkCustomer>,
    ) -> Option<CustomerId> {
        let now = self.now();
        let Some(Stored { value: record, version }) = known else {
            let person = person.filter(|person| person.external_id.is_some())?;
            let record = with_person(self.new_customer(merchant), person.clone());
            changes.push(Change::InsertCustomer(Box::new(record.clone())));
            self.announce_customer(changes, EventKind::CustomerCreated, &record);
            return Some(record.id);
        };
        let known = person_of(&record);
        let fuller = person.map_or_else(|| known.clone(), |person| filled(known.clone(), person));
        let id = record.id;
        if fuller == known {
            changes.push(Change::ExpectCustomer(id, version));
        } else {
            let value = CustomerRecord { updated_at: now, ..with_person(record, fuller) };
            self.announce_customer(changes, EventKind::CustomerUpdated, &value);
            changes.push(Change::UpdateCustomer(Box::new(Stored { value, version })));
        }
        Some(id)
    }

    /// A customer of whom nothing is known yet.
    pub(crate) fn new_customer(&self, merchant_id: MerchantId) -> CustomerRecord {
        let now = self.now();
        CustomerRecord {
            id: self.new_id(),
            merchant_id,
            external_id: None,
            name: None,
            email: None,
            phone: None,
            locale: None,
            metadata: std::collections::BTreeMap::new(),
            merged_into: None,
            deleted_at: None,
            erasure: None,
            erased_at: None,
            created_at: now,
            updated_at: now,
        }
    }
}
