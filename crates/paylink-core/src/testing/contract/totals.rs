//! Sums over a link's payments, and how many of them were declined.

use super::{
    Fixture,
    check::{Kept, same},
    ground::{Ground, at, insert_link, insert_payment, update_payment},
};
use crate::{
    LinkId, Version,
    ports::Declines,
    records::{LinkRecord, LinkTotals, PaymentRecord, PaymentStatus, Usage},
    testing::build::instant,
};
use std::time::Duration;

/// A link that takes any number of payments.
async fn open_link(ground: &Ground) -> Result<LinkRecord, super::check::Broken> {
    let merchant = ground.merchant().await?;
    let row = LinkRecord { usage: Usage::MultiUse, max_payments: None, ..ground.make.link(merchant.id) };
    ground.write([insert_link(&row)]).await?;
    Ok(row)
}

pub(super) async fn totals_count_what_stands_as_paid(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (busy, quiet, unpaid) = (open_link(&ground).await?, open_link(&ground).await?, open_link(&ground).await?);
    let mut minor = 1;
    for status in PaymentStatus::ALL.iter().copied().chain([PaymentStatus::Succeeded]) {
        minor *= 10;
        let row = PaymentRecord { status, amount_minor: minor, ..ground.make.payment(&busy) };
        ground.write([insert_payment(&row)]).await?;
    }
    let first = ground.make.payment(&unpaid);
    ground.write([insert_payment(&first)]).await?;

    // processing 10, requires action 100, succeeded 1000, failed 10_000, returned 100_000, succeeded 1_000_000
    let busy_totals = LinkTotals { payments_count: 6, paid_count: 2, paid_minor: 1_001_000, ..LinkTotals::default() };
    let none = LinkTotals::default();
    let one = LinkTotals { payments_count: 1, ..none };
    let unknown: LinkId = ground.make.id();
    let ids = [quiet.id, busy.id, unknown, unpaid.id, busy.id];
    same("totals", &ground.store.link_totals(&ids).await?, &vec![none, busy_totals, none, one, busy_totals])?;
    same("totals of no link", &ground.store.link_totals(&[]).await?, &Vec::new())?;

    let paid = PaymentRecord { status: PaymentStatus::Succeeded, ..first };
    ground.write([update_payment(&paid, Version::FIRST)]).await?;
    let paid_totals = LinkTotals { payments_count: 1, paid_count: 1, paid_minor: paid.amount_minor, ..none };
    same("after success", &ground.store.link_totals(&[unpaid.id]).await?, &vec![paid_totals])?;
    let returned = PaymentRecord { status: PaymentStatus::Returned, ..paid };
    ground.write([update_payment(&returned, Version(2))]).await?;
    same("after its return", &ground.store.link_totals(&[unpaid.id]).await?, &vec![one])
}

pub(super) async fn totals_answer_for_a_whole_page_of_links(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (mut ids, mut wanted) = (Vec::new(), Vec::new());
    for number in 0..101_i64 {
        let link = open_link(&ground).await?;
        ids.push(link.id);
        wanted.push(LinkTotals::default());
        if number % 10 == 3 {
            let status = PaymentStatus::Succeeded;
            let row = PaymentRecord { status, amount_minor: number, ..ground.make.payment(&link) };
            ground.write([insert_payment(&row)]).await?;
            wanted.pop();
            wanted.push(LinkTotals { payments_count: 1, paid_count: 1, paid_minor: number, ..LinkTotals::default() });
        }
    }
    same("101 links", &ground.store.link_totals(&ids).await?, &wanted)?;
    ids.reverse();
    wanted.reverse();
    same("101 links, the other way round", &ground.store.link_totals(&ids).await?, &wanted)
}

