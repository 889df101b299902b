//! Refunds and the ledger.

use super::{
    Fixture,
    check::{During, Kept, corrupt, gone, holds, same, taken},
    ground::{ALL, Ground, at, insert_payment, update_payment},
};
use crate::{
    Change, TypedId, UniqueKey, Version,
    ports::RefundFilter,
    records::{
        IdempotencyRecord, LedgerAccount, LedgerKind, LedgerRecord, PaymentRecord, PaymentStatus, RefundRecord,
        RefundStatus,
    },
    testing::build::instant,
};

fn insert_refund(row: &RefundRecord) -> Change {
    Change::InsertRefund(Box::new(row.clone()))
}

fn insert_entry(row: &LedgerRecord) -> Change {
    Change::InsertLedgerEntry(Box::new(row.clone()))
}

/// A payment that has succeeded, written.
async fn paid(ground: &Ground) -> Result<PaymentRecord, super::check::Broken> {
    let link = ground.link().await?;
    let row = ground.make.payment(&link);
    let row = PaymentRecord { status: PaymentStatus::Succeeded, captured_minor: row.amount_minor, ..row };
    ground.write([insert_payment(&row)]).await?;
    Ok(row)
}

pub(super) async fn a_refund_belongs_to_a_payment(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let payment = ground.make.payment(&link);
    let (refund, entry) = (ground.make.refund(&payment), ground.make.ledger_entry(&payment));
    gone(ground.write([insert_refund(&refund)]).await).during("a refund without its payment")?;
    gone(ground.write([insert_entry(&entry)]).await).during("a ledger entry without its payment")?;
    ground.write([insert_payment(&payment)]).await?;
    let named = LedgerRecord { refund_id: Some(refund.id), ..entry };
    gone(ground.write([insert_entry(&named)]).await).during("a ledger entry without its refund")?;
    for amount_minor in [0, -1, i64::MIN] {
        let row = RefundRecord { amount_minor, ..refund.clone() };
        corrupt(ground.write([insert_refund(&row)]).await).during(format!("a refund of {amount_minor}"))?;
    }
    ground.write([insert_refund(&refund), insert_entry(&named)]).await.during("both with what they refer to")
}

pub(super) async fn refunds_of_a_payment_never_pass_what_was_captured(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let row = paid(&ground).await?;
    let sums = |captured_minor, refund_reserved_minor, refunded_minor| PaymentRecord {
        captured_minor,
        refund_reserved_minor,
        refunded_minor,
        ..row.clone()
    };
    let most = row.amount_minor;
    for (captured, reserved, refunded) in
        [(most + 1, 0, 0), (most, most + 1, 0), (most, 5, 6), (0, 1, 0), (most, 0, -1), (-1, -1, -1), (most, 0, 1)]
    {
        let what = format!("captured {captured}, reserved {reserved}, refunded {refunded} of {most}");
        let row = sums(captured, reserved, refunded);
        corrupt(ground.write([update_payment(&row, Version::FIRST)]).await).during(&what)?;
        let fresh = PaymentRecord { id: ground.make.id(), exclusive: false, ..row };
        corrupt(ground.write([insert_payment(&fresh)]).await).during(format!("{what}, inserted"))?;
    }
    let mut version = Version::FIRST;
    for (captured, reserved, refunded) in [(most, 0, 0), (most, most, 0), (most, most, most), (most, 5, 5)] {
        let what = format!("captured {captured}, reserved {reserved}, refunded {refunded} of {most}");
        ground.write([update_payment(&sums(captured, reserved, refunded), version)]).await.during(what)?;
        version = version.next();
    }
    Ok(())
}

pub(super) async fn refunds_are_filtered_by_each_field(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (paid(&ground).await?, paid(&ground).await?);
    let mut rows = Vec::new();
    let mut second = 0;
    for payment in [&ours, &theirs, &ours] {
        for status in RefundStatus::ALL.iter().copied() {
            second += 1;
            let row = RefundRecord { status, created_at: instant(second), ..ground.make.refund(payment) };
            ground.write([insert_refund(&row)]).await?;
            rows.insert(0, row);
        }
    }
    for merchant_id in [None, Some(ours.merchant_id), Some(theirs.merchant_id), Some(ground.make.id())] {
        for payment_id in [None, Some(ours.id), Some(theirs.id), Some(ground.make.id())] {
            for status in [None, Some(RefundStatus::Succeeded), Some(RefundStatus::Failed)] {
                for (created_from, created_until) in [(None, None), (Some(instant(3)), Some(instant(8)))] {
                    let filter = RefundFilter {
                        merchant_id,
                        payment_id,
                        status,
                        created_from,
                        created_until,
                        ..RefundFilter::default()
                    };
                    let lets_through = |row: &&RefundRecord| {
                        merchant_id.is_none_or(|wanted| wanted == row.merchant_id)
                            && payment_id.is_none_or(|wanted| wanted == row.payment_id)
                            && status.is_none_or(|wanted| wanted == row.status)
                            && created_from.is_none_or(|from| from <= row.created_at)
                            && created_until.is_none_or(|until| row.created_at < until)
                    };
                    let wanted: Vec<_> = rows.iter().filter(lets_through).map(|row| row.id).collect();
                    let found = ground.store.refunds(&filter, ALL).await?;
                    let found: Vec<_> = found.into_iter().map(|row| row.value.id).collect();
                    same(format!("{filter:?}"), &found, &wanted)?;
                }
            }
        }
    }
    let first = ground.store.refunds(&RefundFilter::default(), super::ground::page(None, 4)).await?;
    let Some(last) = first.last().map(|row| &row.value) else { return holds(false, "a page of refunds") };
    let after = crate::ports::Position { created_at: last.created_at, id: last.id.uuid() };
    let second = ground.store.refunds(&RefundFilter::default(), super::ground::page(Some(after), 100)).await?;
    let walked: Vec<_> = first.into_iter().chain(second).map(|row| row.value.id).collect();
    same("two pages", &walked, &rows.iter().map(|row| row.id).collect())
}

