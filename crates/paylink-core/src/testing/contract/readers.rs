//! What has been committed is read at once, and what is not there is not found.

use super::{
    Fixture,
    check::{During, Kept, holds, same},
    family::{Family, Kind},
    ground::{ALL, Ground},
    rows::found,
};
use crate::{
    Change, Version,
    ports::{
        BillFilter, CustomerFilter, Declines, EventFilter, FileFilter, LinkFilter, MessageFilter, PaymentFilter,
        PaymentMethodFilter, Requests, SuppressionFilter, WebhookFilter,
    },
    records::{BillKind, Channel, EndpointRecord, LinkTotals, MerchantRecord, PaymentRecord, PaymentStatus, Queue},
    testing::build::instant,
};
use std::time::Duration;

pub(super) async fn an_empty_store_finds_nothing(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let unborn = Family::of(&ground.make);
    holds(unborn.is_absent(store).await?, "rows that were never written are not found")?;
    let webhooks = WebhookFilter::default();
    holds(store.merchants(ALL).await?.is_empty(), "no merchants")?;
    holds(store.customers(&CustomerFilter::default(), ALL).await?.is_empty(), "no customers")?;
    holds(store.customer_by_external_id(unborn.merchant.id, "c").await?.is_none(), "no customer of that name")?;
    holds(store.links(&LinkFilter::default(), ALL).await?.is_empty(), "no links")?;
    holds(store.bills(&BillFilter::all(BillKind::Invoice), ALL).await?.is_empty(), "no invoices")?;
    holds(store.bills(&BillFilter::all(BillKind::Order), ALL).await?.is_empty(), "no orders")?;
    holds(store.bills_by_ids(&[unborn.bill.id]).await?.is_empty(), "no invoices by id")?;
    holds(store.open_links_of(unborn.bill.id).await?.is_empty(), "no links of an invoice")?;
    holds(store.payments(&PaymentFilter::default(), ALL).await?.is_empty(), "no payments")?;
    holds(store.latest_payments(&[unborn.link.id]).await?.is_empty(), "no latest payment")?;
    holds(store.payment_methods(&PaymentMethodFilter::default(), ALL).await?.is_empty(), "no payment methods")?;
    holds(store.events(&EventFilter::default(), ALL).await?.is_empty(), "no events")?;
    holds(store.endpoints(&webhooks, ALL).await?.is_empty(), "no endpoints")?;
    holds(store.endpoints_for(Some(unborn.merchant.id)).await?.is_empty(), "no endpoints for anyone")?;
    holds(store.deliveries(&webhooks, ALL).await?.is_empty(), "no deliveries")?;
    holds(store.api_keys(None, ALL).await?.is_empty(), "no API keys")?;
    holds(store.messages(&MessageFilter::default(), ALL).await?.is_empty(), "no messages")?;
    holds(store.reminders(unborn.link.id).await?.is_empty(), "no reminders")?;
    holds(store.suppressions(&SuppressionFilter::default(), ALL).await?.is_empty(), "no suppressions")?;
    holds(store.files(&FileFilter::default(), ALL).await?.is_empty(), "no files")?;
    let (key, channel) = (unborn.message.recipient_key.clone(), Channel::Email);
    holds(store.suppressions_of(None, channel, &key).await?.is_empty(), "no suppressions of an address")?;
    holds(store.message_by_reference(channel, "SM1").await?.is_none(), "no message of a provider")?;
    same("requests", &store.requests(&Requests::To(key, channel), instant(0)).await?, &0)?;
    holds(!store.was_viewed(unborn.link.id, unborn.reminder.remind_on).await?, "no views")?;
    same("totals", &store.link_totals(&[unborn.link.id]).await?, &vec![LinkTotals::default()])?;
    same("declines", &store.declines(&Declines::OnLink(unborn.link.id), instant(0)).await?, &0)?;
    same("pruned", &store.prune(instant(0), 10).await?, &0)?;
    holds(store.document("kind", "key").await?.is_none(), "no documents")?;
    for queue in Queue::ALL.iter().copied() {
        same("backlog", &store.backlog(queue, instant(0)).await?, &(0, None))?;
        holds(store.due_lanes(queue, instant(0), &[], 10).await?.is_empty(), "no lanes")?;
        let claimed = store.claim(queue, None, 10, instant(0), Duration::from_secs(1)).await?;
        holds(claimed.is_empty(), "no work")?;
    }
    store.ping().await.during("ping")
}

