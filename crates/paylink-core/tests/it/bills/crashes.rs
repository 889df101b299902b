//! The process dies or the store fails at every boundary of paying an invoice: afterwards invoice, links and payment agree.

use super::{numbered, shown};
use crate::shop::{PLATFORM, Shop, ach, card, hours, minutes, seconds};
use paylink_core::{
    forms::{BillForm, PayForm},
    records::PaymentStatus,
    testing::Fault,
    views::{BillView, LinkView},
};

const TOKENS: [&str; 6] =
    ["tok_ok", "tok_declined", "tok_ach", "tok_timeout_charged", "tok_timeout_not_charged", "tok_action"];

const FAULTS: [Fault; 6] = [
    Fault::Unavailable,
    Fault::Stale,
    Fault::UnknownNotWritten,
    Fault::UnknownWritten,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

fn form(token: &str) -> PayForm {
    if token.starts_with("tok_ach") { ach(token) } else { card(token) }
}

async fn long_after(shop: &Shop) {
    for span in [5, 26, 5, 30, 120, 600] {
        shop.pass(seconds(span)).await;
    }
    for charge in shop.gateway.charges() {
        shop.gateway.settle(charge.key);
    }
    shop.pass(minutes(30)).await;
    for _ in 0..27 {
        shop.pass(hours(1)).await;
    }
}

/// What stands of the payments is what the invoice and both links say.
async fn agree(shop: &Shop, invoice: &BillView, links: [&LinkView; 2], what: &str) {
    let mut standing = Vec::new();
    for link in links {
        let payments = shop.payments_of(link.link.id).await;
        standing.extend(payments.into_iter().filter(|row| row.status == PaymentStatus::Succeeded));
    }
    let taken: u32 = shop.gateway.charges().iter().map(|charge| charge.times_taken).sum();
    assert_eq!(usize::try_from(taken).ok(), Some(standing.len()), "{what}: money taken once for each that stands");
    let now = shop.bill_now(invoice).await;
    match standing.as_slice() {
        [] => {
            assert_eq!((now.status.name(), now.bill.payment_id), ("open", None), "{what}");
            for link in links {
                assert_eq!(shop.standing(link).await, "ACTIVE unpaid payable", "{what}");
            }
        }
        [paid] => {
            assert_eq!((now.status.name(), now.bill.payment_id), ("paid", Some(paid.id)), "{what}");
            for link in links {
                let stands = if link.link.id == paid.link_id { "COMPLETED paid" } else { "CANCELLED unpaid" };
                assert_eq!(shop.standing(link).await, format!("{stands} not payable"), "{what}");
            }
        }
        several => panic!("{what}: paid {} times", several.len()),
    }
    assert_eq!(shop.findings().await, [""; 0], "{what}");
}

#[tokio::test]
async fn a_payment_that_dies_at_any_commit_leaves_invoice_and_links_agreeing() {
    for token in TOKENS {
        for fault in FAULTS {
            for commit in [1, 2] {
                let what = format!("{token}, {fault:?} at commit {commit}");
                let mut shop = Shop::open().await;
                let invoice = shop.invoice(&BillForm { max_open_links: 2.into(), ..numbered("1") }).await;
                let (one, two) = (shop.link_for(&invoice).await, shop.link_for(&invoice).await);
                let place = shop.store.commits() + commit;
                shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
                shop.pay_or_die(&one, "k1", &form(token));
                shop.restart();
                // meanwhile somebody has the other link
                let second = shop.pay(&two, "k2", &card("tok_ok")).await.told();
                assert!(
                    ["201 succeeded", "409 payment_in_progress", "409 link_cancelled"].contains(&second.as_str()),
                    "{what}: {second}"
                );
                long_after(&shop).await;
                agree(&shop, &invoice, [&one, &two], &what).await;
            }
        }
    }
}

#[tokio::test]
async fn a_link_or_a_void_that_dies_at_its_commit_is_done_or_not_done() {
    for fault in FAULTS {
        let mut shop = Shop::open().await;
        let invoice = shop.invoice(&numbered("1")).await;
        shop.store.fail_next(fault);
        let form = super::for_bill(&invoice, paylink_core::forms::LinkForm::default());
        drop(futures_util::FutureExt::now_or_never(shop.try_link(&form)));
        shop.restart();
        let query = paylink_core::forms::LinkQuery { invoice_id: Some(shown(&invoice)), ..Default::default() };
        let links = shop.paylink.links(&PLATFORM, &query).await.expect("its links").rows;
        let known = shop.bill_now(&invoice).await.bill.link_id;
        assert_eq!(known, links.first().map(|link| link.link.id), "{fault:?}");
        if links.is_empty() {
            shop.link_for(&invoice).await;
        }
        shop.store.fail_next(fault);
        drop(futures_util::FutureExt::now_or_never(shop.void(&invoice)));
        shop.restart();
        let status = shop.bill_now(&invoice).await.status.name();
        let links = shop.paylink.links(&PLATFORM, &query).await.expect("its links").rows;
        let wanted = if status == "void" { "CANCELLED" } else { "ACTIVE" };
        assert!(links.iter().all(|link| link.status.name() == wanted), "{fault:?}: {status}");
        assert_eq!(shop.findings().await, [""; 0], "{fault:?}");
    }
}
