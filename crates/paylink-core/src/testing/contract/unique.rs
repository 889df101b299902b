//! Keys that only one row may have: ids, merchants' external ids, secrets, idempotency keys, delivery pairs.

use super::{
    Fixture,
    check::{During, Kept, holds, same, taken},
    family::{Family, Kind},
    ground::{ALL, Ground},
    rows::found,
};
use crate::{
    Change, Stored, UniqueKey, Version,
    ports::WebhookFilter,
    records::{ApiKeyRecord, CustomerRecord, DeliveryRecord, IdempotencyRecord, MerchantRecord},
    testing::build::instant,
};

pub(super) async fn an_id_is_given_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let old = Family::of(&ground.make);
    ground.write(old.inserts()).await?;
    for kind in Kind::WITH_ID {
        // a new family that shares nothing but the one id
        let mut new = Family::of(&ground.make);
        let before = [Kind::Merchant, Kind::Customer, Kind::Link, Kind::Event];
        ground.write(before.map(|kind| new.insert(kind))).await?;
        ground.write([new.insert(Kind::Endpoint)]).await?;
        if matches!(kind, Kind::Refund | Kind::PaymentMethod | Kind::LedgerEntry) {
            ground.write([new.insert(Kind::Payment)]).await?;
        }
        match kind {
            Kind::Merchant => new.merchant.id = old.merchant.id,
            Kind::Customer => {
                new.customer = CustomerRecord { id: old.customer.id, ..ground.make.customer(new.merchant.id) }
            }
            Kind::Bill => new.bill.id = old.bill.id,
            Kind::Link => new = Family { link: ground.make.link(new.merchant.id), ..new },
            Kind::Payment => new.payment.id = old.payment.id,
            Kind::Refund => new.refund.id = old.refund.id,
            Kind::PaymentMethod => new.payment_method.id = old.payment_method.id,
            Kind::LedgerEntry => new.entry.id = old.entry.id,
            Kind::Event => new.event.id = old.event.id,
            Kind::ApiKey => new.api_key.id = old.api_key.id,
            Kind::Endpoint => new.endpoint.id = old.endpoint.id,
            Kind::Delivery => new.delivery.id = old.delivery.id,
            Kind::Reminder => new.reminder.id = old.reminder.id,
            Kind::Message => new.message.id = old.message.id,
            Kind::Suppression => new.suppression.id = old.suppression.id,
            Kind::File => new.file.id = old.file.id,
            Kind::FileUsage | Kind::Request | Kind::Work => {}
        }
        if kind == Kind::Link {
            new.link.id = old.link.id;
        }
        let result = ground.write([new.insert(kind)]).await;
        taken(result, UniqueKey::Id).during(format!("a second {} with the same id", kind.entity()))?;
        old.check(&*ground.store, kind, Version::FIRST).await?;
    }
    Ok(())
}

pub(super) async fn a_merchants_external_id_is_unique(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let named = |name: Option<&str>| MerchantRecord { external_id: name.map(str::to_owned), ..ground.make.merchant() };
    let (first, second) = (named(Some("shop-1")), named(Some("Shop-1")));
    for row in [&first, &second, &named(None), &named(None)] {
        ground.write([Change::InsertMerchant(row.clone())]).await.during("different or no external ids")?;
    }
    let key = UniqueKey::MerchantExternalId;
    taken(ground.write([Change::InsertMerchant(named(Some("shop-1")))]).await, key)?;
    let update = |row: &MerchantRecord, name: Option<&str>, version| {
        let value = MerchantRecord { external_id: name.map(str::to_owned), ..row.clone() };
        Change::UpdateMerchant(Stored { value, version })
    };
    taken(ground.write([update(&second, Some("shop-1"), Version::FIRST)]).await, key).during("an update")?;
    ground.write([update(&first, Some("shop-1"), Version::FIRST)]).await.during("an update that keeps it")?;
    ground.write([update(&first, None, Version(2))]).await?;
    ground.write([update(&second, Some("shop-1"), Version::FIRST)]).await.during("an external id given up")
}