pub(super) async fn the_newest_payment_of_each_link_is_found(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (busy, once, unpaid) = (open_link(&ground).await?, open_link(&ground).await?, open_link(&ground).await?);
    let paid = |link: &LinkRecord, second, status| PaymentRecord {
        status,
        created_at: instant(second),
        ..ground.make.payment(link)
    };
    let only = paid(&once, 99, PaymentStatus::Processing);
    let mut newest = paid(&busy, 50, PaymentStatus::Failed);
    // neither the first nor the last that is written, and the largest id of its instant
    let rows = [
        paid(&busy, 20, PaymentStatus::Succeeded),
        newest.clone(),
        only.clone(),
        paid(&busy, 50, PaymentStatus::Failed),
        paid(&busy, 50, PaymentStatus::Failed),
        paid(&busy, 10, PaymentStatus::Succeeded),
    ];
    for row in rows {
        ground.write([insert_payment(&row)]).await?;
        if row.created_at == newest.created_at && row.id > newest.id {
            newest = row;
        }
    }
    let unknown: LinkId = ground.make.id();
    let latest = async |ids: &[LinkId]| {
        let mut rows = ground.store.latest_payments(ids).await?;
        rows.sort_by_key(|row| row.value.created_at);
        Ok::<_, super::check::Broken>(rows)
    };
    let wanted = vec![at(&newest, Version::FIRST), at(&only, Version::FIRST)];
    same("of each", &latest(&[once.id, unpaid.id, busy.id, unknown, once.id]).await?, &wanted)?;
    same("of none", &latest(&[]).await?, &Vec::new())?;
    same("of one", &latest(&[busy.id]).await?, &vec![at(&newest, Version::FIRST)])?;
    let failed = PaymentRecord { status: PaymentStatus::Failed, ..only };
    let next = paid(&unpaid, 5, PaymentStatus::RequiresAction);
    ground.write([update_payment(&failed, Version::FIRST), insert_payment(&next)]).await?;
    let mut many: Vec<LinkId> = (0..98).map(|_| ground.make.id()).collect();
    many.extend([unpaid.id, busy.id, once.id]);
    let wanted = vec![at(&next, Version::FIRST), at(&newest, Version::FIRST), at(&failed, Version(2))];
    same("of a whole page, after a change", &latest(&many).await?, &wanted)
}

pub(super) async fn declines_count_failed_payments_since_then(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, other) = (open_link(&ground).await?, open_link(&ground).await?);
    let (here, there) = ("0a".repeat(32), "0b".repeat(32));
    let failed = |link: &LinkRecord, origin: Option<&String>, second| PaymentRecord {
        status: PaymentStatus::Failed,
        payer_origin: origin.cloned(),
        created_at: instant(second),
        ..ground.make.payment(link)
    };
    for row in [
        failed(&ours, Some(&here), 10),
        failed(&ours, Some(&here), 20),
        failed(&ours, Some(&there), 20),
        failed(&ours, None, 30),
        failed(&other, Some(&here), 40),
    ] {
        ground.write([insert_payment(&row)]).await?;
    }
    for status in PaymentStatus::ALL.iter().copied().filter(|status| *status != PaymentStatus::Failed) {
        let row = PaymentRecord { status, ..failed(&ours, Some(&here), 50) };
        ground.write([insert_payment(&row)]).await?;
    }
    let link = |row: &LinkRecord| Declines::OnLink(row.id);
    let origin = |text: &str| Declines::FromOrigin(text.to_owned());
    let later = instant(20).plus(Duration::from_micros(1));
    for (of, since, wanted) in [
        (link(&ours), instant(0), 4),
        (link(&ours), instant(20), 3),
        (link(&ours), later, 1),
        (link(&ours), instant(31), 0),
        (link(&other), instant(0), 1),
        (origin(&here), instant(0), 3),
        (origin(&here), instant(20), 2),
        (origin(&here), later, 1),
        (origin(&here), instant(41), 0),
        (origin(&there), instant(0), 1),
        (origin(&here.to_uppercase()), instant(0), 0),
        (origin(""), instant(0), 0),
    ] {
        same(format!("{of:?} since {since}"), &ground.store.declines(&of, since).await?, &wanted)?;
    }
    Ok(())
}
