//! Bank debits: paid when settled, never before; and what a return undoes, even months later.

use crate::shop::{Paid, Shop, ach, card, hours, one_time, seconds};
use paylink_core::{EventKind, forms::LinkForm, records::PaymentStatus, views::LinkView};

/// A link whose bank debit has settled.
async fn settled(shop: &Shop, link: &LinkView) -> Paid {
    let paid = shop.pay(link, "ach", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing");
    shop.gateway.settle(paid.id());
    shop.pass(seconds(5)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    paid
}

#[tokio::test]
async fn a_bank_debit_is_paid_when_it_has_settled_and_not_before() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing");
    for _ in 0..3 {
        shop.pass(hours(24)).await;
        assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
        assert_eq!(shop.shown(&link).await.totals.paid_minor, 0);
    }
    assert_eq!(shop.gateway.charge_calls(), 1, "a charge that is known is never sent again");
    shop.gateway.settle(paid.id());
    shop.pass(hours(24)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_declined_account_frees_the_link_at_once() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert_eq!(shop.pay(&link, "k1", &ach("tok_ach_declined")).await.told(), "402 failed account_closed");
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
}

#[tokio::test]
async fn a_return_before_settlement_frees_the_link() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(seconds(5)).await;
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.failure_code.as_deref()), (PaymentStatus::Returned, Some("R01")));
    assert!(!payment.holds_slot);
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert_eq!(shop.events_of(&link).await, ["payment.processing", "payment.returned", "payment_link.created"]);
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "201 succeeded");
}

#[tokio::test]
async fn a_return_months_later_opens_the_completed_link_and_tells_the_merchant() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = settled(&shop, &link).await;
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    for _ in 0..59 {
        shop.pass(hours(24)).await;
    }
    shop.gateway.give_back(paid.id(), "R10");
    shop.pass(hours(24)).await;
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.failure_code.as_deref()), (PaymentStatus::Returned, Some("R10")));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    let shown = shop.shown(&link).await;
    assert_eq!((shown.totals.paid_count, shown.totals.paid_minor, shown.link.closed_at), (0, 0, None));
    assert_eq!(
        (shop.count_of(&link, EventKind::PaymentReturned).await, shop.count_of(&link, EventKind::LinkUpdated).await),
        (1, 1)
    );
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_settled_debit_is_watched_once_a_day_and_not_for_ever() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    settled(&shop, &link).await;
    let calls = shop.gateway.calls().len();
    for _ in 0..120 {
        shop.pass(hours(24)).await;
    }
    assert_eq!(shop.gateway.calls().len() - calls, 95);
    let waiting: u64 = shop.paylink.backlog().await.expect("a backlog").iter().map(|queue| queue.waiting).sum();
    assert_eq!(waiting, 0, "nothing is left to be done");
}

#[tokio::test]
async fn a_return_after_the_window_does_not_make_the_link_payable() {
    let shop = Shop::open().await;
    let form = LinkForm { ends_at: "2026-01-20T00:00:00Z".into(), ..one_time() };
    let link = shop.link(&form).await;
    let paid = settled(&shop, &link).await;
    shop.pass(hours(7 * 24)).await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(hours(24)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Returned);
    assert_eq!(shop.standing(&link).await, "INACTIVE unpaid not payable");
}

#[tokio::test]
async fn a_return_on_a_limited_link_gives_one_place_back() {
    let shop = Shop::open().await;
    let link = shop.multi_use(Some(2)).await;
    let paid = settled(&shop, &link).await;
    shop.pay(&link, "k2", &card("tok_ok")).await;
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(hours(24)).await;
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert_eq!((shop.shown(&link).await.link.paid_count, shop.shown(&link).await.link.paid_minor), (1, 1250));
    assert_eq!(shop.pay(&link, "k3", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.pay(&link, "k4", &card("tok_ok")).await.told(), "409 link_completed");
}

#[tokio::test]
async fn a_return_on_a_link_without_limit_lowers_its_sum() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    let paid = settled(&shop, &link).await;
    shop.pay(&link, "k2", &card("tok_ok")).await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(hours(24)).await;
    let totals = shop.shown(&link).await.totals;
    assert_eq!((totals.payments_count, totals.paid_count, totals.paid_minor), (2, 1, 1250));
}
