//! Lists come in the order asked for, and pages of them neither repeat nor lose a row.

use super::{
    Fixture,
    check::{Broken, Kept, same},
    ground::{ALL, Ground, insert_link, insert_payment, page},
};
use crate::{
    Change, Currency, LinkId, MerchantId, TypedId,
    ports::{LinkColumn, LinkFilter, MoneyColumn, Order, PaymentFilter, Position, RefundFilter, SortKey},
    records::{LinkRecord, LinkStateName, Method, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus, Term},
    testing::build::instant,
    views::LinkStatus,
};

/// Links of one merchant: due dates, amounts and changes in no order, many of them the same, some missing. Every third is
/// tagged, every fourth cancelled.
fn links(ground: &Ground, merchant: MerchantId) -> Vec<LinkRecord> {
    let days = [Some("2030-01-31"), None, Some("2029-12-31"), Some("2030-01-31"), None, Some("0001-01-01"), None];
    let prices =
        [(Some(500), Some(900)), (None, Some(500)), (Some(i64::MAX), None), (Some(1), Some(7)), (Some(500), None)];
    let mut rows = Vec::new();
    for number in 0..21_usize {
        let mut row = ground.make.link(merchant);
        let second = u64::try_from(number * 8 % 21 / 2).unwrap_or(0);
        row.created_at = instant(second);
        row.updated_at = instant(u64::try_from(number * 5 % 7).unwrap_or(0) + 100);
        row.due_date = days.get(number % days.len()).copied().flatten().and_then(|day| day.parse().ok());
        let (card, ach) = prices.get(number % prices.len()).copied().unwrap_or_default();
        (row.card_minor, row.ach_minor) = (card, ach);
        if number % 3 == 0 {
            row.details.tags = vec!["Third".to_owned()];
        }
        if number % 4 == 0 {
            row.state = LinkStateName::Cancelled;
        }
        if number % 5 == 0 {
            row.currency = Currency::named("EUR").unwrap_or(Currency::USD);
        }
        rows.push(row);
    }
    rows
}

/// The rule, told again: missing keys last in either direction, equal ones by instant and id.
fn in_order<T: Clone>(rows: &[T], up: bool, key: impl Fn(&T) -> (Option<SortKey>, Position)) -> Vec<T> {
    let (mut with, mut without): (Vec<T>, Vec<T>) = rows.iter().cloned().partition(|row| key(row).0.is_some());
    for group in [&mut with, &mut without] {
        group.sort_by_key(&key);
        if !up {
            group.reverse();
        }
    }
    with.into_iter().chain(without).collect()
}

fn place(row: &LinkRecord) -> Position {
    Position { created_at: row.created_at, id: row.id.uuid() }
}

/// Links of ours and of another merchant, written.
async fn two_merchants(ground: &Ground) -> Result<(MerchantId, Vec<LinkRecord>), Broken> {
    let (ours, theirs) = (ground.merchant().await?.id, ground.merchant().await?.id);
    let rows: Vec<_> = [ours, theirs].into_iter().flat_map(|merchant| links(ground, merchant)).collect();
    ground.write(rows.iter().map(insert_link)).await?;
    Ok((ours, rows))
}

/// Walks through a list in pages of this size.
async fn walk(ground: &Ground, filter: &LinkFilter, size: u32, most: usize) -> Result<Vec<LinkId>, Broken> {
    let (mut walked, mut filter, mut after) = (Vec::new(), filter.clone(), None);
    while walked.len() <= most {
        let rows = ground.store.links(&filter, page(after, size)).await?;
        let Some(last) = rows.last().map(|row| &row.value) else { break };
        after = Some(place(last));
        filter.order.from = filter.order.by.key(last);
        walked.extend(rows.iter().map(|row| row.value.id));
    }
    Ok(walked)
}

