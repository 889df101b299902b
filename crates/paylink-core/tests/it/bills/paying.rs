//! An invoice is paid with its link, opened again with it, and never paid twice.

use super::{code, numbered};
use crate::shop::{PLATFORM, Shop, ach, card, hours, seconds};
use paylink_core::{
    Code,
    forms::{BillForm, LinkForm, RefundForm},
    ports::PageSituation,
    records::PaymentStatus,
    views::{BillView, LinkView},
};

/// An invoice with two open links.
async fn two_links(shop: &Shop) -> (BillView, LinkView, LinkView) {
    let invoice = shop.invoice(&BillForm { max_open_links: 2.into(), ..numbered("1") }).await;
    let (one, two) = (shop.link_for(&invoice).await, shop.link_for(&invoice).await);
    (invoice, one, two)
}

async fn situation(shop: &Shop, link: &LinkView) -> PageSituation {
    shop.paylink.checkout(&link.link.slug).await.expect("a page").page.situation
}

#[tokio::test]
async fn a_payment_of_its_link_marks_the_invoice_paid_and_ends_its_other_links() {
    let shop = Shop::open().await;
    let (invoice, one, two) = two_links(&shop).await;
    let paid = shop.pay(&two, "k", &card("tok_ok")).await;
    assert_eq!(paid.told(), "201 succeeded");
    let now = shop.bill_now(&invoice).await;
    assert_eq!((now.status.name(), now.bill.payment_id), ("paid", Some(paid.id())));
    assert_eq!((now.bill.link_id, now.bill.closed_at), (Some(two.link.id), Some(shop.now())));
    assert_eq!(shop.standing(&two).await, "COMPLETED paid not payable");
    assert_eq!(shop.standing(&one).await, "CANCELLED unpaid not payable");
    assert!(shop.events_of(&one).await.contains(&"payment_link.cancelled"));
    assert!(matches!(situation(&shop, &one).await, PageSituation::Paid { .. }), "its page says that it was paid");
    assert_eq!(shop.pay(&one, "k", &card("tok_ok")).await.told(), "409 link_cancelled");
    assert_eq!(code(shop.try_link_for(&invoice, LinkForm::default()).await), Some(Code::NotOpen));
    assert_eq!(code(shop.void(&invoice).await), Some(Code::NotOpen));
    assert_eq!(code(shop.delete_bill(&invoice).await), Some(Code::NotOpen));
    assert_eq!(shop.findings().await, [""; 0]);
}

#[tokio::test]
async fn while_one_link_is_being_paid_the_other_cannot_be() {
    let shop = Shop::open().await;
    let (invoice, one, two) = two_links(&shop).await;
    let paid = shop.pay(&one, "k", &ach("tok_ach")).await;
    assert_eq!(shop.bill_stands(&invoice).await, "open taken");
    assert_eq!(shop.standing(&two).await, "ACTIVE unpaid not payable");
    assert_eq!(situation(&shop, &two).await, PageSituation::BeingPaid);
    assert_eq!(shop.pay(&two, "k", &card("tok_ok")).await.told(), "409 payment_in_progress");
    assert_eq!(code(shop.void(&invoice).await), Some(Code::PaymentInProgress));
    assert_eq!(code(shop.delete_bill(&invoice).await), Some(Code::PaymentInProgress));
    let dearer = BillForm { amount: "13".into(), ..BillForm::default() };
    assert_eq!(code(shop.change_bill(&invoice, &dearer).await), Some(Code::PaymentInProgress));
    assert_eq!(code(shop.try_link_for(&invoice, LinkForm::default()).await), Some(Code::PaymentInProgress));
    let cancelled = shop.paylink.cancel_link(&PLATFORM, &two.link.id.to_string(), None).await;
    cancelled.expect("the link that nobody pays");
    assert_eq!(shop.bill_stands(&invoice).await, "open taken", "a bank debit pays when it has settled");
    shop.gateway.settle(paid.id());
    shop.pass(seconds(5)).await;
    assert_eq!(shop.bill_stands(&invoice).await, "paid taken");
}

#[tokio::test]
async fn a_payment_that_fails_gives_the_slot_back() {
    let shop = Shop::open().await;
    let (invoice, one, two) = two_links(&shop).await;
    assert_eq!(shop.pay(&one, "k", &card("tok_declined")).await.told(), "402 failed card_declined");
    assert_eq!(shop.bill_stands(&invoice).await, "open free");
    assert_eq!(shop.standing(&two).await, "ACTIVE unpaid payable");
    let debit = shop.pay(&two, "k", &ach("tok_ach")).await;
    shop.gateway.give_back(debit.id(), "R01");
    shop.pass(seconds(5)).await;
    assert_eq!(shop.bill_stands(&invoice).await, "open free", "returned before it had settled");
    assert_eq!(shop.pay(&one, "k2", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.bill_stands(&invoice).await, "paid taken");
}

#[tokio::test]
async fn a_return_months_later_opens_link_and_invoice_again() {
    let shop = Shop::open().await;
    let (invoice, one, two) = two_links(&shop).await;
    let debit = shop.pay(&one, "k", &ach("tok_ach")).await;
    shop.gateway.settle(debit.id());
    shop.pass(hours(1)).await;
    assert_eq!(shop.bill_stands(&invoice).await, "paid taken");
    for _ in 0..60 {
        shop.pass(hours(24)).await;
    }
    shop.gateway.give_back(debit.id(), "R10");
    shop.pass(hours(25)).await;
    assert_eq!(shop.payment(debit.id()).await.status, PaymentStatus::Returned);
    assert_eq!(shop.bill_stands(&invoice).await, "open free");
    assert_eq!(shop.standing(&one).await, "ACTIVE unpaid payable");
    assert_eq!(shop.standing(&two).await, "CANCELLED unpaid not payable", "what was cancelled stays so");
    assert_eq!(shop.findings().await, [""; 0]);
    assert_eq!(shop.pay(&one, "k2", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.bill_stands(&invoice).await, "paid taken");
    assert_eq!(shop.findings().await, [""; 0]);
}

#[tokio::test]
async fn a_return_opens_the_invoice_even_when_its_link_was_deleted() {
    let shop = Shop::open().await;
    let invoice = shop.invoice(&numbered("1")).await;
    let link = shop.link_for(&invoice).await;
    let debit = shop.pay(&link, "k", &ach("tok_ach")).await;
    shop.gateway.settle(debit.id());
    shop.pass(hours(1)).await;
    shop.paylink.delete_link(&PLATFORM, &link.link.id.to_string()).await.expect("deleted");
    shop.gateway.give_back(debit.id(), "R10");
    shop.pass(hours(25)).await;
    assert_eq!(shop.bill_stands(&invoice).await, "open free");
    let next = shop.link_for(&invoice).await;
    assert_eq!(shop.pay(&next, "k", &card("tok_ok")).await.told(), "201 succeeded");
}

#[tokio::test]
async fn a_refund_in_full_leaves_the_invoice_paid() {
    let shop = Shop::open().await;
    let (invoice, _, two) = two_links(&shop).await;
    let paid = shop.pay(&two, "k", &card("tok_ok")).await;
    let id = paid.id().to_string();
    shop.paylink.refund_payment(&PLATFORM, &id, &RefundForm::default(), None).await.expect("refunded");
    assert_eq!(shop.bill_stands(&invoice).await, "paid taken");
    assert_eq!(shop.findings().await, [""; 0]);
}
