//! Addresses that get nothing: of a merchant, and of all.

use super::{
    Fixture,
    check::{During, Kept, holds, same, taken},
    ground::{ALL, Ground, page},
};
use crate::{
    Change, SuppressionId, TypedId, UniqueKey,
    ports::{Position, SuppressionFilter},
    records::{Channel, SuppressionReason, SuppressionRecord},
    testing::build::instant,
};
use std::collections::BTreeSet;

fn insert(row: &SuppressionRecord) -> Change {
    Change::InsertSuppression(row.clone())
}

pub(super) async fn an_address_is_suppressed_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (store, merchant) = (&*ground.store, ground.merchant().await?);
    for of in [Some(merchant.id), None] {
        let first = ground.make.suppression(of);
        ground.write([insert(&first)]).await?;
        let second = SuppressionRecord { id: ground.make.id(), reason: SuppressionReason::Complaint, ..first.clone() };
        ground.write([insert(&second)]).await.during("the same address again is no error")?;
        holds(store.suppression(second.id).await?.is_none(), "the second one is not written")?;
        holds(store.suppression(first.id).await? == Some(first.clone()), "the first one stays as it is")?;
        ground.write([insert(&first)]).await.during("the very same one again is no error")?;
        let elsewhere = SuppressionRecord { id: first.id, ..ground.make.suppression(of) };
        taken(ground.write([insert(&elsewhere)]).await, UniqueKey::Id).during("its id for another address")?;
        // the rest of a set that holds one that is there is written
        let other = ground.make.suppression(of);
        ground.write([insert(&second), insert(&other)]).await?;
        holds(store.suppression(other.id).await? == Some(other), "another address in the same set is written")?;
    }
    Ok(())
}

pub(super) async fn an_addresss_suppressions_are_the_merchants_and_the_platforms(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let model = ground.make.suppression(None);
    let row = |merchant_id, channel| SuppressionRecord { id: ground.make.id(), merchant_id, channel, ..model.clone() };
    let (mail, text) = (Channel::Email, Channel::Sms);
    let (own, foreign, all) = (row(Some(ours.id), mail), row(Some(theirs.id), mail), row(None, mail));
    let (own_text, other) = (row(Some(ours.id), text), ground.make.suppression(Some(ours.id)));
    for row in [&own, &foreign, &all, &own_text, &other] {
        ground.write([insert(row)]).await.during("addresses of different merchants and channels")?;
    }
    let key = model.address_key.as_str();
    for (what, merchant, channel, key, wanted) in [
        ("ours", Some(ours.id), mail, key, vec![&own, &all]),
        ("theirs", Some(theirs.id), mail, key, vec![&foreign, &all]),
        ("a stranger's", Some(ground.make.id()), mail, key, vec![&all]),
        ("the platform's", None, mail, key, vec![&all]),
        ("ours by text", Some(ours.id), text, key, vec![&own_text]),
        ("the platform's by text", None, text, key, vec![]),
        ("another address", Some(ours.id), mail, other.address_key.as_str(), vec![&other]),
        ("an address in capitals", Some(ours.id), mail, model.address.as_str(), vec![]),
    ] {
        let rows = ground.store.suppressions_of(merchant, channel, key).await?;
        let found: BTreeSet<SuppressionId> = rows.iter().map(|row| row.id).collect();
        same(what, &found, &wanted.iter().map(|row| row.id).collect())?;
        same(format!("{what}, each once"), &rows.len(), &found.len())?;
    }
    Ok(())
}

pub(super) async fn suppressions_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let model = ground.make.suppression(None);
    let mut rows = Vec::new();
    for (second, (merchant_id, channel)) in (1..).zip([
        (Some(ours.id), Channel::Email),
        (Some(theirs.id), Channel::Sms),
        (None, Channel::Email),
        (Some(ours.id), Channel::Sms),
    ]) {
        let row = SuppressionRecord { merchant_id, channel, ..ground.make.suppression(None) };
        // the last two are of one address
        let address_key = if second > 2 { model.address_key.clone() } else { row.address_key };
        let row = SuppressionRecord { address_key, created_at: instant(second), ..row };
        ground.write([insert(&row)]).await?;
        rows.insert(0, row);
    }
    for merchant_id in [None, Some(ours.id), Some(theirs.id), Some(ground.make.id())] {
        for channel in [None, Some(Channel::Email), Some(Channel::Sms)] {
            for address_key in [None, Some(model.address_key.clone()), Some(model.address_key.to_uppercase())] {
                let what = format!("{merchant_id:?}, {channel:?}, an address: {}", address_key.is_some());
                let lets_through = |row: &&SuppressionRecord| {
                    (merchant_id.is_none() || merchant_id == row.merchant_id)
                        && channel.is_none_or(|wanted| wanted == row.channel)
                        && address_key.as_ref().is_none_or(|wanted| *wanted == row.address_key)
                };
                let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                let filter = SuppressionFilter { merchant_id, channel, address_key: address_key.clone() };
                let found: Vec<_> = ground.store.suppressions(&filter, ALL).await?;
                same(&what, &found.iter().map(|row| row.id).collect(), &wanted)?;
                let after = found.first().map(|row| Position { created_at: row.created_at, id: row.id.uuid() });
                let rest = ground.store.suppressions(&filter, page(after, 1)).await?;
                let wanted: Vec<_> = wanted.iter().skip(1).take(1).copied().collect();
                same(format!("{what}, the second"), &rest.iter().map(|row| row.id).collect(), &wanted)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn a_deleted_suppression_leaves_room_for_another(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let (first, kept) = (ground.make.suppression(None), ground.make.suppression(None));
    ground.write([insert(&first), insert(&kept)]).await?;
    ground.write([Change::DeleteSuppression(first.id)]).await?;
    holds(store.suppression(first.id).await?.is_none(), "it is gone")?;
    same("of its address", &store.suppressions_of(None, Channel::Email, &first.address_key).await?.len(), &0)?;
    holds(store.suppression(kept.id).await? == Some(kept), "another one stays")?;
    ground.write([Change::DeleteSuppression(first.id)]).await.during("deleting it again is no error")?;
    ground.write([Change::DeleteSuppression(ground.make.id())]).await.during("deleting an unknown one is no error")?;
    let second = SuppressionRecord { id: ground.make.id(), ..first };
    ground.write([insert(&second)]).await?;
    holds(store.suppression(second.id).await? == Some(second), "the address is suppressed anew")
}
