//! Links that are taken back, deleted or over: what payers are told, and what becomes of money that still arrives.

use crate::{
    interruption::interrupted,
    shop::{PLATFORM, Shop, ach, card, hours, one_time, pay_through, seconds},
};
use futures_util::FutureExt as _;
use paylink_core::{Code, EventKind, PaymentId, forms::LinkForm, records::PaymentStatus, views::LinkView};

async fn cancel(shop: &Shop, link: &LinkView) -> Result<(), Code> {
    let done = shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await;
    done.map(drop).map_err(|error| error.code)
}

async fn delete(shop: &Shop, link: &LinkView) -> Result<(), Code> {
    shop.paylink.delete_link(&PLATFORM, &link.link.id.to_string()).await.map_err(|error| error.code)
}

#[tokio::test]
async fn a_cancelled_link_refuses_new_payments() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    cancel(&shop, &link).await.expect("cancelled");
    assert_eq!(shop.standing(&link).await, "CANCELLED unpaid not payable");
    assert_eq!(shop.pay(&link, "k1", &card("tok_ok")).await.told(), "409 link_cancelled");
    assert_eq!(cancel(&shop, &link).await, Err(Code::LinkClosed));
    assert_eq!(shop.count_of(&link, EventKind::LinkCancelled).await, 1);
    assert_eq!(shop.gateway.charge_calls(), 0);
}

#[tokio::test]
async fn a_deleted_link_is_unknown_to_everyone() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let id = link.link.id.to_string();
    delete(&shop, &link).await.expect("deleted");
    assert_eq!(shop.pay(&link, "k1", &card("tok_ok")).await.told(), "404 not_found");
    assert_eq!(shop.paylink.link(&PLATFORM, &id).await.expect_err("gone").code, Code::NotFound);
    assert_eq!(shop.paylink.link_address(&id).await.expect_err("gone").code, Code::NotFound);
    assert_eq!(shop.paylink.checkout(&link.link.slug).await.expect_err("gone").code, Code::NotFound);
    assert_eq!((cancel(&shop, &link).await, delete(&shop, &link).await), (Err(Code::NotFound), Err(Code::NotFound)));
    assert!(shop.paylink.links(&PLATFORM, &Default::default()).await.expect("a list").rows.is_empty());
    assert_eq!(shop.count_of(&link, EventKind::LinkDeleted).await, 1);
}

#[tokio::test]
async fn a_link_is_neither_cancelled_nor_deleted_while_a_payment_is_under_way() {
    for max in [Some(1), Some(3), None] {
        for token in ["tok_action", "tok_timeout_not_charged", "tok_ach"] {
            let shop = Shop::open().await;
            let link = if max == Some(1) { shop.one_time().await } else { shop.multi_use(max).await };
            let form = if token == "tok_ach" { ach(token) } else { card(token) };
            let paid = shop.pay(&link, "k1", &form).await;
            let refused = (Err(Code::PaymentInProgress), Err(Code::PaymentInProgress));
            assert_eq!((cancel(&shop, &link).await, delete(&shop, &link).await), refused, "{max:?} {token}");
            shop.gateway.complete_challenge(paid.id(), false);
            shop.gateway.give_back(paid.id(), "R01");
            for _ in 0..27 {
                shop.pass(hours(1)).await;
            }
            assert_eq!((cancel(&shop, &link).await, delete(&shop, &link).await), (Ok(()), Ok(())), "{max:?} {token}");
        }
    }
}

#[tokio::test]
async fn a_payment_begun_in_the_window_completes_the_link_after_it() {
    let shop = Shop::open().await;
    let form = LinkForm { ends_at: "2026-01-15T12:00:01Z".into(), ..one_time() };
    let link = shop.link(&form).await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_charged")).await;
    shop.pass(seconds(1)).await;
    assert_eq!(shop.standing(&link).await, "INACTIVE unpaid not payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 link_inactive");
    shop.pass(seconds(4)).await;
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.review), (PaymentStatus::Succeeded, None));
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

