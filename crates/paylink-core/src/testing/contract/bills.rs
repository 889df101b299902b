//! Invoices and orders: their numbers, the places of their links, the one payment they take.

use super::{
    Fixture,
    check::{Broken, During, Kept, corrupt, gone, holds, same, taken},
    ground::{ALL, Ground, at, insert_bill, insert_link, insert_payment, update_bill, update_link, update_payment},
};
use crate::{
    BillId, Change, UniqueKey, Version,
    ports::{BillFilter, LinkFilter},
    records::{BillKind, BillRecord, BillStateName, LinkRecord, LinkStateName, PaymentRecord, PaymentStatus},
    testing::build::instant,
};
use std::collections::BTreeSet;

pub(super) async fn a_bills_number_is_unique_among_its_kind(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?.id, ground.merchant().await?.id);
    let numbered = |number: &str| BillRecord { number: number.to_owned(), ..ground.make.invoice(ours) };
    let (first, second) = (numbered("A-1"), numbered("A-2"));
    ground.write([insert_bill(&first), insert_bill(&second)]).await?;
    taken(ground.write([insert_bill(&numbered("A-1"))]).await, UniqueKey::BillNumber)?;
    let order = BillRecord { kind: BillKind::Order, ..numbered("A-1") };
    ground.write([insert_bill(&order)]).await.during("an order with the number of an invoice")?;
    let foreign = BillRecord { merchant_id: theirs, ..numbered("A-1") };
    ground.write([insert_bill(&foreign)]).await.during("the number at another merchant")?;
    ground.write([insert_bill(&numbered("a-1"))]).await.during("the number in another case")?;
    let moved = BillRecord { number: "A-1".to_owned(), ..second.clone() };
    taken(ground.write([update_bill(&moved, Version::FIRST)]).await, UniqueKey::BillNumber).during("an update")?;

    let deleted = BillRecord { deleted_at: Some(instant(9)), ..first.clone() };
    ground.write([update_bill(&deleted, Version::FIRST)]).await?;
    holds(ground.store.bill(first.id).await?.is_some(), "a deleted one is still found by its id")?;
    ground.write([update_bill(&moved, Version::FIRST)]).await.during("the number of a deleted one")?;
    let back = ground.write([update_bill(&first, Version(2))]).await;
    taken(back, UniqueKey::BillNumber).during("back, while its number is another's")
}

pub(super) async fn a_bill_is_paid_by_a_payment_or_not_at_all(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?.id;
    let (some, none) = (Some(ground.make.id()), None);
    let closed = Some(instant(3));
    for (state, closed_at, payment_id, sound) in [
        (BillStateName::Open, none.and(closed), none, true),
        (BillStateName::Open, none.and(closed), some, true),
        (BillStateName::Open, closed, none, false),
        (BillStateName::Paid, closed, some, true),
        (BillStateName::Paid, closed, none, false),
        (BillStateName::Paid, none.and(closed), some, false),
        (BillStateName::Void, closed, none, true),
        (BillStateName::Void, closed, some, false),
        (BillStateName::Void, none.and(closed), none, false),
    ] {
        let row = BillRecord { state, closed_at, payment_id, ..ground.make.invoice(merchant) };
        let what = format!("{} since {closed_at:?} by {payment_id:?}", state.name());
        let result = ground.write([insert_bill(&row)]).await;
        if sound {
            result.during(&what)?;
        } else {
            corrupt(result).during(&what)?;
            holds(ground.store.bill(row.id).await?.is_none(), format!("{what} is not written"))?;
        }
    }
    for total_minor in [0, -1, i64::MIN] {
        let row = BillRecord { total_minor, ..ground.make.invoice(merchant) };
        corrupt(ground.write([insert_bill(&row)]).await).during(format!("one over {total_minor}"))?;
    }
    let orphan = ground.make.invoice(ground.make.id());
    gone(ground.write([insert_bill(&orphan)]).await).during("one without its merchant")?;
    let lost = BillRecord { customer_id: Some(ground.make.id()), ..ground.make.invoice(merchant) };
    gone(ground.write([insert_bill(&lost)]).await).during("one without its customer")?;
    let stray = ground.make.link_for(&ground.make.invoice(merchant), 1);
    gone(ground.write([insert_link(&stray)]).await).during("a link without its invoice")
}

/// An invoice that has been written, and links for it that have not.
async fn invoice(ground: &Ground) -> Result<BillRecord, Broken> {
    let bill = ground.make.invoice(ground.merchant().await?.id);
    ground.write([insert_bill(&bill)]).await?;
    Ok(bill)
}

