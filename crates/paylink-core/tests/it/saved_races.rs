//! A method is taken back while a payment with it begins: the payment began before, or it is refused.

use crate::{
    shop::{Shop, pay_through},
    wallet::{offering, with_method},
};
use futures_util::FutureExt as _;
use paylink_core::{Caller, Paylink, PaymentMethodId, Role, ports::IdSource, testing::SeededIds};
use std::sync::{Arc, Mutex};

/// Randomness that does something else first, once: between what a use case has read and what it commits.
struct Interrupting {
    ids: SeededIds,
    first: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl IdSource for Interrupting {
    fn fill(&self, bytes: &mut [u8]) {
        let first = if bytes.len() == 16 { self.first.lock().expect("a lock").take() } else { None };
        if let Some(happens) = first {
            happens();
        }
        self.ids.fill(bytes);
    }
}

fn revoking(paylink: Paylink, id: PaymentMethodId) -> Box<dyn FnOnce() + Send> {
    Box::new(move || {
        let platform = Caller::platform(Role::Admin, None);
        let done = paylink.revoke_payment_method(&platform, &id.to_string()).now_or_never();
        done.expect("at once").expect("revoked");
    })
}

#[tokio::test]
async fn a_method_taken_back_before_the_first_commit_is_not_charged() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    let calls = shop.gateway.charge_calls();
    let first = Mutex::new(Some(revoking(shop.second_facade(), method.id)));
    let paylink = shop.facade_with(Arc::new(Interrupting { ids: SeededIds::new(77), first }));
    let paid = pay_through(&paylink, &link.link, "k", &with_method(method.id), None).await;
    assert_eq!(paid.told(), "409 payment_method_unavailable");
    assert!(shop.payments_of(link.link.id).await.is_empty());
    assert_eq!(shop.gateway.charge_calls(), calls);
}

#[tokio::test]
async fn a_link_is_not_made_over_a_method_that_was_just_taken_back() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let first = Mutex::new(Some(revoking(shop.second_facade(), method.id)));
    let paylink = shop.facade_with(Arc::new(Interrupting { ids: SeededIds::new(78), first }));
    let platform = Caller::platform(Role::Admin, None);
    let made = paylink.create_link(&platform, Some(&shop.merchant.id.to_string()), &offering(method.id), None).await;
    assert_eq!(made.expect_err("refused").fields.remove(0).field, "payment_method_id");
}

/// Many times over, on threads: whoever was refused was not charged, and whoever was not refused was charged once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn revoking_and_paying_at_once_leaves_no_half_way() {
    for round in 0..50 {
        let shop = Shop::open().await;
        let method = shop.saved("tok_ok").await;
        let link = shop.link(&offering(method.id)).await;
        let before = shop.gateway.taken().len();
        let payer = shop.facade_with(Arc::new(SeededIds::new(1000 + round)));
        let merchant = shop.facade_with(Arc::new(SeededIds::new(2000 + round)));
        let (record, id) = (link.link.clone(), method.id);
        let paying = tokio::spawn(async move { pay_through(&payer, &record, "k", &with_method(id), None).await });
        let revoking = tokio::spawn(async move {
            let platform = Caller::platform(Role::Admin, None);
            merchant.revoke_payment_method(&platform, &id.to_string()).await.expect("revoked")
        });
        let (paid, revoked) = (paying.await.expect("a payer"), revoking.await.expect("a merchant"));
        assert!(!revoked.usable);
        let charged = shop.gateway.taken().len() - before;
        match paid.told().as_str() {
            "201 succeeded" => assert_eq!(charged, 1, "round {round}"),
            "409 payment_method_unavailable" => assert_eq!(charged, 0, "round {round}"),
            other => panic!("round {round}: {other}"),
        }
    }
}
