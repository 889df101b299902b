//! A merchant makes a payment link.

use super::shown::due;
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventKind, FieldErrors, LinkId, MerchantId, Once, Paylink, Reply, Stored,
    TypedId,
    engine::Decided,
    forms::LinkForm,
    link::{Known, Origin, check_link, generated_slug, wrong_fields},
    records::{LinkTotals, MerchantRecord, Queue},
    views::LinkView,
};

impl Paylink {
    /// Makes a payment link of `merchant_id` (implied for callers bound to one merchant).
    ///
    /// # Errors
    /// Field errors, `forbidden`, `slug_taken`, `external_id_taken`; for an invoice or order `not_open`,
    /// `payment_in_progress`, `has_open_link`.
    pub async fn create_link(
        &self,
        caller: &Caller,
        merchant_id: Option<&str>,
        form: &LinkForm,
        once: Option<Once<'_, LinkView>>,
    ) -> Result<Reply<LinkView>, Error> {
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let now = self.now();
            let merchant = self.payee(caller, merchant_id, || wrong_fields(form, now)).await?;
            let asked = self.asked_bill(caller, &merchant.value, form).await?;
            let offered = self.link_method(form, None, &merchant.value, now).await?;
            let customer = self.customer_of_link(merchant.value.id, form, &asked).await?;
            let known = customer.as_ref().map_or(Known::Nobody, |row| Known::Record(&row.value));
            let origin = Origin::New(LinkId::from_random(self.random()), generated_slug(self.random()), asked.of());
            let (mut link, _) = check_link(&offered.form, origin, &merchant.value, known, now)?;
            offered.narrow(&mut link)?;
            let mut changes = ChangeSet::new().with(Change::ExpectMerchant(merchant.value.id, merchant.version));
            changes.extend(offered.expected());
            let person = link.details.customer.as_ref();
            let tied = self.tie_customer(&mut changes, merchant.value.id, customer, person);
            link.customer_id = offered.owner(tied)?;
            self.take_place(&mut changes, asked, &mut link, now).await?;
            if let Some(end) = link.ends_at {
                changes.push(Change::PutWork(due(Queue::Expire, link.id.uuid(), end)));
            }
            let mut messages = ChangeSet::new();
            // nobody is asked to pay what has ended
            let ended = link.ends_at.is_some_and(|end| end <= now);
            let channels = if ended { &[] } else { link.details.delivery.channels() };
            self.request_payment(&mut messages, &merchant.value, &mut link, LinkTotals::default(), channels).await?;
            changes.push(Change::InsertLink(Box::new(link.clone())));
            self.plan_reminders(&mut changes, &link, &merchant.value, None).await?;
            self.announce_link(&mut changes, EventKind::LinkCreated, &link, LinkTotals::default());
            self.count_created(&mut changes, &link);
            messages.drain_into(&mut changes);
            let view = self.link_view(link, LinkTotals::default(), now)?;
            Ok(Decided { changes, view })
        })
        .await
    }

    /// The merchant a new object is for. A missing or unknown one is named together with all other wrong fields.
    pub(crate) async fn payee(
        &self,
        caller: &Caller,
        merchant_id: Option<&str>,
        wrong: impl FnOnce() -> FieldErrors + Send,
    ) -> Result<Stored<MerchantRecord>, Error> {
        let id: Option<MerchantId> = match (caller.merchant(), merchant_id) {
            (Some(own), None) => Some(own),
            (own, Some(text)) => text.parse().ok().filter(|id| own.is_none_or(|own| own == *id)),
            (None, None) => None,
        };
        let found = match id {
            Some(id) => self.store.merchant(id).await?,
            None => None,
        };
        found.ok_or_else(|| {
            let (code, detail) = match merchant_id {
                None => (Code::Required, "the merchant it is for is required"),
                Some(_) => (Code::InvalidId, "there is no such merchant"),
            };
            let mut errors = wrong();
            errors.add("merchant_id", code, detail);
            errors.finish().err().unwrap_or_else(|| Error::of(code))
        })
    }
}
