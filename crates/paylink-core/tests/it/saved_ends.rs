//! A saved method ends: taken back by merchant or payer, or lost to the bank; the gateway lets it go in the end.

use crate::{
    shop::{PLATFORM, Shop, TOKEN, ach, card, hours, minutes, new_merchant, seconds},
    wallet::{asking, offering, ticked, with_method},
};
use futures_util::FutureExt as _;
use paylink_core::{
    Caller, EventKind,
    forms::{CustomerForm, LinkForm, MerchantForm, Patch, PayForm},
    ports::Page,
    records::{MessageKind, PaymentMethodRecord, PaymentStatus, RevokedBy},
    testing::{CallFault, Fault, GatewayCall},
};

const OWNER: &str = "owner@example.com";

async fn shop() -> Shop {
    let shop = Shop::open().await;
    let form = MerchantForm { email: OWNER.into(), ..MerchantForm::default() };
    shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &form).await.expect("changed");
    shop
}

/// The signed part of the address on the receipt of the payment that saved the method.
async fn token(shop: &Shop, method: &PaymentMethodRecord) -> String {
    let link = shop.paylink.link(&PLATFORM, &method.link_id.to_string()).await.expect("the link").link;
    let page = shop.paylink.receipt_page(&link.slug, &method.payment_id.to_string()).await.expect("a page");
    let Page::Receipt(receipt) = page else { panic!("a receipt") };
    let url = receipt.payment_method_url.expect("an address");
    url.strip_prefix("https://pay.test/payment-methods/").expect("of this server").to_owned()
}

fn ended(method: &PaymentMethodRecord) -> Option<(RevokedBy, &str)> {
    method.revoked.as_ref().map(|end| (end.by, end.reason.as_str()))
}

#[tokio::test]
async fn the_merchant_removes_a_method_once_and_for_good() {
    let shop = shop().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.paylink.link(&PLATFORM, &method.link_id.to_string()).await.expect("the link");
    let view = shop.revoke(method.id).await;
    assert_eq!(ended(&view.method), Some((RevokedBy::Merchant, "requested")));
    assert!(!view.usable);
    let first = view.method.revoked.clone();
    shop.clock.advance(hours(1));
    assert_eq!(shop.revoke(method.id).await.method.revoked, first, "again changes nothing");
    shop.tick().await;
    assert_eq!(shop.count_of(&link, EventKind::PaymentMethodRemoved).await, 1);
    assert!(shop.gateway.kept().is_empty(), "and the gateway has let it go");
    assert_eq!(shop.method(method.id).await.method.gateway_reference, None);
    assert!(shop.post.mails().iter().all(|mail| mail.to != OWNER || !mail.content.subject.contains("payment_method")));
}

#[tokio::test]
async fn the_payer_removes_a_method_with_the_signed_address_of_the_receipt() {
    let shop = shop().await;
    let link = shop.link(&asking()).await;
    let form = PayForm { payer_email: Some("payer@example.com".to_owned()), ..ticked(card("tok_ok")) };
    shop.pay(&link, "k", &form).await;
    shop.tick().await;
    let method = shop.methods().await.remove(0);
    let token = token(&shop, &method).await;
    let receipt = shop.messages_of(&link).await.into_iter().find(|one| one.kind == MessageKind::Receipt);
    let in_mail = receipt.expect("a receipt").letter.payment_method_url;
    assert_eq!(in_mail.as_deref(), Some(format!("https://pay.test/payment-methods/{token}").as_str()));
    for _ in 0..2 {
        let Page::PaymentMethod(page) = shop.paylink.payment_method_page(&token).await.expect("a page") else {
            panic!()
        };
        assert_eq!((&page.details, page.saved_at, page.removed_at), (&method.details, method.created_at, None));
    }
    assert!(shop.method(method.id).await.usable, "looking changes nothing");
    shop.clock.advance(minutes(5));
    let removed = shop.now();
    for _ in 0..2 {
        let Page::PaymentMethod(page) = shop.paylink.remove_payment_method(&token).await.expect("a page") else {
            panic!()
        };
        assert_eq!(page.removed_at, Some(removed));
        shop.clock.advance(minutes(5));
    }
    assert_eq!(ended(&shop.method(method.id).await.method), Some((RevokedBy::Payer, "requested")));
    shop.tick().await;
    assert!(shop.gateway.kept().is_empty());
    assert_eq!(shop.count_of(&link, EventKind::PaymentMethodRemoved).await, 1);
    let notices: Vec<_> = shop.post.mails().into_iter().filter(|mail| mail.to == OWNER).collect();
    assert!(
        notices.iter().any(|mail| mail.content.subject.starts_with("payment_method_notice")),
        "the merchant is told"
    );
}