pub(super) async fn links_come_in_every_order(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, rows) = two_merchants(&ground).await?;
    for by in LinkColumn::ALL.iter().copied() {
        for up in [false, true] {
            let order = Order { by, up, from: None };
            let (any, now) = (LinkFilter { order, ..LinkFilter::default() }, instant(500));
            let of_ours = LinkFilter { merchant_id: Some(ours), ..any.clone() };
            let filters = [
                ("all", any.clone()),
                ("ours", of_ours.clone()),
                ("active", LinkFilter { status: Some((LinkStatus::Active, now)), ..any.clone() }),
                ("our active", LinkFilter { status: Some((LinkStatus::Active, now)), ..of_ours.clone() }),
                ("in euros", LinkFilter { currency: Currency::named("EUR"), ..of_ours.clone() }),
                ("tagged", LinkFilter { terms: vec![Term::tag("third")], ..of_ours.clone() }),
                ("due in 2030", LinkFilter { due_from: "2030-01-01".parse().ok(), ..of_ours.clone() }),
                ("changed since", LinkFilter { updated_from: Some(instant(104)), ..any.clone() }),
                ("made until", LinkFilter { created_until: Some(instant(6)), ..of_ours.clone() }),
                ("from 5 to 9", LinkFilter { amount_from: Some(5), amount_to: Some(900), ..of_ours }),
            ];
            for (what, filter) in filters {
                let lets_through = |row: &&LinkRecord| {
                    filter.merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                        && (filter.status.is_none() || row.state == LinkStateName::Open)
                        && filter.currency.is_none_or(|wanted| wanted == row.currency)
                        && (filter.terms.is_empty() || !row.details.tags.is_empty())
                        && filter.due_from.is_none_or(|from| row.due_date.is_some_and(|day| from <= day))
                        && filter.updated_from.is_none_or(|from| from <= row.updated_at)
                        && filter.created_until.is_none_or(|until| row.created_at < until)
                        && filter.amount_to.is_none_or(|to| row.list_minor().is_some_and(|is| (5..=to).contains(&is)))
                };
                let kept: Vec<_> = rows.iter().filter(lets_through).cloned().collect();
                let wanted = in_order(&kept, up, |row| (by.key(row), place(row)));
                let wanted: Vec<_> = wanted.iter().map(|row| row.id).collect();
                let what = format!("{what} by {}, up: {up}", by.name());
                let found: Vec<_> = ground.store.links(&filter, ALL).await?.iter().map(|row| row.value.id).collect();
                same(&what, &found, &wanted)?;
                for size in [2, 7] {
                    let walked = walk(&ground, &filter, size, wanted.len()).await?;
                    same(format!("{what}, in pages of {size}"), &walked, &wanted)?;
                }
            }
        }
    }
    Ok(())
}

pub(super) async fn a_sorted_walk_is_not_disturbed_by_new_rows(fixture: &dyn Fixture) -> Kept {
    for by in LinkColumn::ALL.iter().copied() {
        for up in [false, true] {
            let ground = Ground::new(fixture).await;
            let (ours, rows) = two_merchants(&ground).await?;
            let order = Order { by, up, from: None };
            let mut filter = LinkFilter { merchant_id: Some(ours), order, ..LinkFilter::default() };
            let before = in_order(&rows, up, |row| (by.key(row), place(row)));
            let before: Vec<_> = before.iter().filter(|row| row.merchant_id == ours).map(|row| row.id).collect();
            let (mut walked, mut after) = (Vec::new(), None);
            while walked.len() <= before.len() {
                let found = ground.store.links(&filter, page(after, 4)).await?;
                let (Some(first), Some(last)) = (found.first(), found.last()) else { break };
                // just before the first row of this page, in either direction
                let id = first.value.id.uuid().as_u128();
                let id = if up { id.saturating_sub(1) } else { id.saturating_add(1) };
                let row = LinkRecord { id: LinkId::from_uuid(uuid::Uuid::from_u128(id)), ..first.value.clone() };
                let fresh = ground.make.link(ours);
                let row = LinkRecord { slug: fresh.slug, external_id: None, ..row };
                ground.write([insert_link(&row)]).await?;
                after = Some(place(&last.value));
                filter.order.from = by.key(&last.value);
                walked.extend(found.iter().map(|row| row.value.id));
            }
            same(format!("by {}, up: {up}", by.name()), &walked, &before)?;
        }
    }
    Ok(())
}

