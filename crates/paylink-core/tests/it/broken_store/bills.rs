//! What a broken store does with invoices and orders.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    BillId, Change, Stored,
    ports::{
        BillFilter, BillReader, LinkFilter, LinkReader as _, PageOf, PaymentFilter, PaymentReader as _, StoreError,
    },
    records::{BillRecord, LinkBill, LinkRecord, PaymentRecord, PaymentStatus},
};

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

impl BrokenStore {
    /// A change of invoices or orders as the bug would have it.
    pub(super) async fn mangled(&self, change: Change) -> Result<Change, StoreError> {
        Ok(match (self.bug, change) {
            (Bug::IgnoresBillVersions, Change::UpdateBill(new)) => {
                let version = self.inner.bill(new.value.id).await?.map_or(new.version, |row| row.version);
                Change::UpdateBill(Box::new(Stored { version, ..*new }))
            }
            (Bug::KeepsNumbersOfDeleted, Change::UpdateBill(new)) => {
                Change::UpdateBill(Box::new(Stored { value: BillRecord { deleted_at: None, ..new.value }, ..*new }))
            }
            (Bug::OpensPaidBills, Change::InsertBill(row)) if row.payment_id.is_none() => {
                let state = paylink_core::records::BillStateName::Open;
                Change::InsertBill(Box::new(BillRecord { state, closed_at: None, ..*row }))
            }
            (Bug::FindsAnotherPlace, Change::InsertLink(mut row)) => {
                if let Some(bill) = row.bill {
                    let taken = self.inner.open_links_of(bill.id).await?;
                    let taken = |place| taken.iter().any(|row| row.value.bill.is_some_and(|bill| bill.place == place));
                    let place = if taken(bill.place) { (1..).find(|place| !taken(*place)) } else { None };
                    row.bill = Some(LinkBill { place: place.unwrap_or(bill.place), ..bill });
                }
                Change::InsertLink(row)
            }
            (Bug::LooksForPayersFirst, Change::InsertPayment(row)) => self.looked_first(*row).await?,
            (_, change) => change,
        })
    }

    /// Looks whether the bill is free, pauses, and inserts without a guard.
    async fn looked_first(&self, row: PaymentRecord) -> Result<Change, StoreError> {
        let Some(bill) = row.bill_id else { return Ok(Change::InsertPayment(Box::new(row))) };
        let of_bill = LinkFilter { bill_id: Some(bill), ..LinkFilter::default() };
        for link in self.inner.links(&of_bill, ALL).await? {
            let on_link = PaymentFilter { link_id: Some(link.value.id), ..PaymentFilter::default() };
            let live = |row: &Stored<PaymentRecord>| {
                !matches!(row.value.status, PaymentStatus::Failed | PaymentStatus::Returned)
            };
            if self.inner.payments(&on_link, ALL).await?.iter().any(live) {
                return Err(StoreError::Taken { key: paylink_core::UniqueKey::LivePaymentOfBill });
            }
        }
        tokio::task::yield_now().await;
        Ok(Change::InsertPayment(Box::new(PaymentRecord { bill_id: None, ..row })))
    }
}

#[async_trait]
impl BillReader for BrokenStore {
    async fn bill(&self, id: BillId) -> Result<Option<Stored<BillRecord>>, StoreError> {
        self.inner.bill(id).await
    }

    async fn bills(&self, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
        let mut filter = filter.clone();
        if self.has(Bug::MixesDueDays) {
            filter.due_after = filter.due_after.and_then(|day| day.plus_days(-1));
        }
        if self.has(Bug::FiltersBillsByOneField) && filter.merchant_id.is_some() {
            filter = BillFilter { merchant_id: filter.merchant_id, ..BillFilter::all(filter.kind) };
        }
        Ok(self.ordered(self.inner.bills(&filter, self.page(page)).await?))
    }

    async fn bills_by_ids(&self, ids: &[BillId]) -> Rows<BillRecord> {
        let mut rows = self.inner.bills_by_ids(ids).await?;
        if self.has(Bug::HidesDeletedBills) {
            rows.retain(|row| row.value.deleted_at.is_none());
        }
        Ok(rows)
    }

    async fn open_links_of(&self, bill: BillId) -> Rows<LinkRecord> {
        if self.has(Bug::ListsClosedLinks) {
            let of_bill = LinkFilter { bill_id: Some(bill), ..LinkFilter::default() };
            return self.inner.links(&of_bill, ALL).await;
        }
        self.inner.open_links_of(bill).await
    }
}