#[tokio::test]
async fn a_payer_who_removes_a_card_removes_it_wherever_this_merchant_has_saved_it() {
    let shop = shop().await;
    let person = |name: &str| CustomerForm { external_id: Some(name.to_owned()), ..CustomerForm::default() };
    let save = async |name: &str, form: PayForm| {
        let link = shop.link(&LinkForm { customer: Patch::Set(person(name)), ..asking() }).await;
        let paid = shop.pay(&link, "k", &ticked(form)).await;
        shop.gateway.settle(paid.id());
        shop.pass(minutes(1)).await;
        shop.methods().await.into_iter().find(|one| one.payment_id == paid.id()).expect("a method")
    };
    let (first, second) = (save("ada", card("tok_ok")).await, save("ada", card("tok_ok")).await);
    let (account, other) = (save("ada", ach("tok_ach")).await, save("bob", card("tok_ok")).await);
    shop.paylink.remove_payment_method(&token(&shop, &first).await).await.expect("a page");
    for (method, usable) in [(first, false), (second, false), (account, true), (other, true)] {
        assert_eq!(shop.method(method.id).await.usable, usable);
    }
}

#[tokio::test]
async fn a_person_who_is_to_be_gone_leaves_neither_methods_nor_addresses() {
    let shop = shop().await;
    let kept = shop.saved("tok_ok").await;
    let method = shop.saved("tok_ok").await;
    let customer = method.customer_id.expect("a customer").to_string();
    assert_eq!(shop.paylink.erase_payment_methods(&PLATFORM, &customer).await.expect("erased"), 1);
    assert_eq!(shop.paylink.erase_payment_methods(&PLATFORM, &customer).await.expect("again"), 0);
    let row = shop.method(method.id).await.method;
    assert_eq!(ended(&row), Some((RevokedBy::Merchant, "customer_erased")));
    assert_eq!((row.consent.address, row.consent.text), (None, method.consent.text));
    let stranger = Caller::merchant_token(new_merchant(&shop.paylink, MerchantForm::default()).await.id, TOKEN);
    let foreign = kept.customer_id.expect("a customer").to_string();
    assert!(shop.paylink.erase_payment_methods(&stranger, &foreign).await.is_err());
    assert!(shop.method(kept.id).await.usable, "another person's stays");
}

#[tokio::test]
async fn a_proof_opens_its_own_method_and_no_other() {
    let shop = shop().await;
    let (one, two) = (shop.saved("tok_ok").await, shop.saved("tok_ok").await);
    let proof = token(&shop, &one).await;
    let proof = proof.rsplit_once('-').expect("a proof").1.to_owned();
    let tries = [
        format!("{}-{proof}", two.id),
        format!("{}-{}", one.id, "0".repeat(32)),
        format!("{}-", one.id),
        format!("{}-{}", one.id, proof.split_at(31).0),
        one.id.to_string(),
        String::new(),
        "-".to_owned(),
    ];
    for wrong in tries {
        assert!(matches!(shop.paylink.payment_method_page(&wrong).await, Ok(Page::NotFound)), "{wrong}");
        assert!(matches!(shop.paylink.remove_payment_method(&wrong).await, Ok(Page::NotFound)), "{wrong}");
    }
    assert!(shop.method(one.id).await.usable && shop.method(two.id).await.usable);
}

