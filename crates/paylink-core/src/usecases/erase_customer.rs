//! A person asks to be gone: the erasure is written down, and a job does it.

use super::shown::due;
use crate::{
    Caller, Change, ChangeSet, Code, CustomerId, Error, Once, Paylink, Reply, Stored, TypedId,
    engine::Decided,
    forms::EraseForm,
    hash::sha256_hex,
    jobs::FIRST_STEP,
    records::{Channel, CustomerRecord, Erasure, HASHED_ADDRESS, Queue},
    views::CustomerView,
};

impl Paylink {
    /// Begins to erase the person behind a customer, also one that was deleted. From now on the customer shows nothing of
    /// the person; a job takes them out of everything else. Asking again changes nothing.
    ///
    /// # Errors
    /// `not_found`, `forbidden` (a key with every right is needed), field errors unless `confirm` repeats the id.
    pub async fn erase_customer(
        &self,
        caller: &Caller,
        id: &str,
        form: &EraseForm,
        once: Option<Once<'_, CustomerView>>,
    ) -> Result<Reply<CustomerView>, Error> {
        self.erasable_customer(caller, id).await?;
        caller.is_key()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let Stored { value: old, version } = self.erasable_customer(caller, id).await?;
            let mut errors = form.unread.clone();
            match form.confirm.as_deref() {
                Some(text) if text == old.id.to_string() => {}
                Some(_) => errors.add("confirm", Code::InvalidValue, "the id of the customer, once more"),
                None => errors.add("confirm", Code::Required, "the id of the customer, once more"),
            }
            errors.finish()?;
            if old.is_erased() {
                return Ok(Decided { changes: ChangeSet::new(), view: CustomerView::of(old) });
            }
            let now = self.now();
            let erasure = Erasure {
                asked_at: now,
                external_id: old.external_id.clone(),
                step: FIRST_STEP.to_owned(),
                after: None,
                again: false,
            };
            let value = CustomerRecord { external_id: None, erasure: Some(erasure), updated_at: now, ..old };
            let changes = ChangeSet::new()
                .with(Change::PutWork(due(Queue::Erase, value.id.uuid(), now)))
                .with(Change::UpdateCustomer(Box::new(Stored { value: value.clone(), version })));
            Ok(Decided { changes, view: CustomerView::of(value) })
        })
        .await
    }

    /// A customer that is there or was deleted, but not one that was merged: its person is that of the other one.
    async fn erasable_customer(&self, caller: &Caller, id: &str) -> Result<Stored<CustomerRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: CustomerId = id.parse().map_err(|_| not_found())?;
        let found = self.store.customer(id).await?;
        found.filter(|row| row.value.merged_into.is_none() && caller.sees(row.value.merchant_id)).ok_or_else(not_found)
    }

    /// The form in which an address stays on the list of those that get nothing, after its owner was erased: it can be
    /// recognised by who holds the server's secret, and not be read.
    pub(crate) fn hashed_address(&self, channel: Channel, address_key: &str) -> String {
        let secret = self.settings.origin_secret.expose();
        let hash = sha256_hex(&format!("{secret}\naddress\n{}\n{address_key}", channel.name()));
        format!("{HASHED_ADDRESS}{hash}")
    }
}
