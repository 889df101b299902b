//! The check of the books: whatever row is changed behind its back, it says so.

use crate::shop::{Shop, card, hours, seconds};
use paylink_core::{
    Change, ChangeSet, MerchantId, PaymentId, RefundId, Stored,
    ports::{LedgerReader as _, LinkReader as _, PaymentReader as _, RefundReader, Store as _},
    records::{
        LedgerAccount, LedgerKind, LedgerRecord, LinkRecord, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus,
    },
    testing::build::Make,
    views::LinkView,
};

/// A change of a row, and what the check says of it.
type Planted<T> = (fn(&mut T), &'static str);

/// A shop whose books can be cooked: one refund of 5.00 made, one of 1.00 under way, one of 2.00 refused.
struct Office {
    shop: Shop,
    link: LinkView,
    payment: PaymentId,
    made: RefundId,
    refused: RefundId,
}

impl Office {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let link = shop.multi_use(Some(5)).await;
        let payment = shop.pay(&link, "k", &card("tok_ok_refund_pending")).await.id();
        let made = shop.refund(payment, Some("5"), "made").await.id();
        shop.gateway.finish_refund(made);
        let refused = shop.refund(payment, Some("2"), "refused").await.id();
        shop.gateway.fail_refund(refused, "no");
        shop.pass(hours(1)).await;
        shop.refund(payment, Some("1"), "under way").await;
        assert_eq!(shop.sums(payment).await, (1250, 600, 500));
        shop.refunds_agree_with_the_gateway("before").await;
        Self { shop, link, payment, made, refused }
    }

    async fn write(&self, change: Change) {
        self.shop.store.commit(ChangeSet::new().with(change)).await.expect("a store that looks away");
    }

    async fn payment(&self, cook: impl FnOnce(&mut PaymentRecord)) {
        let mut row = self.shop.store.payment(self.payment).await.expect("the store").expect("the payment");
        cook(&mut row.value);
        self.write(Change::UpdatePayment(Box::new(row))).await;
    }

    async fn refund(&self, id: RefundId, cook: impl FnOnce(&mut RefundRecord)) {
        let mut row = RefundReader::refund(&*self.shop.store, id).await.expect("the store").expect("the refund");
        cook(&mut row.value);
        self.write(Change::UpdateRefund(Box::new(row))).await;
    }

    async fn link(&self, cook: impl FnOnce(&mut LinkRecord)) {
        let mut row = self.shop.store.link(self.link.link.id).await.expect("the store").expect("the link");
        cook(&mut row.value);
        self.write(Change::UpdateLink(Box::new(Stored { value: row.value, version: row.version }))).await;
    }

    /// One more refund like the one that was made.
    async fn another_refund(&self, status: RefundStatus) {
        let row = self.shop.refund_row(self.made).await;
        self.write(Change::InsertRefund(Box::new(RefundRecord { id: Make::new(77).id(), status, ..row }))).await;
    }

    /// One more entry; the payment counts it.
    async fn entry(&self, cook: impl FnOnce(&mut LedgerRecord)) {
        let mut row = self.shop.store.ledger(&[self.payment]).await.expect("the store").pop().expect("an entry");
        (row.id, row.number) = (Make::new(i64::unsigned_abs(row.number)).id(), row.number + 1);
        cook(&mut row);
        self.write(Change::InsertLedgerEntry(Box::new(row))).await;
        self.payment(|payment| payment.ledger_count += 1).await;
    }

    async fn finds(&self, wanted: &str) {
        let found = self.shop.findings().await;
        assert!(found.iter().any(|problem| problem.contains(wanted)), "{wanted:?} is not in {found:?}");
    }
}

#[tokio::test]
async fn a_changed_payment_is_found() {
    let planted: &[Planted<PaymentRecord>] = &[
        (|row| row.ledger_count += 1, "its ledger has 2 entries where 3 were written"),
        (|row| row.ledger_count -= 1, "its ledger has 2 entries where 1 were written"),
        (|row| row.refunded_minor -= 1, "do not add up to what it says was refunded"),
        (|row| row.refunded_minor += 1, "do not add up to what it says was refunded"),
        (|row| row.refund_reserved_minor -= 1, "do not add up to what it says is reserved"),
        (|row| row.refund_reserved_minor += 1, "do not add up to what it says is reserved"),
        (|row| (row.amount_minor, row.captured_minor) = (1251, 1251), "its ledger leaves 750 with merchant"),
        (|row| row.captured_minor -= 1, "what was captured contradicts its state"),
        (|row| row.status = PaymentStatus::Failed, "what was captured contradicts its state"),
    ];
    for (cook, problem) in planted {
        let office = Office::open().await;
        office.payment(cook).await;
        office.finds(problem).await;
    }
}