/// Closes a link without limit while another process begins a payment on it; the payment and the link afterwards.
async fn closed_while_paying(shop: &Shop, delete: bool) -> (PaymentId, LinkView) {
    let link = shop.multi_use(None).await;
    // a first payment would be noticed by whoever closes the link
    assert_eq!(shop.pay(&link, "k0", &card("tok_ok")).await.told(), "201 succeeded");
    let (payer, record) = (shop.second_facade(), link.link.clone());
    let (tell, told) = std::sync::mpsc::channel();
    let pay = move || {
        let paid = pay_through(&payer, &record, "k1", &card("tok_timeout_charged"), None).now_or_never();
        tell.send(paid.expect("a payer who is answered")).expect("someone listens");
    };
    let merchant = interrupted(shop, pay);
    let id = link.link.id.to_string();
    if delete {
        merchant.delete_link(&PLATFORM, &id).await.expect("deleted");
    } else {
        merchant.cancel_link(&PLATFORM, &id, None).await.expect("cancelled");
    }
    let paid = told.recv().expect("the payer was answered");
    assert_eq!(paid.told(), "202 processing");
    (paid.id(), link)
}

#[tokio::test]
async fn money_that_arrives_for_a_link_closed_meanwhile_is_recorded_and_flagged() {
    for delete in [false, true] {
        let shop = Shop::open().await;
        let (payment, link) = closed_while_paying(&shop, delete).await;
        shop.pass(seconds(5)).await;
        let payment = shop.payment(payment).await;
        assert_eq!((payment.status, payment.review.as_deref()), (PaymentStatus::Succeeded, Some("link_closed")));
        assert_eq!(shop.count_of(&link, EventKind::PaymentSucceeded).await, 2);
        if !delete {
            assert_eq!(shop.standing(&link).await, "CANCELLED unpaid not payable");
            assert_eq!(shop.shown(&link).await.totals.paid_minor, 2500, "the money is shown");
        }
    }
}

#[tokio::test]
async fn a_first_payment_that_begins_meanwhile_keeps_its_link_and_its_price_as_they_were() {
    for reprice in [false, true] {
        let shop = Shop::open().await;
        let link = shop.multi_use(None).await;
        let (payer, record) = (shop.second_facade(), link.link.clone());
        let merchant = interrupted(&shop, move || {
            let paid = pay_through(&payer, &record, "k1", &card("tok_action"), None).now_or_never();
            assert_eq!(paid.expect("answered").told(), "201 requires_action");
        });
        let id = link.link.id.to_string();
        let refused = if reprice {
            let form = LinkForm { amount: "99.00".into(), ..LinkForm::default() };
            merchant.update_link(&PLATFORM, &id, &form).await.expect_err("a payment has begun").code
        } else {
            merchant.cancel_link(&PLATFORM, &id, None).await.expect_err("a payment is under way").code
        };
        assert_eq!(refused, if reprice { Code::LinkHasPayments } else { Code::PaymentInProgress });
        assert_eq!(shop.shown(&link).await.link.card_minor, Some(1250));
    }
}

#[tokio::test]
async fn a_payment_never_begins_on_what_the_link_was_a_moment_ago() {
    for max in [Some(1), Some(3), None] {
        for reprice in [false, true] {
            let shop = Shop::open().await;
            let link = if max == Some(1) { shop.one_time().await } else { shop.multi_use(max).await };
            let (merchant, id) = (shop.second_facade(), link.link.id.to_string());
            let change = move || {
                let form = LinkForm { amount: "99".into(), ..LinkForm::default() };
                let done = if reprice {
                    merchant.update_link(&PLATFORM, &id, &form).now_or_never().is_some_and(|done| done.is_ok())
                } else {
                    merchant.cancel_link(&PLATFORM, &id, None).now_or_never().is_some_and(|done| done.is_ok())
                };
                assert!(done);
            };
            let payer = interrupted(&shop, change);
            let paid = pay_through(&payer, &link.link, "k1", &card("tok_ok"), None).await;
            let charged: Vec<_> = shop.gateway.charges().iter().map(|charge| charge.amount.to_string()).collect();
            if reprice {
                assert_eq!((paid.told().as_str(), charged), ("201 succeeded", vec!["99.00 USD".to_owned()]), "{max:?}");
            } else {
                assert_eq!((paid.told().as_str(), charged), ("409 link_cancelled", vec![]), "{max:?}");
            }
        }
    }
}
