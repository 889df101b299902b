//! A merchant takes an invoice or order back, or deletes it.

use crate::{
    Bill, Caller, Change, ChangeSet, Code, Error, Once, Paylink, Reply, Stored, engine::Decided, records::BillKind,
    views::BillView,
};

impl Paylink {
    /// Takes it back for good, and cancels its open links in the same commit.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `not_open`, `payment_in_progress`.
    pub async fn void_bill(
        &self,
        caller: &Caller,
        kind: BillKind,
        id: &str,
        once: Option<Once<'_, BillView>>,
    ) -> Result<Reply<BillView>, Error> {
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let Stored { value, version } = self.visible_bill(caller, kind, id).await?;
            let now = self.now();
            let bill = Bill::restore(value)?.void(now)?;
            let change = Change::UpdateBill(Box::new(Stored { value: bill.record().clone(), version }));
            let mut changes = ChangeSet::new().with(change);
            self.cancel_links_of(&mut changes, &bill, None, now).await?;
            Ok(Decided { changes, view: BillView::of(bill) })
        })
        .await
    }

    /// Deletes one that is not paid and has no open link; its number is free again.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `not_open`, `payment_in_progress`, `has_open_link`.
    pub async fn delete_bill(&self, caller: &Caller, kind: BillKind, id: &str) -> Result<(), Error> {
        self.visible_bill(caller, kind, id).await?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value, version } = self.visible_bill(caller, kind, id).await?;
            let deleted = Bill::restore(value)?.delete(self.now())?.into_record();
            if !self.store.open_links_of(deleted.id).await?.is_empty() {
                return Err(Error::of(Code::HasOpenLink));
            }
            let change = Change::UpdateBill(Box::new(Stored { value: deleted, version }));
            Ok(Decided { changes: ChangeSet::new().with(change), view: () })
        })
        .await
    }
}