#[tokio::test]
async fn a_bank_that_refuses_the_account_ends_it_and_a_poor_account_stays() {
    for (code, ends) in [("R02", true), ("R10", true), ("R01", false), ("R09", false)] {
        let shop = shop().await;
        let link = shop.link(&asking()).await;
        let paid = shop.pay(&link, "k", &ticked(ach("tok_ach"))).await;
        shop.gateway.settle(paid.id());
        shop.pass(minutes(1)).await;
        let method = shop.methods().await.remove(0);
        shop.gateway.give_back(paid.id(), code);
        shop.pass(hours(24)).await;
        assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Returned, "{code}");
        let method = shop.method(method.id).await.method;
        assert_eq!(ended(&method), ends.then_some((RevokedBy::Gateway, code)), "{code}");
        assert_eq!(shop.count_of(&link, EventKind::PaymentMethodRemoved).await, usize::from(ends), "{code}");
        let told = shop.messages_of(&link).await;
        assert_eq!(
            told.iter().filter(|one| one.kind == MessageKind::MethodNotice).count(),
            usize::from(ends),
            "{code}"
        );
    }
}

#[tokio::test]
async fn a_method_that_the_gateway_lost_ends_with_the_payment_that_found_out() {
    let shop = shop().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    let reference = paylink_core::ports::VaultReference(paylink_core::Secret::new("vault_0"));
    paylink_core::ports::Gateway::forget(&*shop.gateway, &reference).await.expect("lost");
    let paid = shop.pay(&link, "k", &with_method(method.id)).await;
    assert_eq!(paid.told(), "402 failed payment_method_unavailable");
    assert_eq!(ended(&shop.method(method.id).await.method), Some((RevokedBy::Gateway, "payment_method_unavailable")));
    assert!(!shop.shown(&link).await.payable);
}

#[tokio::test]
async fn a_gateway_that_cannot_be_reached_is_asked_again_and_the_method_is_unusable_meanwhile() {
    let shop = shop().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    shop.gateway.set_down(true);
    shop.revoke(method.id).await;
    shop.tick().await;
    assert_eq!(shop.gateway.kept().len(), 1, "the gateway still has it");
    assert_eq!(shop.pay(&link, "k", &with_method(method.id)).await.told(), "409 payment_method_unavailable");
    let asked = |shop: &Shop| shop.gateway.calls().iter().filter(|call| **call == GatewayCall::Forget).count();
    assert_eq!(asked(&shop), 1);
    for (wait, times) in [(5, 2), (30, 3), (120, 4), (600, 5), (3600, 6), (3600, 7)] {
        shop.pass(seconds(wait - 1)).await;
        assert_eq!(asked(&shop), times - 1, "not before {wait} s");
        shop.pass(seconds(1)).await;
        assert_eq!(asked(&shop), times, "after {wait} s");
    }
    shop.gateway.set_down(false);
    shop.pass(hours(1)).await;
    assert!(shop.gateway.kept().is_empty());
    shop.pass(hours(48)).await;
    assert_eq!(asked(&shop), 8, "and then never again");
}

#[tokio::test]
async fn no_crash_loses_a_revocation() {
    let faults = [
        Fault::Unavailable,
        Fault::Stale,
        Fault::UnknownNotWritten,
        Fault::UnknownWritten,
        Fault::CrashBefore,
        Fault::CrashAfter,
    ];
    for fault in faults {
        let mut shop = shop().await;
        let method = shop.saved("tok_ok").await;
        shop.revoke(method.id).await;
        shop.store.fail_next(fault);
        drop(shop.paylink.forget_tick().now_or_never());
        shop.restart();
        shop.pass(minutes(2)).await;
        shop.pass(minutes(2)).await;
        assert!(shop.gateway.kept().is_empty(), "{fault:?}");
        assert_eq!(shop.method(method.id).await.method.gateway_reference, None, "{fault:?}");
    }
    for fault in [CallFault::QuestionLost, CallFault::AnswerLost, CallFault::CrashBefore, CallFault::CrashAfter] {
        let mut shop = shop().await;
        let method = shop.saved("tok_ok").await;
        shop.revoke(method.id).await;
        shop.gateway.fail_next(fault);
        drop(shop.paylink.forget_tick().now_or_never());
        shop.restart();
        shop.pass(minutes(2)).await;
        assert!(shop.gateway.kept().is_empty(), "{fault:?}");
        assert_eq!(shop.method(method.id).await.method.gateway_reference, None, "{fault:?}");
    }
}
