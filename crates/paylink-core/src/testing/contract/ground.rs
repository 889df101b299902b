//! The ground a case stands on: an empty store and rows to put into it.

use super::{Fixture, check::Broken};
use crate::{
    Change, ChangeSet, Stored, Version,
    ports::{PageOf, Position, Store, StoreError},
    records::{BillRecord, EndpointRecord, EventRecord, LinkRecord, MerchantRecord, MessageRecord, PaymentRecord},
    testing::build::Make,
};
use std::sync::Arc;

/// Every row there is.
pub(super) const ALL: PageOf = PageOf { after: None, limit: 1000 };

/// An empty store of its own.
pub(super) struct Ground {
    pub(super) store: Arc<dyn Store>,
    pub(super) make: Make,
}

impl Ground {
    pub(super) async fn new(fixture: &dyn Fixture) -> Self {
        Self { store: fixture.fresh().await, make: Make::new(7) }
    }

    /// Commits these changes together.
    pub(super) async fn write(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), StoreError> {
        self.store.commit(set(changes)).await
    }

    /// A merchant that has been written.
    pub(super) async fn merchant(&self) -> Result<MerchantRecord, Broken> {
        let row = self.make.merchant();
        self.write([Change::InsertMerchant(row.clone())]).await?;
        Ok(row)
    }

    /// A one-time link that has been written, with a merchant of its own.
    pub(super) async fn link(&self) -> Result<LinkRecord, Broken> {
        let merchant = self.merchant().await?;
        let row = self.make.link(merchant.id);
        self.write([insert_link(&row)]).await?;
        Ok(row)
    }

    /// An event about a link that has been written, both new.
    pub(super) async fn event(&self) -> Result<EventRecord, Broken> {
        let row = self.make.link_event(&self.link().await?);
        self.write([insert_event(&row)]).await?;
        Ok(row)
    }

    /// An endpoint of the platform that has been written.
    pub(super) async fn endpoint(&self) -> Result<EndpointRecord, Broken> {
        let row = self.make.endpoint(None);
        self.write([Change::InsertEndpoint(row.clone())]).await?;
        Ok(row)
    }
}

pub(super) fn set(changes: impl IntoIterator<Item = Change>) -> ChangeSet {
    let mut set = ChangeSet::new();
    changes.into_iter().for_each(|change| set.push(change));
    set
}

pub(super) fn insert_link(row: &LinkRecord) -> Change {
    Change::InsertLink(Box::new(row.clone()))
}

pub(super) fn update_link(row: &LinkRecord, version: Version) -> Change {
    Change::UpdateLink(Box::new(at(row, version)))
}

pub(super) fn insert_bill(row: &BillRecord) -> Change {
    Change::InsertBill(Box::new(row.clone()))
}

pub(super) fn update_bill(row: &BillRecord, version: Version) -> Change {
    Change::UpdateBill(Box::new(at(row, version)))
}

pub(super) fn insert_payment(row: &PaymentRecord) -> Change {
    Change::InsertPayment(Box::new(row.clone()))
}

pub(super) fn update_payment(row: &PaymentRecord, version: Version) -> Change {
    Change::UpdatePayment(Box::new(at(row, version)))
}

pub(super) fn insert_event(row: &EventRecord) -> Change {
    Change::InsertEvent(Box::new(row.clone()))
}

pub(super) fn insert_message(row: &MessageRecord) -> Change {
    Change::InsertMessage(Box::new(row.clone()))
}

/// The row as someone read it at this version.
pub(super) fn at<T: Clone>(row: &T, version: Version) -> Stored<T> {
    Stored { value: row.clone(), version }
}

/// The places of rows in the order they were given.
pub(super) fn page(after: Option<Position>, limit: u32) -> PageOf {
    PageOf { after, limit }
}
