//! Who gets an event, and lists of endpoints and deliveries.

use super::{
    Fixture,
    check::{Kept, same},
    ground::{ALL, Ground},
};
use crate::{
    Change, Version,
    ports::WebhookFilter,
    records::{DeliveryRecord, DeliveryStatus, EndpointRecord},
    testing::build::instant,
};

pub(super) async fn an_event_goes_to_its_merchants_and_the_platforms_endpoints(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let endpoint = |merchant, second| EndpointRecord { created_at: instant(second), ..ground.make.endpoint(merchant) };
    let third = endpoint(Some(ours.id), 3);
    let first = endpoint(None, 1);
    let second = endpoint(Some(ours.id), 2);
    let foreign = endpoint(Some(theirs.id), 0);
    let off = EndpointRecord { disabled: true, ..endpoint(Some(ours.id), 0) };
    for row in [&third, &first, &second, &foreign, &off] {
        ground.write([Change::InsertEndpoint(row.clone())]).await?;
    }
    for (merchant, wanted) in [
        (Some(ours.id), vec![&first, &second, &third]),
        (Some(theirs.id), vec![&foreign, &first]),
        (Some(ground.make.id()), vec![&first]),
        (None, vec![&first]),
    ] {
        let found = ground.store.endpoints_for(merchant).await?;
        let found: Vec<_> = found.into_iter().map(|row| row.value.id).collect();
        same(format!("endpoints for {merchant:?}"), &found, &wanted.iter().map(|row| row.id).collect())?;
    }
    ground.write([Change::DeleteEndpoint(first.id, Version::FIRST)]).await?;
    same("endpoints for the platform", &ground.store.endpoints_for(None).await?.len(), &0)
}

pub(super) async fn an_event_goes_to_at_most_a_hundred_endpoints(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let rows: Vec<_> = (0..103)
        .map(|second| EndpointRecord { created_at: instant(200 - second), ..ground.make.endpoint(None) })
        .collect();
    ground.write(rows.iter().cloned().map(Change::InsertEndpoint)).await?;
    let found: Vec<_> = ground.store.endpoints_for(None).await?.into_iter().map(|row| row.value.id).collect();
    same("the hundred oldest", &found, &rows.iter().rev().take(100).map(|row| row.id).collect())
}

pub(super) async fn endpoints_are_filtered_by_merchant_only(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let event = ground.event().await?;
    let [our_hook, platform_hook, their_hook] =
        [Some(ours.id), None, Some(theirs.id)].map(|merchant| ground.make.endpoint(merchant));
    for (second, row) in (1..).zip([&our_hook, &platform_hook, &their_hook]) {
        let row = EndpointRecord { created_at: instant(second), disabled: second == 2, ..row.clone() };
        ground.write([Change::InsertEndpoint(row)]).await?;
    }
    let any = WebhookFilter::default;
    for (filter, wanted) in [
        (any(), vec![their_hook.id, platform_hook.id, our_hook.id]),
        (WebhookFilter { merchant_id: Some(ours.id), ..any() }, vec![our_hook.id]),
        (WebhookFilter { merchant_id: Some(ground.make.id()), ..any() }, vec![]),
        (WebhookFilter { event_id: Some(event.id), ..any() }, vec![their_hook.id, platform_hook.id, our_hook.id]),
    ] {
        let found = ground.store.endpoints(&filter, ALL).await?;
        same(format!("{filter:?}"), &found.iter().map(|row| row.value.id).collect(), &wanted)?;
    }
    Ok(())
}

pub(super) async fn deliveries_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.event().await?, ground.event().await?);
    let (one, two) = (ground.endpoint().await?, ground.endpoint().await?);
    let mut rows = Vec::new();
    for (second, (event, endpoint)) in (1..).zip([(&ours, &one), (&ours, &two), (&theirs, &one), (&theirs, &two)]) {
        let status = if second == 3 { DeliveryStatus::Failed } else { DeliveryStatus::Pending };
        let row = DeliveryRecord { status, created_at: instant(second), ..ground.make.delivery(event, endpoint) };
        ground.write([Change::InsertDelivery(row.clone())]).await?;
        rows.insert(0, row);
    }
    for merchant_id in [None, ours.merchant_id, theirs.merchant_id, Some(ground.make.id())] {
        for endpoint_id in [None, Some(one.id), Some(ground.make.id())] {
            for event_id in [None, Some(theirs.id)] {
                for status in [None, Some(DeliveryStatus::Failed), Some(DeliveryStatus::Succeeded)] {
                    let filter = WebhookFilter { merchant_id, endpoint_id, event_id, status };
                    let lets_through = |row: &&DeliveryRecord| {
                        (merchant_id.is_none() || merchant_id == row.merchant_id)
                            && endpoint_id.is_none_or(|wanted| wanted == row.endpoint_id)
                            && event_id.is_none_or(|wanted| wanted == row.event_id)
                            && status.is_none_or(|wanted| wanted == row.status)
                    };
                    let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                    let found = ground.store.deliveries(&filter, ALL).await?;
                    same(format!("{filter:?}"), &found.iter().map(|row| row.value.id).collect(), &wanted)?;
                }
            }
        }
    }
    Ok(())
}