#[tokio::test]
async fn a_payment_that_succeeded_without_an_entry_is_found() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &card("tok_timeout_not_charged")).await.id();
    shop.books_are_clean("before").await;
    let row = shop.store.payment(id).await.expect("the store").expect("the payment");
    let (status, captured_minor) = (PaymentStatus::Succeeded, row.value.amount_minor);
    let value = PaymentRecord { status, captured_minor, unknown: false, ..row.value };
    let change = Change::UpdatePayment(Box::new(Stored { value, version: row.version }));
    shop.store.commit(ChangeSet::new().with(change)).await.expect("a store that looks away");
    let found = shop.findings().await.join("; ");
    assert!(found.contains("its ledger leaves 0 with merchant where its state says 1250"), "{found}");
    assert!(found.contains("it counts 0 payments over"), "{found}");
}

#[tokio::test]
async fn a_changed_or_additional_refund_is_found() {
    for status in [RefundStatus::Succeeded, RefundStatus::Processing] {
        let office = Office::open().await;
        office.another_refund(status).await;
        office.finds("do not add up to what it says is reserved").await;
    }
    let planted: &[Planted<RefundRecord>] = &[
        (|row| row.amount_minor += 1, "do not add up to what it says was refunded"),
        (|row| row.amount_minor -= 1, "do not add up to what it says is reserved"),
        (|row| row.status = RefundStatus::Processing, "do not add up to what it says was refunded"),
    ];
    for (cook, problem) in planted {
        let office = Office::open().await;
        office.refund(office.made, cook).await;
        office.finds(problem).await;
    }
    let office = Office::open().await;
    office.refund(office.refused, |row| row.failure_code = None).await;
    office.finds("its state contradicts its other columns").await;
}

#[tokio::test]
async fn two_refunds_that_have_changed_places_are_found() {
    let office = Office::open().await;
    let (made, refused) = (office.shop.refund_row(office.made).await, office.shop.refund_row(office.refused).await);
    let ids = (office.made, office.refused);
    office.refund(ids.0, |row| *row = RefundRecord { id: ids.0, ..refused }).await;
    office.refund(ids.1, |row| *row = RefundRecord { id: ids.1, ..made }).await;
    office.finds(&format!("its ledger moves 500 for refund {} where it should be 0", ids.0)).await;
    office.finds(&format!("its ledger moves 0 for refund {} where it should be 500", ids.1)).await;
}

#[tokio::test]
async fn an_additional_or_foreign_entry_is_found() {
    let planted: &[Planted<LedgerRecord>] = &[
        (|_| {}, "its ledger leaves 250 with merchant where its state says 750"),
        (|row| row.amount_minor = 1, "its ledger leaves 749 with merchant where its state says 750"),
        (|row| row.number += 1, "entries where"),
        (|row| row.merchant_id = Make::new(5).id::<MerchantId>(), "a ledger entry is of another currency or merchant"),
        (
            |row| row.currency = paylink_core::Currency::named("EUR").expect("euros"),
            "a ledger entry is of another currency or merchant",
        ),
    ];
    for (cook, problem) in planted {
        let office = Office::open().await;
        office.entry(cook).await;
        office.finds(problem).await;
    }
}

#[tokio::test]
async fn two_entries_that_cancel_each_other_out_are_found_all_the_same() {
    let office = Office::open().await;
    let other = office.refused;
    office.entry(|row| row.refund_id = Some(other)).await;
    office
        .entry(|row| {
            (row.kind, row.refund_id) = (LedgerKind::Reversal, None);
            (row.debit, row.credit) = (LedgerAccount::Merchant, LedgerAccount::Payer);
        })
        .await;
    office.finds(&format!("its ledger moves 500 for refund {other} where it should be 0")).await;
}

#[tokio::test]
async fn a_changed_count_of_a_link_is_found() {
    let planted: &[Planted<LinkRecord>] = &[
        (|row| row.paid_count = 0, "it counts 0 payments over"),
        (|row| (row.paid_count, row.slots_used) = (2, 2), "it counts 2 payments over"),
        (|row| row.paid_minor += 1, "it counts 1 payments over 1251 where 1 over 1250"),
        (|row| row.slots_used += 1, "2 of its slots are taken where 1 payments hold one"),
    ];
    for (cook, problem) in planted {
        let office = Office::open().await;
        office.link(cook).await;
        office.finds(problem).await;
    }
}

#[tokio::test]
async fn the_books_are_checked_slice_by_slice_to_the_end() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    for number in 0..250 {
        shop.clock.advance(seconds(1));
        assert_eq!(shop.pay(&link, &format!("{number}"), &card("tok_ok")).await.told(), "201 succeeded");
    }
    let oldest = shop.payments_of(link.link.id).await[0].id;
    let mut row = shop.store.payment(oldest).await.expect("the store").expect("the payment");
    row.value.ledger_count += 1;
    shop.store.commit(ChangeSet::new().with(Change::UpdatePayment(Box::new(row)))).await.expect("a commit");
    let (mut slices, mut next, mut found) = (Vec::new(), None, Vec::new());
    loop {
        let check = shop.paylink.check_books(next).await.expect("the books");
        slices.push((check.payments, check.entries, check.findings.len()));
        found.extend(check.findings.into_iter().map(|finding| finding.subject));
        next = check.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(slices, [(100, 100, 0), (100, 100, 0), (50, 50, 1)]);
    assert_eq!(found, [oldest.to_string()]);
}
