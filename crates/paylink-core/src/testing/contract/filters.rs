//! Filters let through exactly what they name, and never a row of another merchant.

use super::{
    Fixture,
    check::{During, Kept, same},
    ground::{ALL, Ground, insert_event, insert_link, insert_payment, page},
};
use crate::{
    Change, EventKind, LinkId, Timestamp,
    ports::{EventFilter, LinkFilter, PaymentFilter, Position},
    records::{EventRecord, LinkCustomer, LinkRecord, LinkStateName, Method, PaymentRecord, PaymentStatus},
    testing::build::instant,
    views::{LinkPaymentStatus, LinkStatus},
};

/// A microsecond earlier.
fn just_before(at: Timestamp) -> Timestamp {
    at.minus(std::time::Duration::from_micros(1))
}

pub(super) async fn links_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let link = |merchant, second: u64, name: &str, order: &str| LinkRecord {
        external_id: Some(name.to_owned()),
        order_number: Some(order.to_owned()),
        created_at: instant(second),
        ..ground.make.link(merchant)
    };
    let first = link(ours.id, 1, "a", "X1");
    let second = link(ours.id, 2, "A", "X2");
    let third = LinkRecord { state: LinkStateName::Completed, ..link(ours.id, 3, "a ", "X1") };
    let foreign = link(theirs.id, 4, "a", "X1");
    let customer = |email: &str| Some(LinkCustomer { email: Some(email.to_owned()), ..LinkCustomer::default() });
    let (mut second, mut foreign) = (second, foreign);
    second.details.customer = customer("Ann.ÄÖ@Example.com");
    foreign.details.customer = customer("ann.äö@example.COM");
    let nameless = LinkRecord { external_id: None, order_number: None, ..link(theirs.id, 5, "", "") };
    let deleted = LinkRecord { deleted_at: Some(instant(9)), ..link(ours.id, 6, "d", "X1") };
    for row in [&first, &second, &third, &foreign, &nameless, &deleted] {
        ground.write([insert_link(row)]).await?;
    }
    let any = LinkFilter::default;
    let named = |name: &str| Some(name.to_owned());
    let of_ours = LinkFilter { merchant_id: Some(ours.id), ..any() };
    let (from, until) = (Some(instant(2)), Some(instant(4)));
    let cases: Vec<(&str, LinkFilter, Vec<&LinkRecord>)> = vec![
        ("no filter", any(), vec![&nameless, &foreign, &third, &second, &first]),
        ("ours", of_ours.clone(), vec![&third, &second, &first]),
        ("theirs", LinkFilter { merchant_id: Some(theirs.id), ..any() }, vec![&nameless, &foreign]),
        ("nobody's", LinkFilter { merchant_id: Some(ground.make.id()), ..any() }, vec![]),
        ("external id", LinkFilter { external_id: named("a"), ..any() }, vec![&foreign, &first]),
        ("our external id", LinkFilter { external_id: named("a"), ..of_ours.clone() }, vec![&first]),
        ("external id in upper case", LinkFilter { external_id: named("A"), ..any() }, vec![&second]),
        ("external id with a space", LinkFilter { external_id: named("a "), ..any() }, vec![&third]),
        ("external id %", LinkFilter { external_id: named("%"), ..any() }, vec![]),
        ("empty external id", LinkFilter { external_id: named(""), ..any() }, vec![]),
        ("external id of a deleted link", LinkFilter { external_id: named("d"), ..any() }, vec![]),
        ("order", LinkFilter { order_number: named("X1"), ..any() }, vec![&foreign, &third, &first]),
        ("our order", LinkFilter { order_number: named("X1"), ..of_ours.clone() }, vec![&third, &first]),
        ("customer", LinkFilter { customer_email: named("ann.äö@example.com"), ..any() }, vec![&foreign, &second]),
        ("our customer", LinkFilter { customer_email: named("ann.äö@example.com"), ..of_ours.clone() }, vec![&second]),
        ("another customer", LinkFilter { customer_email: named("nn.äö@example.com"), ..any() }, vec![]),
        ("customer %", LinkFilter { customer_email: named("%"), ..any() }, vec![]),
        ("from", LinkFilter { created_from: from, ..any() }, vec![&nameless, &foreign, &third, &second]),
        ("until", LinkFilter { created_until: until, ..any() }, vec![&third, &second, &first]),
        ("between", LinkFilter { created_from: from, created_until: until, ..any() }, vec![&third, &second]),
        ("empty span", LinkFilter { created_from: from, created_until: from, ..any() }, vec![]),
        (
            "everything at once",
            LinkFilter {
                status: Some((LinkStatus::Completed, instant(5))),
                payment_status: Some(LinkPaymentStatus::Paid),
                external_id: named("a "),
                order_number: named("X1"),
                created_from: from,
                created_until: until,
                ..of_ours
            },
            vec![&third],
        ),
    ];
    for (what, filter, wanted) in cases {
        let found: Vec<_> = ground.store.links(&filter, ALL).await?.into_iter().map(|row| row.value.id).collect();
        same(what, &found, &wanted.iter().map(|row| row.id).collect())?;
        let counted = ground.store.link_count(&filter).await?;
        same(format!("{what}, counted"), &usize::try_from(counted).unwrap_or(usize::MAX), &found.len())?;
        // the same rows, one by one
        let mut walked: Vec<LinkId> = Vec::new();
        let mut after = None;
        while let Some(row) = ground.store.links(&filter, page(after, 1)).await?.pop() {
            after = Some(Position { created_at: row.value.created_at, id: crate::TypedId::uuid(row.value.id) });
            walked.push(row.value.id);
            if walked.len() > found.len() {
                break;
            }
        }
        same(format!("{what}, in pages of one"), &walked, &found)?;
    }
    Ok(())
}