pub(super) async fn a_sorted_page_can_begin_where_no_row_is(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (_, rows) = two_merchants(&ground).await?;
    for by in LinkColumn::ALL.iter().copied() {
        for up in [false, true] {
            for base in rows.iter().step_by(3) {
                let id = uuid::Uuid::from_u128(base.id.uuid().as_u128() ^ 0x55);
                let after = Position { id, ..place(base) };
                let order = Order { by, up, from: by.key(base) };
                let all = in_order(&rows, up, |row| (by.key(row), place(row)));
                let later = |row: &&LinkRecord| order.is_after((by.key(row), place(row)), after);
                let wanted: Vec<_> = all.iter().filter(later).take(9).map(|row| row.id).collect();
                let filter = LinkFilter { order, ..LinkFilter::default() };
                let found = ground.store.links(&filter, page(Some(after), 9)).await?;
                let found: Vec<_> = found.iter().map(|row| row.value.id).collect();
                same(format!("by {}, up: {up}, after {after:?}", by.name()), &found, &wanted)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn payments_come_in_every_order(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.link().await?, ground.link().await?);
    let mut rows = Vec::new();
    for (number, link) in [&ours, &theirs].into_iter().cycle().take(20).enumerate() {
        let number = u64::try_from(number).unwrap_or(0);
        rows.push(PaymentRecord {
            amount_minor: i64::try_from(number * 7 % 5).unwrap_or(0) + 1,
            created_at: instant(number * 3 % 10),
            method: if number % 3 == 0 { Method::Ach } else { Method::Card },
            payer_email: Some(if number % 4 == 0 { "Ann@Example.com" } else { "bob@example.com" }.to_owned()),
            status: PaymentStatus::Failed,
            exclusive: false,
            ..ground.make.payment(link)
        });
    }
    ground.write(rows.iter().map(insert_payment)).await?;
    let place = |row: &PaymentRecord| Position { created_at: row.created_at, id: row.id.uuid() };
    for by in MoneyColumn::ALL.iter().copied() {
        for up in [false, true] {
            let any = PaymentFilter { order: Order { by, up, from: None }, ..PaymentFilter::default() };
            let (least, most) = (Some(2), Some(4));
            for filter in [
                any.clone(),
                PaymentFilter { merchant_id: Some(ours.merchant_id), ..any.clone() },
                PaymentFilter { link_id: Some(ours.id), merchant_id: Some(ours.merchant_id), ..any.clone() },
                PaymentFilter { method: Some(Method::Ach), ..any.clone() },
                PaymentFilter { payer_email: Some("ann@example.com".to_owned()), ..any.clone() },
                PaymentFilter { amount_from: least, amount_to: most, currency: Some(ours.currency), ..any.clone() },
                PaymentFilter { currency: Currency::named("JPY"), ..any.clone() },
            ] {
                let lets_through = |row: &&PaymentRecord| {
                    filter.merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                        && filter.link_id.is_none_or(|wanted| wanted == row.link_id)
                        && filter.method.is_none_or(|wanted| wanted == row.method)
                        && (filter.payer_email.is_none() || row.payer_email.as_deref() == Some("Ann@Example.com"))
                        && filter.currency.is_none_or(|wanted| wanted == row.currency)
                        && (filter.amount_from.is_none() || (2..=4).contains(&row.amount_minor))
                };
                let kept: Vec<_> = rows.iter().filter(lets_through).cloned().collect();
                let wanted = in_order(&kept, up, |row| (by.of_payment(row), place(row)));
                let wanted: Vec<_> = wanted.iter().map(|row| row.id).collect();
                let what = format!("{filter:?}");
                let found = ground.store.payments(&filter, ALL).await?;
                same(&what, &found.iter().map(|row| row.value.id).collect(), &wanted)?;
                let (mut walked, mut filter, mut after) = (Vec::new(), filter, None);
                while walked.len() <= wanted.len() {
                    let found = ground.store.payments(&filter, page(after, 3)).await?;
                    let Some(last) = found.last().map(|row| &row.value) else { break };
                    (after, filter.order.from) = (Some(place(last)), by.of_payment(last));
                    walked.extend(found.iter().map(|row| row.value.id));
                }
                same(format!("{what}, in pages"), &walked, &wanted)?;
            }
        }
    }
    Ok(())
}

pub(super) async fn refunds_come_in_every_order(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (ground.link().await?, ground.link().await?);
    let mut rows = Vec::new();
    for link in [&ours, &theirs] {
        let payment = PaymentRecord { exclusive: false, ..ground.make.payment(link) };
        ground.write([insert_payment(&payment)]).await?;
        for number in 0..9_u64 {
            rows.push(RefundRecord {
                amount_minor: i64::try_from(number * 7 % 4).unwrap_or(0) + 1,
                created_at: instant(number * 4 % 9),
                status: RefundStatus::Failed,
                ..ground.make.refund(&payment)
            });
        }
    }
    ground.write(rows.iter().map(|row| Change::InsertRefund(Box::new(row.clone())))).await?;
    let place = |row: &RefundRecord| Position { created_at: row.created_at, id: row.id.uuid() };
    for by in MoneyColumn::ALL.iter().copied() {
        for up in [false, true] {
            let any = RefundFilter { order: Order { by, up, from: None }, ..RefundFilter::default() };
            for filter in [
                any.clone(),
                RefundFilter { merchant_id: Some(ours.merchant_id), ..any.clone() },
                RefundFilter { link_id: Some(ours.id), ..any.clone() },
                RefundFilter { amount_from: Some(2), amount_to: Some(3), ..any.clone() },
                RefundFilter { currency: Currency::named("JPY"), ..any.clone() },
            ] {
                let lets_through = |row: &&RefundRecord| {
                    filter.merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                        && filter.link_id.is_none_or(|wanted| wanted == row.link_id)
                        && filter.currency.is_none_or(|wanted| wanted == row.currency)
                        && (filter.amount_from.is_none() || (2..=3).contains(&row.amount_minor))
                };
                let kept: Vec<_> = rows.iter().filter(lets_through).cloned().collect();
                let wanted = in_order(&kept, up, |row| (by.of_refund(row), place(row)));
                let wanted: Vec<_> = wanted.iter().map(|row| row.id).collect();
                let (mut walked, mut filter, mut after) = (Vec::new(), filter, None);
                while walked.len() <= wanted.len() {
                    let found = ground.store.refunds(&filter, page(after, 4)).await?;
                    let Some(last) = found.last().map(|row| &row.value) else { break };
                    (after, filter.order.from) = (Some(place(last)), by.of_refund(last));
                    walked.extend(found.iter().map(|row| row.value.id));
                }
                same(format!("{filter:?}"), &walked, &wanted)?;
            }
        }
    }
    Ok(())
}
