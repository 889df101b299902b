//! Two customers turn out to be one person: what belongs to one of them moves to the other.
//!
//! **Invariant:** a customer that was merged gets nothing new, so what has to move only becomes less. A first part moves
//! in the commit of the merge, which is all there is of most customers; a job moves the rest, part by part.

use super::{fields::put_text, shown::due};
use crate::{
    Caller, Change, ChangeSet, Code, CustomerId, Error, EventKind, Once, Paylink, Reply, Stored, TypedId,
    customer::{filled, person_of, with_person},
    engine::Decided,
    forms::{MergeForm, Patch},
    records::{CustomerRecord, Queue},
    views::CustomerView,
};

/// Rows of each kind that move in one commit.
pub(crate) const MOVED_AT_ONCE: u32 = 500;
/// Customers that can be merged into one.
pub(crate) const MOST_MERGED: u32 = 100;

impl Paylink {
    /// Merges the customer that `form` names into this one: links and payments move here, empty fields are filled from
    /// the other, and the other is gone.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `customer_erased`.
    pub async fn merge_customer(
        &self,
        caller: &Caller,
        id: &str,
        form: &MergeForm,
        once: Option<Once<'_, CustomerView>>,
    ) -> Result<Reply<CustomerView>, Error> {
        self.visible_customer(caller, id).await?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let into = self.visible_customer(caller, id).await?;
            let from = self.merged_customer(caller, &into.value, form).await?;
            if into.value.is_erased() || from.value.is_erased() {
                return Err(Error::of(Code::CustomerErased));
            }
            let others = self.merged_into(into.value.id).await?.len() + self.merged_into(from.value.id).await?.len();
            if u32::try_from(others).unwrap_or(u32::MAX) >= MOST_MERGED {
                return Err(Error::field("from", Code::TooMany, "at most 100 customers can be merged into one"));
            }
            let now = self.now();
            let fuller = filled(person_of(&into.value), &person_of(&from.value));
            let mut metadata = from.value.metadata.clone();
            metadata.extend(into.value.metadata.clone());
            let kept = CustomerRecord { metadata, updated_at: now, ..with_person(into.value, fuller) };
            let gone = Stored {
                value: CustomerRecord {
                    external_id: None,
                    merged_into: Some(kept.id),
                    deleted_at: Some(now),
                    updated_at: now,
                    ..from.value
                },
                version: from.version,
            };
            let (from, to) = (gone.value.id, kept.id);
            // the one gives its external id up before the other takes it
            let mut changes = ChangeSet::new()
                .with(Change::UpdateCustomer(Box::new(gone)))
                .with(Change::UpdateCustomer(Box::new(Stored { value: kept.clone(), version: into.version })));
            changes.push(Change::MoveCustomer { from, to, most: MOVED_AT_ONCE });
            changes.push(Change::PutWork(due(Queue::Merge, from.uuid(), now)));
            self.announce_customer(&mut changes, EventKind::CustomerMerged, &kept);
            Ok(Decided { changes, view: CustomerView::of(kept) })
        })
        .await
    }

    /// The customers that were merged into this one.
    pub(crate) async fn merged_into(&self, id: CustomerId) -> Result<Vec<Stored<CustomerRecord>>, Error> {
        Ok(self.store.merged_customers(id, MOST_MERGED.saturating_add(1)).await?)
    }

    async fn merged_customer(
        &self,
        caller: &Caller,
        into: &CustomerRecord,
        form: &MergeForm,
    ) -> Result<Stored<CustomerRecord>, Error> {
        let mut errors = form.unread.clone();
        let (field, found) = match (form.from.as_deref(), form.external_id.as_deref()) {
            (None, None) => {
                errors.add(
                    "from",
                    Code::Required,
                    "the customer that is to be merged into this one, or its external_id",
                );
                ("from", None)
            }
            (Some(_), Some(_)) => {
                errors.add("external_id", Code::NotSupported, "only without `from`");
                ("external_id", None)
            }
            (Some(text), None) => match self.visible_customer(caller, text).await {
                Ok(found) => ("from", Some(found)),
                Err(error) if error.code == Code::NotFound => ("from", None),
                Err(error) => return Err(error),
            },
            (None, Some(text)) => {
                let mut named = None;
                put_text("external_id", &Patch::Set(text.to_owned()), 64, &mut named, &mut errors);
                ("external_id", self.customer_named(into.merchant_id, named.as_deref()).await?)
            }
        };
        let found = found.filter(|row| row.value.merchant_id == into.merchant_id);
        match &found {
            None if !errors.names(field) => errors.add(field, Code::InvalidId, "the merchant has no such customer"),
            Some(row) if row.value.id == into.id => {
                errors.add(field, Code::NotSupported, "a customer cannot be merged into itself");
            }
            None | Some(_) => {}
        }
        errors.finish()?;
        found.ok_or_else(|| Error::of(Code::InvalidId))
    }
}