pub(super) async fn links_are_filtered_by_the_status_they_show_at_that_instant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let (start, end) = (instant(100), instant(200));
    let instants = [just_before(start), start, just_before(end), end];
    for state in LinkStateName::ALL.iter().copied() {
        for (starts_at, ends_at) in [(None, None), (Some(start), None), (None, Some(end)), (Some(start), Some(end))] {
            let row = LinkRecord { state, starts_at, ends_at, ..ground.make.link(merchant.id) };
            ground.write([insert_link(&row)]).await?;
            for now in instants {
                let within = starts_at.is_none_or(|start| start <= now) && ends_at.is_none_or(|end| now < end);
                let shown = match state {
                    LinkStateName::Open if within => LinkStatus::Active,
                    LinkStateName::Open => LinkStatus::Inactive,
                    LinkStateName::Completed => LinkStatus::Completed,
                    LinkStateName::Cancelled => LinkStatus::Cancelled,
                };
                for status in LinkStatus::ALL.iter().copied() {
                    let filter = LinkFilter { status: Some((status, now)), ..LinkFilter::default() };
                    let rows = ground.store.links(&filter, ALL).await?;
                    let found = rows.iter().any(|found| found.value.id == row.id);
                    let what = format!("{state:?} {starts_at:?} to {ends_at:?} found as {} at {now}", status.name());
                    same(what, &found, &(status == shown))?;
                }
            }
            for (status, wanted) in [
                (LinkPaymentStatus::Paid, state == LinkStateName::Completed),
                (LinkPaymentStatus::Unpaid, state != LinkStateName::Completed),
            ] {
                let filter = LinkFilter { payment_status: Some(status), ..LinkFilter::default() };
                let rows = ground.store.links(&filter, ALL).await?;
                let found = rows.iter().any(|found| found.value.id == row.id);
                same(format!("{state:?} found as {}", status.name()), &found, &wanted)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn payments_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.link().await?, ground.link().await?);
    let sibling = ground.make.link(ours.merchant_id);
    ground.write([insert_link(&sibling)]).await?;
    let mut rows = Vec::new();
    let mut second = 0;
    for link in [&ours, &sibling, &theirs] {
        for status in PaymentStatus::ALL.iter().copied() {
            for method in Method::ALL.iter().copied() {
                second += 1;
                let created_at = instant(second);
                let row = PaymentRecord { status, method, created_at, exclusive: false, ..ground.make.payment(link) };
                ground.write([insert_payment(&row)]).await?;
                rows.insert(0, row);
            }
        }
    }
    let (from, until) = (Some(instant(4)), Some(instant(12)));
    let spans = [(None, None), (from, None), (None, until), (from, until)];
    let merchants = [None, Some(ours.merchant_id), Some(theirs.merchant_id), Some(ground.make.id())];
    for merchant_id in merchants {
        for link_id in [None, Some(ours.id), Some(theirs.id), Some(ground.make.id())] {
            for status in [None, Some(PaymentStatus::Succeeded), Some(PaymentStatus::Returned)] {
                for method in [None, Some(Method::Card), Some(Method::Ach)] {
                    for (created_from, created_until) in spans {
                        let filter = PaymentFilter {
                            merchant_id,
                            link_id,
                            status,
                            method,
                            created_from,
                            created_until,
                            ..PaymentFilter::default()
                        };
                        let lets_through = |row: &&PaymentRecord| {
                            merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                                && link_id.is_none_or(|wanted| wanted == row.link_id)
                                && status.is_none_or(|wanted| wanted == row.status)
                                && method.is_none_or(|wanted| wanted == row.method)
                                && created_from.is_none_or(|from| from <= row.created_at)
                                && created_until.is_none_or(|until| row.created_at < until)
                        };
                        let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                        let found = ground.store.payments(&filter, ALL).await?;
                        let found: Vec<_> = found.into_iter().map(|row| row.value.id).collect();
                        same(format!("{filter:?}"), &found, &wanted)?;
                    }
                }
            }
        }
    }
    Ok(())
}

pub(super) async fn events_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.link().await?, ground.link().await?);
    let event = |link: &LinkRecord, kind, second| EventRecord {
        kind,
        created_at: instant(second),
        ..ground.make.link_event(link)
    };
    let created = event(&ours, EventKind::LinkCreated, 1);
    let updated = event(&ours, EventKind::LinkUpdated, 2);
    let foreign = event(&theirs, EventKind::LinkCreated, 3);
    let platform = EventRecord { merchant_id: None, link_id: None, ..event(&ours, EventKind::EndpointTest, 4) };
    for row in [&created, &updated, &foreign, &platform] {
        ground.write([insert_event(row)]).await?;
    }
    let any = EventFilter::default;
    let (from, until) = (Some(instant(2)), Some(instant(3)));
    let cases: Vec<(&str, EventFilter, Vec<&EventRecord>)> = vec![
        ("no filter", any(), vec![&platform, &foreign, &updated, &created]),
        ("ours", EventFilter { merchant_id: Some(ours.merchant_id), ..any() }, vec![&updated, &created]),
        ("theirs", EventFilter { merchant_id: Some(theirs.merchant_id), ..any() }, vec![&foreign]),
        ("nobody's", EventFilter { merchant_id: Some(ground.make.id()), ..any() }, vec![]),
        ("our link's", EventFilter { link_id: Some(ours.id), ..any() }, vec![&updated, &created]),
        ("kind", EventFilter { kind: Some(EventKind::LinkCreated), ..any() }, vec![&foreign, &created]),
        ("tests", EventFilter { kind: Some(EventKind::EndpointTest), ..any() }, vec![&platform]),
        ("from", EventFilter { created_from: from, ..any() }, vec![&platform, &foreign, &updated]),
        ("until", EventFilter { created_until: until, ..any() }, vec![&updated, &created]),
        ("between", EventFilter { created_from: from, created_until: until, ..any() }, vec![&updated]),
        (
            "foreign link of our merchant",
            EventFilter { merchant_id: Some(ours.merchant_id), link_id: Some(theirs.id), ..any() },
            vec![],
        ),
    ];
    for (what, filter, wanted) in cases {
        let found: Vec<_> = ground.store.events(&filter, ALL).await?.into_iter().map(|row| row.value.id).collect();
        same(what, &found, &wanted.iter().map(|row| row.id).collect())?;
    }
    Ok(())
}

pub(super) async fn api_keys_are_filtered_by_merchant(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?, ground.merchant().await?);
    let keys = [ground.make.api_key(Some(ours.id)), ground.make.api_key(None), ground.make.api_key(Some(theirs.id))];
    for (second, key) in (1..).zip(&keys) {
        let row = crate::records::ApiKeyRecord { created_at: instant(second), ..key.clone() };
        ground.write([Change::InsertApiKey(row)]).await?;
    }
    let [our_key, platform_key, their_key] = keys.map(|key| key.id);
    for (merchant, wanted) in [
        (None, vec![their_key, platform_key, our_key]),
        (Some(ours.id), vec![our_key]),
        (Some(theirs.id), vec![their_key]),
        (Some(ground.make.id()), vec![]),
    ] {
        let found = ground.store.api_keys(merchant, ALL).await.during("API keys")?;
        same(format!("keys of {merchant:?}"), &found.iter().map(|row| row.value.id).collect(), &wanted)?;
    }
    Ok(())
}