pub(super) async fn a_commit_is_read_at_once_by_every_reader(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    for _ in 0..10 {
        let family = Family::of(&ground.make);
        ground.write(family.inserts()).await?;
        family.check_all(store).await?;
        found("by slug", store.link_by_slug(&family.link.slug).await?, &family.link, Version::FIRST)?;
        let by_hash = store.api_key_by_hash(&family.api_key.secret_hash).await?;
        found("by hash", by_hash, &family.api_key, Version::FIRST)?;
        let of = Some(family.merchant.id);
        let webhooks = WebhookFilter { merchant_id: of, ..WebhookFilter::default() };
        let customers = CustomerFilter { merchant_id: of, ..CustomerFilter::default() };
        same("customers", &store.customers(&customers, ALL).await?.len(), &1)?;
        same("links", &store.links(&LinkFilter { merchant_id: of, ..LinkFilter::default() }, ALL).await?.len(), &1)?;
        let invoices = BillFilter { merchant_id: of, ..BillFilter::all(BillKind::Invoice) };
        same("invoices", &store.bills(&invoices, ALL).await?.len(), &1)?;
        let payments = PaymentFilter { merchant_id: of, ..PaymentFilter::default() };
        same("payments", &store.payments(&payments, ALL).await?.len(), &1)?;
        same("latest payments", &store.latest_payments(&[family.link.id]).await?.len(), &1)?;
        let methods = PaymentMethodFilter { merchant_id: of, ..PaymentMethodFilter::default() };
        same("payment methods", &store.payment_methods(&methods, ALL).await?.len(), &1)?;
        let events = EventFilter { merchant_id: of, ..EventFilter::default() };
        same("events", &store.events(&events, ALL).await?.len(), &1)?;
        same("endpoints", &store.endpoints(&webhooks, ALL).await?.len(), &1)?;
        same("endpoints for it", &store.endpoints_for(of).await?.len(), &1)?;
        same("deliveries", &store.deliveries(&webhooks, ALL).await?.len(), &1)?;
        let messages = MessageFilter { merchant_id: of, ..MessageFilter::default() };
        same("messages", &store.messages(&messages, ALL).await?.len(), &1)?;
        same("reminders", &store.reminders(family.link.id).await?.len(), &1)?;
        let stopped = store.suppressions_of(of, Channel::Email, &family.suppression.address_key).await?;
        same("suppressions", &stopped.len(), &1)?;
        same("files", &store.files(&FileFilter { merchant_id: of }, ALL).await?.len(), &1)?;
        let requests = Requests::AboutLink(family.link.id, Channel::Email);
        same("requests", &store.requests(&requests, instant(0)).await?, &1)?;
        same("API keys", &store.api_keys(of, ALL).await?.len(), &1)?;
        let payments_count = 1;
        let totals = LinkTotals { payments_count, ..LinkTotals::default() };
        same("totals", &store.link_totals(&[family.link.id]).await?, &vec![totals])?;
        let claimed = store.claim(Queue::Reconcile, None, 10, instant(0), Duration::from_secs(99)).await?;
        same("claimed work", &claimed.len(), &1)?;
    }
    Ok(())
}

pub(super) async fn an_update_is_read_at_once_by_every_reader(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let before = Family::of(&ground.make);
    ground.write(before.inserts()).await?;
    // read once, so that a reader that keeps what it has seen is found out
    before.check_all(store).await?;
    same("endpoints before", &store.endpoints_for(Some(before.merchant.id)).await?.len(), &1)?;
    let after = Family {
        merchant: MerchantRecord { name: "New name".to_owned(), ..before.merchant.clone() },
        payment: PaymentRecord { status: PaymentStatus::Failed, ..before.payment.clone() },
        endpoint: EndpointRecord { disabled: true, ..before.endpoint.clone() },
        ..before.clone()
    };
    ground.write(Kind::CHANGING.map(|kind| after.update(kind, Version::FIRST))).await?;
    for kind in Kind::CHANGING {
        after.check(store, kind, Version(2)).await?;
    }
    let failed = PaymentFilter { status: Some(PaymentStatus::Failed), ..PaymentFilter::default() };
    same("failed payments", &store.payments(&failed, ALL).await?.len(), &1)?;
    same("declines", &store.declines(&Declines::OnLink(before.link.id), instant(0)).await?, &1)?;
    same("endpoints after", &store.endpoints_for(Some(before.merchant.id)).await?.len(), &0)?;
    let expected = after.merchant.clone();
    ground.write([Change::ExpectMerchant(expected.id, Version(2))]).await.during("expecting the update")
}
