//! Merchants that go: only while nothing refers to them.

use super::{
    Fixture,
    check::{During, Kept, broken, holds, same, stale, taken},
    ground::{ALL, Ground, insert_bill, insert_link, page},
    races::{RACERS, ROUNDS, Race},
};
use crate::{
    Change, MerchantId, UniqueKey, Version,
    ports::{LinkFilter, StoreError},
    records::{FilePurpose, FileRecord, FileUsageRecord, LinkRecord, MerchantRecord},
    testing::build::instant,
};
use std::sync::Arc;

/// Makes a row that names a merchant.
type Own = fn(&Ground, MerchantId) -> Change;

const fn delete(id: MerchantId) -> Change {
    Change::DeleteMerchant(id, Version::FIRST)
}

pub(super) async fn a_deleted_merchant_is_gone_at_its_version_only(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let unborn: MerchantId = ground.make.id();
    stale(ground.write([delete(unborn)]).await, "merchant").during("one that never was")?;
    let named = MerchantRecord { external_id: Some("again".to_owned()), ..ground.make.merchant() };
    ground.write([Change::InsertMerchant(named.clone())]).await?;
    let twin = MerchantRecord { external_id: Some("again".to_owned()), ..ground.make.merchant() };
    taken(ground.write([Change::InsertMerchant(twin.clone())]).await, UniqueKey::MerchantExternalId)
        .during("its external id")?;
    stale(ground.write([Change::DeleteMerchant(named.id, Version(2))]).await, "merchant")
        .during("at another version")?;
    holds(ground.store.merchant(named.id).await?.is_some(), "what was refused is not done")?;
    let space = FileUsageRecord { merchant_id: named.id, bytes: 0, limit_bytes: 10 };
    ground.write([Change::InsertFileUsage(space)]).await?;
    ground.write([delete(named.id)]).await.during("at its version")?;
    holds(ground.store.merchant(named.id).await?.is_none(), "a deleted merchant is gone")?;
    holds(ground.store.file_usage(named.id).await?.is_none(), "the count of its space goes along")?;
    same("merchants", &ground.store.merchants(page(None, 10)).await?.len(), &0)?;
    stale(ground.write([delete(named.id)]).await, "merchant").during("once more")?;
    ground.write([Change::InsertMerchant(twin)]).await.during("its external id is free again")
}

pub(super) async fn a_merchant_with_anything_of_its_own_stays(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let make = &ground.make;
    let own: [(&str, Own); 7] = [
        ("a link", |ground, id| insert_link(&ground.make.link(id))),
        ("a deleted link", |ground, id| {
            insert_link(&LinkRecord { deleted_at: Some(instant(1)), ..ground.make.link(id) })
        }),
        ("a customer", |ground, id| Change::InsertCustomer(Box::new(ground.make.customer(id)))),
        ("an invoice", |ground, id| insert_bill(&ground.make.invoice(id))),
        ("an API key", |ground, id| Change::InsertApiKey(ground.make.api_key(Some(id)))),
        ("an endpoint", |ground, id| Change::InsertEndpoint(ground.make.endpoint(Some(id)))),
        ("a suppression", |ground, id| Change::InsertSuppression(ground.make.suppression(Some(id)))),
    ];
    for (name, row) in own {
        let merchant = ground.merchant().await?;
        ground.write([row(&ground, merchant.id)]).await.during(name)?;
        stale(ground.write([delete(merchant.id)]).await, "merchant").during(name)?;
        holds(ground.store.merchant(merchant.id).await?.is_some(), name)?;
    }
    let link = ground.link().await?;
    let merchant = ground.merchant().await?;
    let logo =
        FileRecord { merchant_id: merchant.id, link_id: None, purpose: FilePurpose::Logo, ..make.attachment(&link) };
    ground.write([Change::InsertFile(logo)]).await?;
    stale(ground.write([delete(merchant.id)]).await, "merchant").during("a file")?;
    // all or nothing: a row of the same commit counts
    let merchant = ground.merchant().await?;
    let both = [insert_link(&make.link(merchant.id)), delete(merchant.id)];
    stale(ground.write(both).await, "merchant").during("a link in the same commit")?;
    ground.write([delete(merchant.id)]).await.during("and it was not written")
}

pub(super) async fn a_merchant_goes_or_gets_its_link(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for _ in 0..ROUNDS {
        let merchant = ground.merchant().await?;
        let race = Race::new();
        let racer = |place: usize| {
            let goes = place.is_multiple_of(2);
            let change = if goes { delete(merchant.id) } else { insert_link(&ground.make.link(merchant.id)) };
            let store = Arc::clone(&ground.store);
            race.racer(async move { (goes, store.commit(super::ground::set([change])).await) })
        };
        let racers = (0..RACERS).map(racer).collect();
        let (mut deleted, mut linked) = (0, 0);
        for (goes, find) in race.run(fixture, racers).await? {
            match find {
                Ok(()) if goes => deleted += 1,
                Ok(()) => linked += 1,
                Err(StoreError::Stale { entity: "merchant", .. }) => {}
                Err(other) => return Err(broken(format!("losers get Stale, found {other:?}"))),
            }
        }
        let there = ground.store.merchant(merchant.id).await?.is_some();
        let filter = LinkFilter { merchant_id: Some(merchant.id), ..LinkFilter::default() };
        same("links", &ground.store.links(&filter, ALL).await?.len(), &linked)?;
        holds(deleted == usize::from(!there), "it goes once, or stays")?;
        holds(there == (linked > 0), "it has links, or is gone")?;
    }
    Ok(())
}