pub(super) async fn one_open_link_takes_a_place_at_a_bill(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (bill, other) = (invoice(&ground).await?, invoice(&ground).await?);
    let first = ground.make.link_for(&bill, 1);
    ground.write([insert_link(&first)]).await?;
    let second = ground.make.link_for(&bill, 1);
    taken(ground.write([insert_link(&second)]).await, UniqueKey::OpenLinkOfBill)?;
    holds(ground.store.link(second.id).await?.is_none(), "the second is not written")?;
    let beside = ground.make.link_for(&bill, 2);
    ground.write([insert_link(&beside), insert_link(&ground.make.link_for(&other, 1))]).await.during("other places")?;
    let begun = LinkRecord { slots_used: 1, ..first.clone() };
    ground.write([update_link(&begun, Version::FIRST)]).await.during("a change of the link that has the place")?;

    let closed = [
        LinkRecord { state: LinkStateName::Completed, ..first.clone() },
        LinkRecord { state: LinkStateName::Cancelled, ..first.clone() },
        LinkRecord { deleted_at: Some(instant(4)), ..first.clone() },
    ];
    let mut version = Version(2);
    for row in closed {
        let what = format!("{} {:?}", row.state.name(), row.deleted_at);
        ground.write([update_link(&row, version)]).await.during(&what)?;
        let next = ground.make.link_for(&bill, 1);
        ground.write([insert_link(&next)]).await.during(format!("after the first is {what}"))?;
        let back = ground.write([update_link(&first, version.next())]).await;
        taken(back, UniqueKey::OpenLinkOfBill).during(format!("back from {what}"))?;
        let gone = LinkRecord { state: LinkStateName::Cancelled, ..next };
        ground.write([update_link(&gone, Version::FIRST), update_link(&first, version.next())]).await?;
        version = version.next().next();
    }
    Ok(())
}

pub(super) async fn open_links_of_a_bill_come_by_place(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (bill, other) = (invoice(&ground).await?, invoice(&ground).await?);
    let link = |place| ground.make.link_for(&bill, place);
    let (tenth, first, second) = (link(10), link(1), link(2));
    let cancelled = LinkRecord { state: LinkStateName::Cancelled, ..link(3) };
    let completed = LinkRecord { state: LinkStateName::Completed, ..link(4) };
    let deleted = LinkRecord { deleted_at: Some(instant(1)), ..link(5) };
    let ended = LinkRecord { ends_at: Some(instant(0)), ..link(6) };
    let foreign = ground.make.link_for(&other, 1);
    for row in [&tenth, &cancelled, &second, &ended, &completed, &deleted, &foreign, &first] {
        ground.write([insert_link(row)]).await?;
    }
    let found = ground.store.open_links_of(bill.id).await?;
    let wanted = [&first, &second, &ended, &tenth].map(|row| at(row, Version::FIRST));
    same("open links", &found, &wanted.to_vec())?;
    same("of no invoice", &ground.store.open_links_of(ground.make.id()).await?, &vec![])?;

    let filter = LinkFilter { bill_id: Some(bill.id), ..LinkFilter::default() };
    let listed: BTreeSet<_> = ground.store.links(&filter, ALL).await?.into_iter().map(|row| row.value.id).collect();
    let wanted = [&tenth, &cancelled, &second, &ended, &completed, &first].map(|row| row.id);
    same("all that are not deleted", &listed, &wanted.into_iter().collect())?;
    let filter = LinkFilter { bill_id: Some(ground.make.id()), ..LinkFilter::default() };
    same("of no invoice", &ground.store.links(&filter, ALL).await?.len(), &0)
}

const fn is_live(status: PaymentStatus) -> bool {
    match status {
        PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Succeeded => true,
        PaymentStatus::Failed | PaymentStatus::Returned => false,
    }
}

pub(super) async fn a_live_payment_keeps_others_from_its_bill(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for first in PaymentStatus::ALL.iter().copied() {
        for second in PaymentStatus::ALL.iter().copied() {
            let bill = invoice(&ground).await?;
            let (one, other) = (ground.make.link_for(&bill, 1), ground.make.link_for(&bill, 2));
            ground.write([insert_link(&one), insert_link(&other)]).await?;
            let payment = |link: &LinkRecord, status| PaymentRecord { status, ..ground.make.payment(link) };
            let before = payment(&one, first);
            ground.write([insert_payment(&before)]).await?;
            let later = payment(&other, second);
            let result = ground.write([insert_payment(&later)]).await;
            let what = format!("by another link {} after {}", second.name(), first.name());
            if is_live(first) && is_live(second) {
                taken(result, UniqueKey::LivePaymentOfBill).during(&what)?;
                let ended = PaymentRecord { status: PaymentStatus::Returned, ..before };
                let both = [update_payment(&ended, Version::FIRST), insert_payment(&later)];
                ground.write(both).await.during(format!("{what}, once the first has ended"))?;
            } else {
                result.during(&what)?;
                let alive = PaymentRecord { status: PaymentStatus::Succeeded, ..before.clone() };
                let back = ground.write([update_payment(&alive, Version::FIRST)]).await;
                if is_live(second) {
                    taken(back, UniqueKey::LivePaymentOfBill).during(format!("{what}, and the first alive again"))?;
                } else {
                    back.during(format!("{what}, and the first alive again"))?;
                }
            }
        }
    }
    Ok(())
}