pub(super) async fn a_ledger_number_is_given_once_per_payment(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (ours, theirs) = (paid(&ground).await?, paid(&ground).await?);
    let entry = |payment: &PaymentRecord, number| LedgerRecord { number, ..ground.make.ledger_entry(payment) };
    let first = entry(&ours, 1);
    ground.write([insert_entry(&first), insert_entry(&entry(&ours, 2)), insert_entry(&entry(&theirs, 1))]).await?;
    taken(ground.write([insert_entry(&entry(&ours, 2))]).await, UniqueKey::LedgerNumber)?;
    let twice = [insert_entry(&entry(&theirs, 2)), insert_entry(&entry(&theirs, 2))];
    taken(ground.write(twice).await, UniqueKey::LedgerNumber).during("twice in one set")?;
    taken(ground.write([insert_entry(&LedgerRecord { number: 9, ..first })]).await, UniqueKey::Id)
}

pub(super) async fn a_ledger_entry_moves_something_between_two_accounts(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payment = paid(&ground).await?;
    let good = ground.make.ledger_entry(&payment);
    for amount_minor in [0, -1] {
        let row = LedgerRecord { amount_minor, ..good.clone() };
        corrupt(ground.write([insert_entry(&row)]).await).during(format!("an entry of {amount_minor}"))?;
    }
    let round = LedgerRecord { credit: good.debit, ..good.clone() };
    corrupt(ground.write([insert_entry(&round)]).await).during("an entry from an account to itself")?;
    let unnumbered = LedgerRecord { number: 0, ..good.clone() };
    corrupt(ground.write([insert_entry(&unnumbered)]).await).during("an entry without a number")?;
    let mut rows = Vec::new();
    for kind in LedgerKind::ALL.iter().copied() {
        for debit in LedgerAccount::ALL.iter().copied() {
            for credit in LedgerAccount::ALL.iter().copied().filter(|credit| *credit != debit) {
                let number = i64::try_from(rows.len()).unwrap_or(0) + 1;
                let row = LedgerRecord { kind, debit, credit, number, ..ground.make.ledger_entry(&payment) };
                ground.write([insert_entry(&row)]).await?;
                rows.push(row);
            }
        }
    }
    same("every kind and account comes back", &ground.store.ledger(&[payment.id]).await?, &rows)
}

pub(super) async fn the_ledger_comes_in_the_order_asked_for(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payments = [paid(&ground).await?, paid(&ground).await?, paid(&ground).await?];
    let mut wanted = Vec::new();
    for payment in payments.iter().rev() {
        let entry = |number| LedgerRecord { number, ..ground.make.ledger_entry(payment) };
        let rows = [entry(1), entry(2), entry(10)];
        ground.write(rows.iter().rev().map(insert_entry)).await?;
        wanted.extend(rows);
    }
    let [first, second, third] = payments.map(|payment| payment.id);
    let unknown = ground.make.id();
    same("by payment, then number", &ground.store.ledger(&[third, unknown, second, first]).await?, &wanted)?;
    holds(ground.store.ledger(&[]).await?.is_empty(), "no payments, no entries")
}

pub(super) async fn a_request_whose_refund_is_under_way_is_kept(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let payment = paid(&ground).await?;
    let mut requests = Vec::new();
    for status in RefundStatus::ALL.iter().copied() {
        let refund = RefundRecord { status, ..ground.make.refund(&payment) };
        let answer = crate::Answer { status: 201, content_type: "application/json".to_owned(), body: "{}".to_owned() };
        let row = IdempotencyRecord {
            refund_id: Some(refund.id),
            answer: Some(answer),
            expires_at: instant(1),
            ..ground.make.request(payment.link_id)
        };
        ground.write([Change::InsertIdempotency(row.clone()), insert_refund(&refund)]).await.during(status.name())?;
        requests.push((refund, row));
    }
    same("pruned", &ground.store.prune(instant(500), 100).await?, &2)?;
    for (refund, row) in requests {
        let kept = ground.store.idempotency(&row.scope, &row.key).await?.is_some();
        let stays = refund.status == RefundStatus::Processing;
        same(format!("a refund that is {} keeps it", refund.status.name()), &kept, &stays)?;
        if stays {
            let done = RefundRecord { status: RefundStatus::Succeeded, ..refund };
            ground.write([Change::UpdateRefund(Box::new(at(&done, Version::FIRST)))]).await?;
        }
    }
    same("pruned once it is final", &ground.store.prune(instant(500), 100).await?, &1)
}

pub(super) async fn totals_count_what_was_refunded(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let mut wanted = 0;
    for (status, refunded) in [
        (PaymentStatus::Succeeded, 300),
        (PaymentStatus::Returned, 50),
        (PaymentStatus::Succeeded, 0),
        (PaymentStatus::Failed, 0),
    ] {
        let row = ground.make.payment(&link);
        let row = PaymentRecord {
            status,
            exclusive: false,
            captured_minor: row.amount_minor,
            refund_reserved_minor: refunded + 7,
            refunded_minor: refunded,
            ..row
        };
        ground.write([insert_payment(&row)]).await?;
        wanted += refunded;
    }
    let totals = ground.store.link_totals(&[link.id]).await?;
    let found: Vec<_> = totals.iter().map(|totals| (totals.payments_count, totals.refunded_minor)).collect();
    same("payments, refunded", &found, &vec![(4, wanted)])
}
