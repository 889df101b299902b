//! A merchant that nothing hangs on is deleted: its books would stay, so one that has any cannot go.

use crate::{
    Caller, Change, ChangeSet, Code, Error, MerchantId, Paylink, Stored,
    engine::Decided,
    ports::{BillFilter, CustomerFilter, FileFilter, LinkFilter, PageOf, StoreError, SuppressionFilter, WebhookFilter},
    records::BillKind,
};

const ONE: PageOf = PageOf { after: None, limit: 1 };

impl Paylink {
    /// Deletes a merchant that has no links, customers, invoices, orders, API keys, webhook endpoints, suppressions, files
    /// and tags, not even deleted ones. Its entries in the audit log stay.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `merchant_in_use`.
    pub async fn delete_merchant(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let id = self.visible_merchant(caller, id).await?.value.id;
        caller.is_platform()?;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value, version } = self.visible_merchant(caller, &id.to_string()).await?;
            // what comes between this and the commit is refused by the store, and asked again here
            let tags = self.tags(caller, Some(&id.to_string())).await?;
            if !tags.is_empty() || self.is_in_use(value.id).await? {
                return Err(Error::of(Code::MerchantInUse));
            }
            let changes = ChangeSet::new().with(Change::DeleteMerchant(value.id, version));
            Ok(Decided { changes, view: () })
        })
        .await
    }

    /// Whether any row names the merchant.
    async fn is_in_use(&self, id: MerchantId) -> Result<bool, StoreError> {
        let (store, merchant_id) = (&self.store, Some(id));
        let links = LinkFilter { merchant_id, with_deleted: true, ..LinkFilter::default() };
        let customers = CustomerFilter { merchant_id, with_deleted: true, ..CustomerFilter::default() };
        let endpoints = WebhookFilter { merchant_id, ..WebhookFilter::default() };
        let suppressions = SuppressionFilter { merchant_id, ..SuppressionFilter::default() };
        for kind in [BillKind::Invoice, BillKind::Order] {
            let bills = BillFilter { merchant_id, with_deleted: true, ..BillFilter::all(kind) };
            if !store.bills(&bills, ONE).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(!store.links(&links, ONE).await?.is_empty()
            || !store.customers(&customers, ONE).await?.is_empty()
            || !store.api_keys(merchant_id, ONE).await?.is_empty()
            || !store.endpoints(&endpoints, ONE).await?.is_empty()
            || !store.suppressions(&suppressions, ONE).await?.is_empty()
            || !store.files(&FileFilter { merchant_id }, ONE).await?.is_empty())
    }
}