pub(super) async fn bills_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.merchant().await?.id, ground.merchant().await?.id);
    let record = ground.make.customer(ours);
    ground.write([Change::InsertCustomer(Box::new(record.clone()))]).await?;
    let customer = record.id;
    let (mut rows, mut second) = (Vec::new(), 0);
    for merchant_id in [ours, theirs] {
        for kind in BillKind::ALL.iter().copied() {
            for state in BillStateName::ALL.iter().copied() {
                for due in [None, Some("2027-01-31"), Some("2027-02-01")] {
                    second += 1;
                    let open = state == BillStateName::Open;
                    let row = BillRecord {
                        kind,
                        state,
                        number: format!("N{}", second % 6),
                        due_date: due.and_then(|day| day.parse().ok()),
                        customer_id: Some(customer).filter(|_| second % 2 == 0),
                        closed_at: Some(instant(1)).filter(|_| !open),
                        payment_id: Some(ground.make.id()).filter(|_| state == BillStateName::Paid),
                        deleted_at: Some(instant(2)).filter(|_| second % 7 == 0),
                        created_at: instant(second),
                        ..ground.make.invoice(merchant_id)
                    };
                    // numbers repeat among deleted ones and others' only
                    let number = if second % 7 == 0 { row.number.clone() } else { format!("{}-{second}", row.number) };
                    let row = BillRecord { number, ..row };
                    ground.write([insert_bill(&row)]).await?;
                    rows.insert(0, row);
                }
            }
        }
    }
    let day = |text: &str| text.parse().ok();
    let any = BillFilter::all;
    for kind in BillKind::ALL.iter().copied() {
        let mut filters = vec![any(kind)];
        for merchant_id in [ours, theirs, ground.make.id()] {
            filters.push(BillFilter { merchant_id: Some(merchant_id), ..any(kind) });
            let state = Some(BillStateName::Open);
            filters.push(BillFilter { merchant_id: Some(merchant_id), state, ..any(kind) });
        }
        filters.extend(BillStateName::ALL.iter().map(|state| BillFilter { state: Some(*state), ..any(kind) }));
        filters.extend(["N1-1", "N2-8", "n1-1", "N1"].map(|text| {
            let number = Some(text.to_owned());
            BillFilter { number, ..any(kind) }
        }));
        filters.push(BillFilter { customer_id: Some(customer), ..any(kind) });
        filters.push(BillFilter { customer_id: Some(ground.make.id()), ..any(kind) });
        for (due_after, due_before) in
            [("2027-01-30", "2027-02-02"), ("2027-01-31", "2027-02-01"), ("2027-01-31", "2027-03-01")]
        {
            filters.push(BillFilter { due_after: day(due_after), ..any(kind) });
            filters.push(BillFilter { due_before: day(due_before), ..any(kind) });
            filters.push(BillFilter { due_after: day(due_after), due_before: day(due_before), ..any(kind) });
        }
        let (created_from, created_until) = (Some(instant(5)), Some(instant(20)));
        filters.push(BillFilter { created_from, created_until, ..any(kind) });
        for filter in filters {
            let lets_through = |row: &&BillRecord| {
                row.kind == filter.kind
                    && row.deleted_at.is_none()
                    && filter.merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                    && filter.state.is_none_or(|wanted| wanted == row.state)
                    && filter.number.as_ref().is_none_or(|wanted| *wanted == row.number)
                    && (filter.customer_id.is_none() || filter.customer_id == row.customer_id)
                    && filter.due_after.is_none_or(|day| row.due_date.is_some_and(|due| due > day))
                    && filter.due_before.is_none_or(|day| row.due_date.is_some_and(|due| due < day))
                    && filter.created_from.is_none_or(|from| from <= row.created_at)
                    && filter.created_until.is_none_or(|until| row.created_at < until)
            };
            let wanted: Vec<BillId> = rows.iter().filter(lets_through).map(|row| row.id).collect();
            let found: Vec<_> = ground.store.bills(&filter, ALL).await?.into_iter().map(|row| row.value.id).collect();
            same(format!("{filter:?}"), &found, &wanted)?;
        }
    }
    Ok(())
}

pub(super) async fn bills_are_found_by_their_ids(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?.id;
    let deleted = BillRecord { deleted_at: Some(instant(1)), ..ground.make.invoice(merchant) };
    let order = BillRecord { kind: BillKind::Order, ..ground.make.invoice(merchant) };
    let other = ground.make.invoice(merchant);
    for row in [&deleted, &order, &other] {
        ground.write([insert_bill(row)]).await?;
    }
    let unknown = ground.make.id();
    let by_id = |row: &crate::Stored<BillRecord>| row.value.id;
    let mut found = ground.store.bills_by_ids(&[order.id, unknown, deleted.id, order.id]).await?;
    found.sort_by_key(by_id);
    let mut wanted = vec![at(&order, Version::FIRST), at(&deleted, Version::FIRST)];
    wanted.sort_by_key(by_id);
    same("those that there are, each once", &found, &wanted)?;
    same("of none", &ground.store.bills_by_ids(&[]).await?, &vec![])?;
    let many: Vec<BillId> = (0..100).map(|_| ground.make.id()).chain([other.id]).collect();
    same("of a whole page", &ground.store.bills_by_ids(&many).await?, &vec![at(&other, Version::FIRST)])
}
