//! Customers: made, changed, deleted, read, listed.

use super::fields::put_metadata;
use super::listing::{Slice, at, created_filter, merchant_filter, text_filter};
use crate::{
    Caller, Change, ChangeSet, Code, CustomerId, Email, Error, EventKind, FieldErrors, MerchantId, Once, Paylink,
    Reply, Stored,
    customer::{check_person, person_of, with_person},
    engine::Decided,
    forms::{CustomerQuery, PersonForm},
    hash::sha256_hex,
    ports::CustomerFilter,
    records::{CustomerRecord, LinkCustomer},
    views::{CustomerView, Listed},
};
use std::collections::BTreeMap;

impl Paylink {
    /// Makes a customer of `merchant_id` (implied for callers bound to one merchant).
    ///
    /// # Errors
    /// `forbidden`, field errors, `external_id_taken`.
    pub async fn create_customer(
        &self,
        caller: &Caller,
        merchant_id: Option<&str>,
        form: &PersonForm,
        once: Option<Once<'_, CustomerView>>,
    ) -> Result<Reply<CustomerView>, Error> {
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let (mut person, mut metadata) = (LinkCustomer::default(), BTreeMap::new());
            let mut errors = read_person(form, &mut person, &mut metadata);
            let merchant = self.customers_merchant(caller, merchant_id, &mut errors).await?;
            errors.finish()?;
            let Some(merchant) = merchant else { return Err(Error::of(Code::Required)) };
            self.name_is_free(merchant, person.external_id.as_deref()).await?;
            let customer = CustomerRecord { metadata, ..with_person(self.new_customer(merchant), person) };
            let mut changes = ChangeSet::new().with(Change::InsertCustomer(Box::new(customer.clone())));
            self.announce_customer(&mut changes, EventKind::CustomerCreated, &customer);
            Ok(Decided { changes, view: CustomerView::of(customer) })
        })
        .await
    }

    /// Changes the fields that `form` mentions. What changes nothing is no change. Links that were made keep what they
    /// say of their customer.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `external_id_taken`, `customer_erased`.
    pub async fn update_customer(&self, caller: &Caller, id: &str, form: &PersonForm) -> Result<CustomerView, Error> {
        self.visible_customer(caller, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value: old, version } = self.visible_customer(caller, id).await?;
            if old.is_erased() {
                return Err(Error::of(Code::CustomerErased));
            }
            let (mut person, mut metadata) = (person_of(&old), old.metadata.clone());
            read_person(form, &mut person, &mut metadata).finish()?;
            if person.external_id != old.external_id {
                self.name_is_free(old.merchant_id, person.external_id.as_deref()).await?;
            }
            let new = CustomerRecord { metadata, ..with_person(old.clone(), person) };
            if new == old {
                return Ok(Decided { changes: ChangeSet::new(), view: CustomerView::of(old) });
            }
            let value = CustomerRecord { updated_at: self.now(), ..new };
            let update = Change::UpdateCustomer(Box::new(Stored { value: value.clone(), version }));
            let mut changes = ChangeSet::new().with(update);
            self.announce_customer(&mut changes, EventKind::CustomerUpdated, &value);
            Ok(Decided { changes, view: CustomerView::of(value) })
        })
        .await
    }

    /// Deletes a customer: it is not shown any more and its external id is free again. Its links and payments stay as
    /// they are.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn delete_customer(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        self.visible_customer(caller, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value: old, version } = self.visible_customer(caller, id).await?;
            let now = self.now();
            let mut changes = ChangeSet::new();
            let value = CustomerRecord { deleted_at: Some(now), updated_at: now, ..old };
            self.announce_customer(&mut changes, EventKind::CustomerDeleted, &value);
            let value = CustomerRecord { external_id: None, ..value };
            changes.push(Change::UpdateCustomer(Box::new(Stored { value, version })));
            Ok(Decided { changes, view: () })
        })
        .await
    }

    /// One customer.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn customer(&self, caller: &Caller, id: &str) -> Result<CustomerView, Error> {
        Ok(CustomerView::of(self.visible_customer(caller, id).await?.value))
    }

    /// Customers, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn customers(&self, caller: &Caller, query: &CustomerQuery) -> Result<Listed<CustomerView>, Error> {
        let mut errors = FieldErrors::default();
        let filter = customer_filter(caller, query, &mut errors)?;
        let asked = (filter.merchant_id, &filter.external_id, filter.email_key.as_deref().map(sha256_hex));
        let mark = format!("{asked:?} {:?} {:?}", filter.created_from, filter.created_until);
        let slice = Slice::read(&query.list, caller, "customers", &mark, &mut errors);
        errors.finish()?;
        let rows = self.store.customers(&filter, slice.page()).await?;
        let listed = slice.list(rows, |customer| at(customer.created_at, customer.id));
        Ok(Listed { rows: listed.rows.into_iter().map(CustomerView::of).collect(), next: listed.next })
    }

    /// The customer with this id, if the caller may see it.
    pub(crate) async fn visible_customer(&self, caller: &Caller, id: &str) -> Result<Stored<CustomerRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: CustomerId = id.parse().map_err(|_| not_found())?;
        let found = self.store.customer(id).await?;
        found.filter(|row| row.value.is_there() && caller.sees(row.value.merchant_id)).ok_or_else(not_found)
    }

    async fn customers_merchant(
        &self,
        caller: &Caller,
        text: Option<&str>,
        errors: &mut FieldErrors,
    ) -> Result<Option<MerchantId>, Error> {
        let Some(text) = text else {
            if caller.merchant().is_none() {
                errors.add("merchant_id", Code::Required, "the merchant the customer belongs to is required");
            }
            return Ok(caller.merchant());
        };
        match self.visible_merchant(caller, text).await {
            Ok(found) => Ok(Some(found.value.id)),
            Err(error) if error.code == Code::NotFound => {
                errors.add("merchant_id", Code::InvalidId, "there is no such merchant");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses an external id that another customer has.
    async fn name_is_free(&self, merchant: MerchantId, external_id: Option<&str>) -> Result<(), Error> {
        match self.customer_named(merchant, external_id).await? {
            None => Ok(()),
            Some(_) => Err(Error::new(
                Code::ExternalIdTaken,
                "another customer of the merchant has this external_id; if both are the same person, merge them with \
                 POST /v1/customers/{id}/merge",
            )),
        }
    }

    /// The merchant's customer with this external id.
    pub(crate) async fn customer_named(
        &self,
        merchant: MerchantId,
        external_id: Option<&str>,
    ) -> Result<Option<Stored<CustomerRecord>>, Error> {
        match external_id {
            None => Ok(None),
            Some(name) => Ok(self.store.customer_by_external_id(merchant, name).await?),
        }
    }
}

/// Writes what `form` says into `person` and `metadata`; returns what is wrong with it.
fn read_person(form: &PersonForm, person: &mut LinkCustomer, metadata: &mut BTreeMap<String, String>) -> FieldErrors {
    // first, so that a field of the wrong type is not called missing
    let mut errors = form.unread.clone();
    check_person("", form, person, &mut errors);
    put_metadata(&form.metadata, metadata, &mut errors);
    let LinkCustomer { name, email, phone, external_id, locale: _ } = &*person;
    let wrong = ["name", "email", "phone", "external_id"].iter().any(|field| errors.names(field));
    if !wrong && [name, email, phone, external_id].iter().all(|field| field.is_none()) {
        errors.add("name", Code::Required, "one of name, email, phone and external_id is required");
    }
    errors
}

/// Reads the filters of customers.
pub(super) fn customer_filter(
    caller: &Caller,
    query: &CustomerQuery,
    errors: &mut FieldErrors,
) -> Result<CustomerFilter, Error> {
    let (created_from, created_until) =
        created_filter(query.created_after.as_deref(), query.created_before.as_deref(), errors);
    let email = query.email.as_deref();
    if email.is_some_and(|text| text.parse::<Email>().is_err()) {
        errors.add("email", Code::InvalidParameter, "one mail address");
    }
    Ok(CustomerFilter {
        with_deleted: false,
        merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), errors)?,
        external_id: text_filter("external_id", query.external_id.as_deref(), errors),
        email_key: email.map(str::to_lowercase),
        created_from,
        created_until,
    })
}