pub(super) async fn an_api_keys_secret_is_unique(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (first, other) = (ground.make.api_key(None), ground.make.api_key(None));
    ground.write([Change::InsertApiKey(first.clone()), Change::InsertApiKey(other.clone())]).await?;
    let copy = ApiKeyRecord { secret_hash: first.secret_hash.clone(), ..ground.make.api_key(None) };
    taken(ground.write([Change::InsertApiKey(copy)]).await, UniqueKey::ApiKeySecret)?;
    let revoked = ApiKeyRecord { revoked_at: Some(instant(5)), ..first.clone() };
    ground.write([Change::UpdateApiKey(Stored { value: revoked.clone(), version: Version::FIRST })]).await?;
    let copy = ApiKeyRecord { secret_hash: first.secret_hash.clone(), ..ground.make.api_key(None) };
    let result = ground.write([Change::InsertApiKey(copy)]).await;
    taken(result, UniqueKey::ApiKeySecret).during("the secret of a revoked key")?;
    let row = ground.store.api_key_by_hash(&first.secret_hash).await?;
    found("a revoked key by its hash", row, &revoked, Version(2))?;
    found("another key", ground.store.api_key_by_hash(&other.secret_hash).await?, &other, Version::FIRST)
}

pub(super) async fn an_idempotency_key_is_unique_in_its_scope(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let first = IdempotencyRecord { key: "Key-1".to_owned(), ..ground.make.request(link.id) };
    ground.write([Change::InsertIdempotency(first.clone())]).await?;
    let again = |key: &str, scope: &str| {
        let (key, scope) = (key.to_owned(), scope.to_owned());
        Change::InsertIdempotency(IdempotencyRecord { key, scope, ..ground.make.request(link.id) })
    };
    taken(ground.write([again("Key-1", &first.scope)]).await, UniqueKey::IdempotencyKey)?;
    ground.write([again("Key-1", "platform"), again("key-1", &first.scope)]).await.during("other scope, other case")?;
    let row = ground.store.idempotency(&first.scope, &first.key).await?;
    found("the first record", row, &first, Version::FIRST)
}

pub(super) async fn an_expired_idempotency_record_is_replaced(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let old = IdempotencyRecord { expires_at: instant(100), ..ground.make.request(link.id) };
    ground.write([Change::InsertIdempotency(old.clone())]).await?;
    let answer = crate::Answer { status: 201, content_type: "text/plain".to_owned(), body: "done".to_owned() };
    let old = IdempotencyRecord { answer: Some(answer), ..old };
    ground.write([Change::UpdateIdempotency(Stored { value: old.clone(), version: Version::FIRST })]).await?;

    let almost = crate::Timestamp::from_micros(instant(100).micros() - 1).unwrap_or(instant(99));
    let new = IdempotencyRecord { fingerprint: "f0".repeat(32), created_at: almost, answer: None, ..old.clone() };
    let early = ground.write([Change::InsertIdempotency(new.clone())]).await;
    taken(early, UniqueKey::IdempotencyKey).during("a microsecond before it expires")?;
    found("still the old", ground.store.idempotency(&old.scope, &old.key).await?, &old, Version(2))?;

    let new = IdempotencyRecord { created_at: instant(100), expires_at: instant(900), ..new };
    ground.write([Change::InsertIdempotency(new.clone())]).await.during("at the instant it expires")?;
    found("the new one", ground.store.idempotency(&old.scope, &old.key).await?, &new, Version::FIRST)
}

pub(super) async fn a_delivery_pair_is_kept_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (event, other) = (ground.event().await?, ground.event().await?);
    let endpoint = ground.endpoint().await?;
    let first = ground.make.delivery(&event, &endpoint);
    let second = DeliveryRecord { body: "{}".to_owned(), ..ground.make.delivery(&event, &endpoint) };
    let third = ground.make.delivery(&other, &endpoint);
    ground.write([Change::InsertDelivery(first.clone()), Change::InsertDelivery(second.clone())]).await?;
    ground.write([Change::InsertDelivery(second.clone()), Change::InsertDelivery(third)]).await?;
    found("the first delivery", ground.store.delivery(first.id).await?, &first, Version::FIRST)?;
    holds(ground.store.delivery(second.id).await?.is_none(), "the second of a pair is not written")?;
    let rows = ground.store.deliveries(&WebhookFilter::default(), ALL).await?;
    same("how many deliveries there are", &rows.len(), &2)?;
    let sent = DeliveryRecord { attempts: 1, ..first.clone() };
    ground.write([Change::UpdateDelivery(Stored { value: sent.clone(), version: Version::FIRST })]).await?;
    ground.write([Change::InsertDelivery(second)]).await?;
    found("a delivery under way", ground.store.delivery(first.id).await?, &sent, Version(2))
}
